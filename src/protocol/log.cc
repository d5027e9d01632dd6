#include "protocol/log.h"

namespace protocol {

namespace {

std::uint64_t through_of(const Held* held) { return held == nullptr ? 0 : *held->through.reveal(); }

bool is_of(const Stream& stream, const std::vector<Arrival>& arrivals) {
  return !arrivals.empty() && arrivals.back().entry.stream == stream;
}

}  // namespace

Shift shift_to(const Floor& floor, Turn turn) { return {floor, floor.stream, turn, floor.bottom.seq}; }

Log::Log(const bloom::Scope& scope, const Self& self, Host& host, Channels& channels)
    : entries(scope, "log"), held(scope, "held"), floor(scope, "floor"), tip(scope, "tip"), waiting(scope, "waiting"),
      horizon(scope, "horizon"), arrival(scope, "arrival"), candidate(scope, "candidate"), sorted(scope, "sorted"),
      accepted(scope, "accepted"), passed(scope, "passed"), opener(scope, "opener"), early(scope, "early"),
      skipped(scope, "skipped"), shift(scope, "shift"), hashed(scope, "hashed_mark"), digest(scope, "log_digest"),
      fresh(scope, "fresh"), broken(scope, "broken") {
  arrival <= host.said.map([self](const Entry& e) { return Arrival{e, self.id, Path::kSaid}; });
  arrival <= channels.submit.map([](const Submit& s) { return Arrival{s.entry, s.from, Path::kSubmitted}; });
  arrival <= channels.relay.map([](const Relay& r) { return Arrival{r.entry, r.from, Path::kRelayed}; });
  arrival <= channels.batch.flat_map(unpack);

  // The door. An author's entries enter in their order, each once: what is known falls to the marks, what is
  // ahead of a gap waits for it to close, what does not name the entry before it is refused: validity is a
  // function of the bytes alone. The marks move in the next tick. Non-monotone, for an entry is held
  // back for what is missing; but what waits, or is refused here, shows in the digest, and repair brings it.
  candidate <= arrival;
  candidate <= (waiting * opener).lefts(&Waiting::stream, &Opener::stream, [](const Waiting& w) {
    return w.arrival;
  });
  sorted    <= candidate.reduce(by<>, Sorted{},
      [this](Sorted done, const Arrival& a) { return sort(std::move(done), a); },
      [](const Sorted& done) { return done; }).reads(held, tip);
  accepted  <= sorted.flat_map([](const Sorted& s) { return s.accepted; });
  fresh     <= accepted;
  broken    <= sorted.flat_map([](const Sorted& s) { return s.broken; });
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
  // the mark is its floor. Never of what is said here.
  skipped <= channels.batch.flat_map([](const Batch& b) { return b.begins.items; })
                 .filter([this, self](const Mark& m) {
    return m.through > held_through(m.stream) && m.stream != self.stream && is_room_for(m.stream);
  }).reads(held);
  held  <+ skipped.map([](const Mark& m) { return Held{m.stream, LMax(m.through)}; });
  shift <= skipped.map([this, self](const Mark& m) {
    return shift_to(floor_behind(m, self.keeps), Turn::kRaised);
  }).reads(held, floor);

  // The first entry behind a floor names the one that is to be found there.
  shift <= accepted.map([this](const Arrival& a) -> std::optional<Shift> {
    const Floor* below = floor.find(a.entry.stream);
    if (below == nullptr || a.entry.seq != below->bottom.seq + 1) return std::nullopt;
    const Bottom bottom{below->bottom.seq, a.entry.previous, a.entry.hlc};
    return shift_to({a.entry.stream, bottom, below->island}, Turn::kLearned);
  }).reads(floor);

  // Memory has an end: the oldest entries go, their marks stay. Without a store that raises the floor.
  const auto to_go = (host.trim * entries).pairs([self](const Trim& t, const Entry& e) -> std::optional<Entry> {
    if (e.hlc >= t.hlc || (e.stream == self.stream && e.seq >= t.unconfirmed)) return std::nullopt;
    return e;
  });
  entries <- to_go;
  horizon <= host.trim.map([](const Trim& t) { return LMax(t.hlc); });
  shift   <= to_go.map([this, self](const Entry& e) -> std::optional<Shift> {
    if (self.keeps || e.seq <= floor_of(e.stream)) return std::nullopt;
    return shift_to({e.stream, {e.seq, {}}, {}}, Turn::kRaised);
  }).reads(floor);

  // A floor moves both ways; where it is told to do both in one tick it rises, for what is found again is known
  // then. Once it is at nought the stream is complete.
  floor <+- shift.argmax(by<&Shift::stream>, by<&Shift::turn, &Shift::seq>).map([](const Shift& s) {
    return s.floor;
  });
  floor <- floor.filter([](const Floor& f) { return f.bottom.seq == 0; });

  // What is held, in one number.
  hashed <= held.map([](const Held& h) {
    return HashedMark{h.stream, hash_of(Mark{h.stream, *h.through.reveal()})};
  });
  digest <= hashed.group(by<>, bloom::sum(&HashedMark::hash), kDigestOf<LogDigest>);
}

Log::~Log() = default;

std::uint64_t Log::held_through(const Stream& stream) const { return through_of(held.find(stream)); }
std::uint64_t Log::floor_of(const Stream& stream) const {
  const Floor* known = floor.find(stream);
  return known == nullptr ? 0 : known->bottom.seq;
}

// What was held so far becomes an island; of several only the highest is remembered, the rest is found again. In
// memory alone none lasts.
Floor Log::floor_behind(const Mark& mark, bool keeps) const {
  Floor behind{mark.stream, {mark.through, {}}, {}};
  const std::uint64_t top = held_through(mark.stream);
  const Floor* below = floor.find(mark.stream);
  if (keeps && top != 0) behind.island = {top, below == nullptr ? Bottom{} : below->bottom};
  return behind;
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
  if (!is_room_for(stream)) return done;
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
