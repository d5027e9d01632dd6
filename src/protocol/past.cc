#include "protocol/past.h"

#include <algorithm>

#include "protocol/gather.h"

namespace protocol {

namespace {

std::vector<Arrival> arrivals_of(const std::vector<Entry>& entries, const base::PeerId& from, Path path) {
  std::vector<Arrival> arrivals;
  for (const Entry& entry : entries) arrivals.push_back({entry, from, path});
  return arrivals;
}

}  // namespace

Past::Past(const bloom::Scope& scope, const Self& self, Host& host, Channels& channels, Links& links, Log& log)
    : looking(scope, "looking"), barren(scope, "barren"), arrival(scope, "past_arrival"),
      descent(scope, "descent"), found(scope, "past_found"), hashed(scope, "hashed_floor"),
      digest(scope, "past_digest"), step(scope, "step"), planned(scope, "planned"), sought(scope, "sought") {
  // The log's other door: from its floors down. What enters is known from the next tick on.
  arrival <= channels.glimpse.flat_map(unpack_glimpse);
  arrival <= channels.history.flat_map(unpack_history);
  descent <= gathered<Arrival>(arrival).map([self, &log](const All<Arrival>& all) {
    return descend(log, self.keeps, all.rows);
  }).reads(log.floor, log.entries, log.horizon);
  found   <= descent.flat_map([](const Descent& d) { return d.found; });
  log.fresh   <= found;
  log.broken  <= descent.flat_map([](const Descent& d) { return d.broken; });
  log.shift   <= descent.flat_map([](const Descent& d) { return d.shifts; });
  log.entries <+- found.map([&log](const Arrival& a) -> std::optional<Entry> {
    if (log.is_before_horizon(a.entry)) return std::nullopt;  // for the store alone
    return a.entry;
  }).reads(log.horizon);

  // First the newest of each room, in order, from whoever told where the streams end.
  channels.newest <~ channels.batch.map([self, &log](const Batch& b) -> std::optional<Newest> {
    const bool begins = std::any_of(b.begins.items.begin(), b.begins.items.end(), [&](const Mark& m) {
      return m.through > log.held_through(m.stream);
    });
    if (b.more || !begins) return std::nullopt;
    return Newest{b.from, self.id, {}};
  }).reads(log.held);
  channels.newest <~ channels.glimpse.map([self](const Glimpse& g) -> std::optional<Newest> {
    if (!g.more || g.entries.items.empty()) return std::nullopt;
    return Newest{g.from, self.id, place_of(g.entries.items.back())};
  });
  channels.glimpse <~ channels.newest.argmax(by<&Newest::from>, &Newest::after).map([self, &log](const Newest& n) {
    return glimpse(log, n, self.portions.newest);
  }).reads(log.entries);

  // Then down, a question at a time, to one neighbour that lacks something else than we do: heartbeats tell. One
  // that had nothing for us is asked again once it or we have changed.
  hashed <= log.floor.map([](const Floor& f) {
    return HashedMark{f.stream, hash_of_lacking({f.stream, f.bottom.seq})};
  });
  digest <= hashed.group(by<>, bloom::sum(&HashedMark::hash), kDigestOf<PastDigest>);
  const auto hopeful = (channels.heartbeat * digest).pairs(
      [](const Heartbeat& h, const PastDigest& mine) -> std::optional<Step> {
    if (h.past == mine.digest) return std::nullopt;
    return Step{h.from, {h.past, mine.digest}, kFirstRank};
  }).notin(barren, &Step::peer, &Barren::peer, &Step::lacks, &Barren::lacks).argmin(by<>, &Step::peer);
  step <= (hopeful * looking).outer([](const Step& s, const Looking* under_way) -> std::optional<Step> {
    if (under_way != nullptr) return std::nullopt;
    return s;
  });

  // On as long as that brings something, from the newest floors again; else to the next of them. In the next
  // tick, when the floors have moved.
  const auto answered = (channels.history * looking).rights(&History::from, &Looking::peer);
  step <+ answered.exists(found, &Looking::peer, &Arrival::from).map([](const Looking& l) {
    return Step{l.peer, l.lacks, l.after};
  });
  step <+ answered.notin(found, &Looking::peer, &Arrival::from).map([](const Looking& l) {
    return Step{l.peer, l.lacks, l.last};
  });
  planned <= step.map([&log](const Step& s) { return Plan{s, protocol::agenda(log, s.after)}; }).reads(log.floor);
  channels.look_back <~ planned.map([self](const Plan& p) -> std::optional<LookBack> {
    if (p.agenda.below.items.empty()) return std::nullopt;
    return LookBack{p.step.peer, self.id, p.agenda.below};
  });
  looking <+- (planned * host.clock).pairs([](const Plan& p, const Now& now) -> std::optional<Looking> {
    if (p.agenda.below.items.empty()) return std::nullopt;
    return Looking{p.step.peer, p.step.lacks, p.step.after, p.agenda.last, now.at};
  });

  // The end of the floors. Non-monotone, like all that is forgotten here: a question too many, or one that is
  // asked again at the next heartbeat.
  const auto ended = planned.filter([](const Plan& p) { return p.agenda.below.items.empty(); });
  looking <- (looking * ended.map([](const Plan& p) { return p.step; })).lefts(&Looking::peer, &Step::peer);
  barren <+- (ended * digest).pairs([](const Plan& p, const PastDigest& mine) {
    return Barren{p.step.peer, {p.step.lacks.theirs, mine.digest}};
  });
  barren  <- barren.notin(links.linked, &Barren::peer, &Linked::peer);
  looking <- looking.notin(links.linked, &Looking::peer, &Linked::peer);
  looking <- (host.watch * looking).pairs(older_than(&Looking::at, kLookBackPatience));

  // What others seek is read outside, for it may be in the store.
  sought           <= channels.look_back;
  channels.history <~ host.found;
}

Past::~Past() = default;

std::vector<Arrival> Past::unpack_glimpse(const Glimpse& glimpse) {
  return arrivals_of(glimpse.entries.items, glimpse.from, Path::kGlimpsed);
}
std::vector<Arrival> Past::unpack_history(const History& history) {
  return arrivals_of(history.entries.items, history.from, Path::kLookedUp);
}

}  // namespace protocol
