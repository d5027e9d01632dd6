#include "protocol/fair_share.h"

#include "protocol/deadline.h"

namespace protocol {

namespace {

std::int64_t beat_of(const Now& now) { return now.at.time_since_epoch() / kWatchEvery; }

// What is said now. What repair brings was said before.
bool is_news(const Arrival& a) {
  return a.path == Path::kSaid || a.path == Path::kSubmitted || a.path == Path::kRelayed;
}

}  // namespace

FairShare::FairShare(const bloom::Scope& scope, Host& host, Log& log)
    : talker(scope, "talker"), spoken(scope, "spoken"), uttered(scope, "uttered"), talkers(scope, "talkers"),
      loud(scope, "loud") {
  spoken  <= log.accepted.map([](const Arrival& a) -> std::optional<Spoken> {
    if (!is_news(a)) return std::nullopt;
    const std::size_t more = a.entry.text.value.size() / kShareBytes;
    return Spoken{a.entry.stream, a.entry.seq, a.entry.stream.author, 1 + static_cast<std::int64_t>(more)};
  });
  uttered <= spoken.group(by<&Spoken::author>, bloom::sum(&Spoken::lines));

  // Non-monotone, and only a matter of time: a count that is wrong hurries or delays a receipt by a beat.
  talker  <+- ((uttered * host.clock).pairs([](const Uttered& u, const Now& now) {
    return Talker{u.author, u.lines, u.lines, beat_of(now), now.at};
  }) * talker).outer(&Talker::author, &Talker::author, [](Talker t, const Talker* before) {
    if (before == nullptr || before->beat < t.beat - 1) return t;
    t.recent += before->beat == t.beat ? before->recent : before->lines;
    if (before->beat == t.beat) t.lines += before->lines;
    return t;
  });
  talker  <- (host.watch * talker).pairs(older_than(&Talker::at, kSpeaksFor));
  talkers <= talker.group(by<>, bloom::count(), bloom::sum(&Talker::recent));
  loud    <= (talker * talkers).pairs([](const Talker& t, const Talkers& all) -> std::optional<Loud> {
    if (all.count == 1 || t.recent <= kLoudness * (all.recent - t.recent)) return std::nullopt;
    return Loud{t.author, t.lines, t.beat};
  });
}

FairShare::~FairShare() = default;

bool FairShare::is_used_up(const Loud& loud, const Now& now) {
  return loud.beat == beat_of(now) && loud.lines > kFairShare;
}

}  // namespace protocol
