#include "protocol/log.h"

#include <algorithm>
#include <map>

namespace protocol {

namespace {

std::uint64_t through_of(const Held* held) { return held == nullptr ? 0 : *held->through.reveal(); }

bool is_of(const Stream& stream, const std::vector<Arrival>& arrivals) {
  return !arrivals.empty() && arrivals.back().entry.stream == stream;
}

}  // namespace

Log::Log(const bloom::Scope& scope, const Self& self, Host& host, Channels& channels, Charter& charter)
    : entries(scope, "log"), held(scope, "held"), gaps(scope, "gaps"), tip(scope, "tip"), waiting(scope, "waiting"),
      horizon(scope, "horizon"), arrival(scope, "arrival"), candidate(scope, "candidate"), sorted(scope, "sorted"),
      accepted(scope, "accepted"), passed(scope, "passed"), opener(scope, "opener"), early(scope, "early"),
      skipped(scope, "skipped"), gap_change(scope, "gap_change"), hashed(scope, "hashed_mark"), digest(scope, "log_digest"),
      fresh(scope, "fresh"), forked(scope, "forked"), broken(scope, "broken"), self_(self.id), charter_(charter) {
  arrival <= host.said.map([self](const Entry& e) { return Arrival{e, self.id, Path::kSaid}; });
  arrival <= channels.submit.map([](const Submit& s) { return Arrival{s.entry, s.from, Path::kSubmitted}; });
  arrival <= channels.relay.map([](const Relay& r) { return Arrival{r.entry, r.from, Path::kRelayed}; });
  arrival <= channels.batch.flat_map(unpack);

  // The door. An author's entries enter in their order, each once: what is known falls to the marks, what is
  // ahead of a gap waits for it to close, what its author did not sign or does not name the entry before it is
  // refused: validity is a function of the bytes alone. Of whoever is not known to belong to the group nothing is taken, not even kept for later: its
  // admission is on the way, and repair comes after. The marks move in the next tick. Non-monotone, for an entry is held
  // back for what is missing; but what waits, or is refused here, shows in the digest, and repair brings it.
  candidate <= arrival;
  candidate <= (waiting * opener).lefts(&Waiting::stream, &Opener::stream, [](const Waiting& w) {
    return w.arrival;
  });
  sorted    <= candidate.reduce(by<>, Sorted{},
      [this](Sorted done, const Arrival& a) { return sort(std::move(done), a); },
      [](const Sorted& done) { return done; }).reads(held, tip, charter.member);
  accepted  <= sorted.flat_map([](const Sorted& s) { return s.accepted; });
  fresh     <= accepted;
  broken    <= sorted.flat_map([](const Sorted& s) { return s.broken; });
  forked    <= candidate.filter([this](const Arrival& a) {
    const Entry* there = a.entry.proven ? entries.find(a.entry.stream, a.entry.seq) : nullptr;
    return there != nullptr && there->id != a.entry.id;
  }).reads(entries);
  entries   <= accepted.map([](const Arrival& a) { return a.entry; });
  held      <+ accepted.map([](const Arrival& a) { return Held{a.entry.stream, LMax(a.entry.seq)}; });
  tip       <+ accepted.map([](const Arrival& a) {
    return Tip{a.entry.stream, LMax(LastEntry{a.entry.seq, a.entry.id})};
  });

  // Ahead of a gap: kept until the entry comes that closes it. `early` are the ones new in this tick; whoever
  // sent one is asked for what is before it.
  early   <= sorted.flat_map([](const Sorted& s) { return s.early; })
                 .map([](const Arrival& a) { return Waiting{a.entry.stream, a.entry.seq, a, {}}; })
                 .notin(waiting, &Waiting::stream, &Waiting::stream, &Waiting::seq, &Waiting::seq);
  waiting <+ (early * host.clock).pairs([this](const Waiting& w, const Now& now) -> std::optional<Waiting> {
    if (waiting.size() >= kWaitingEntriesMax) return std::nullopt;
    return Waiting{w.stream, w.seq, w.arrival, now.at};
  }).reads(waiting);
  opener  <= arrival.filter([this](const Arrival& a) {
    return a.entry.seq == held_through(a.entry.stream) + 1;
  }).map([](const Arrival& a) { return Opener{a.entry.stream}; }).reads(held);
  opener  <+ skipped.map([](const Mark& m) { return Opener{m.stream}; });
  passed  <= accepted.map([](const Arrival& a) { return Passed{a.entry.stream, a.entry.seq}; });
  waiting <- (passed * waiting).rights(&Passed::stream, &Waiting::stream, &Passed::seq, &Waiting::seq);
  waiting <- (host.watch * waiting).pairs(older_than(&Waiting::since, kWaitingPatience));

  // Where more is missing than is sent, a stream begins behind a mark: what comes after it enters at once, and
  // what is before is a gap. Never in what is said here.
  skipped <= channels.batch.flat_map([](const Batch& b) { return b.begins.items; })
                 .filter([this, self](const Mark& m) {
    return m.through > held_through(m.stream) && m.stream != self.stream && is_room_for(m.stream) && is_known(m.stream.author);
  }).reads(held, charter.member);
  held  <+ skipped.map([](const Mark& m) { return Held{m.stream, LMax(m.through)}; });
  gap_change <= skipped.map([this](const Mark& m) -> std::optional<GapChange> {
    std::uint64_t through = held_through(m.stream);
    for (const Passed& now : passed) through = std::max(through, now.stream == m.stream ? now.seq : 0);
    if (m.through <= through) return std::nullopt;
    return missing(m, through);
  }).reads(held, passed);
  gap_change <= accepted.map([this](const Arrival& a) -> std::optional<GapChange> {
    if (gap_at(gaps_of(a.entry.stream), a.entry.seq - 1) == nullptr) return std::nullopt;
    return named(a.entry);
  }).reads(gaps);
  gaps   <+- gathered<GapChange>(gap_change).flat_map([this](const All<GapChange>& all) { return changed(all); }).reads(gaps);
  gaps   <- gaps.filter([](const Gaps& g) { return g.list.empty(); });

  // Memory has an end: the oldest entries go, their marks stay.
  const auto to_go = (host.trim * entries).pairs([self](const Trim& t, const Entry& e) -> std::optional<Entry> {
    if (e.hlc >= t.hlc || (e.stream == self.stream && e.seq >= t.unconfirmed)) return std::nullopt;
    return e;
  });
  entries <- to_go;
  horizon <= host.trim.map([](const Trim& t) { return LMax(t.hlc); });

  // What is held, in one number.
  hashed <= held.map([](const Held& h) {
    return HashedMark{h.stream, hash_of(Mark{h.stream, *h.through.reveal()})};
  });
  digest <= hashed.group(by<>, bloom::sum(&HashedMark::hash), kDigestOf<LogDigest>);
}

Log::~Log() = default;

std::uint64_t Log::held_through(const Stream& stream) const { return through_of(held.find(stream)); }
const std::vector<Gap>& Log::gaps_of(const Stream& stream) const {
  static const std::vector<Gap> kNone;
  const Gaps* known = gaps.find(stream);
  return known == nullptr ? kNone : known->list;
}
std::uint64_t Log::floor_of(const Stream& stream) const {
  const std::vector<Gap>& list = gaps_of(stream);
  return list.empty() ? 0 : list.back().last;
}

std::vector<Gaps> Log::changed(const All<GapChange>& changes) const {
  std::map<Stream, std::vector<GapChange>> by_stream;
  for (const GapChange& change : changes.rows) by_stream[change.stream].push_back(change);
  std::vector<Gaps> all;
  for (auto& [stream, of_stream] : by_stream) all.push_back({stream, apply(gaps_of(stream), std::move(of_stream))});
  return all;
}

bool Log::is_before_horizon(const Entry& entry) const {
  const auto& time = horizon.value().reveal();
  return time && entry.hlc < *time;
}

bool Log::is_room_for(const Stream& stream) const {
  return held.size() < kStreamsMax || held.find(stream) != nullptr;
}

Sorted Log::sort(Sorted done, const Arrival& next) const {
  const auto& [stream, seq] = std::tie(next.entry.stream, next.entry.seq);
  const Held* known = held.find(stream);
  if (!next.entry.proven) {
    done.broken.push_back(next);
    return done;
  }
  if (!is_room_for(stream) || !is_known(stream.author)) return done;
  const bool goes_on = is_of(stream, done.accepted);
  const std::uint64_t through = goes_on ? done.accepted.back().entry.seq : through_of(known);
  if (seq == through + 1) {
    const Entry* before = goes_on ? &done.accepted.back().entry : nullptr;
    (is_chained(next.entry, before) ? done.accepted : done.broken).push_back(next);
  } else if (seq > through && !(is_of(stream, done.early) && done.early.back().entry.seq == seq)) {
    done.early.push_back(next);
  }
  return done;
}

bool Log::is_chained(const Entry& entry, const Entry* before) const {
  if (before != nullptr) return entry.previous == before->id;
  if (entry.seq == 1) return entry.previous == base::EntryId{};
  const Tip* known = tip.find(entry.stream);
  return known == nullptr || known->last.reveal()->seq != entry.seq - 1 || known->last.reveal()->id == entry.previous;
}

std::vector<Arrival> Log::unpack(const Batch& batch) {
  const bool in_bulk = batch.more || batch.entries.items.size() > kSmallBatch;
  std::vector<Arrival> arrivals;
  for (const Entry& entry : batch.entries.items) {
    arrivals.push_back({entry, batch.from, in_bulk ? Path::kRepairedInBulk : Path::kRepaired});
  }
  return arrivals;
}

}  // namespace protocol
