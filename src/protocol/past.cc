#include "protocol/past.h"

#include "protocol/gather.h"

namespace protocol {

Past::Past(const bloom::Scope& scope, const Self& self, Host& host, Channels& channels, Links& links, Liveness& liveness, Log& log)
    : looking(scope, "looking"), barren(scope, "barren"), arrival(scope, "past_arrival"),
      descent(scope, "descent"), found(scope, "past_found"), hashed(scope, "hashed_gap"),
      digest(scope, "past_digest"), heard(scope, "heard_of_the_past"), step(scope, "step"), planned(scope, "planned"), sought(scope, "sought") {
  // The log's other door: into its gaps. What enters is known from the next tick on.
  arrival <= channels.history.flat_map(unpack);
  descent <= gathered<Arrival>(arrival).map([self, &log](const All<Arrival>& all) {
    return descend(log, self.keeps, all.rows);
  }).reads(log.gaps, log.entries, log.horizon);
  found   <= descent.flat_map([](const Descent& d) { return d.found; });
  log.fresh   <= found;
  log.broken  <= descent.flat_map([](const Descent& d) { return d.broken; });
  log.gap_change  <= descent.flat_map([](const Descent& d) { return d.changes; });
  log.entries <+- found.map([&log](const Arrival& a) -> std::optional<Entry> {
    if (log.is_before_horizon(a.entry)) return std::nullopt;  // for the store alone
    return a.entry;
  }).reads(log.horizon);

  // One neighbour is asked at a time, whose heartbeat shows that it lacks something else than we do, or showed it before it
  // sent us the newest. One that had nothing for us is asked again once it or we have changed.
  hashed <= log.gaps.flat_map([](const Gaps& g) {
    std::vector<HashedMark> all;
    for (const Gap& gap : g.list) all.push_back({g.stream, hash_of(Span{g.stream, gap.first, gap.last})});
    return all;
  });
  digest <= hashed.group(by<>, bloom::sum(&HashedMark::hash), kDigestOf<PastDigest>);
  heard <= liveness.word;
  heard <= (channels.batch * liveness.noted).pairs(&Batch::from, &Noted::from,
      [](const Batch& b, const Noted& n) -> std::optional<Heartbeat> {
    if (b.more) return std::nullopt;
    return n.last.reveal()->heartbeat;
  });
  const auto hopeful = (heard * digest).pairs(
      [](const Heartbeat& h, const PastDigest& mine) -> std::optional<Step> {
    if (h.past == mine.digest) return std::nullopt;
    return Step{h.from, {h.past, mine.digest}, kFirstRank};
  }).notin(barren, &Step::peer, &Barren::peer, &Step::lacks, &Barren::lacks).argmin(by<>, &Step::peer);
  step <= (hopeful * looking).outer([](const Step& s, const Looking* under_way) -> std::optional<Step> {
    if (under_way != nullptr) return std::nullopt;
    return s;
  });

  // On as long as that brings something, from the newest gaps again; else to the next of them. In the next tick,
  // when the gaps have changed.
  const auto answered = (channels.history * looking).rights(&History::from, &Looking::peer);
  step <+ answered.exists(found, &Looking::peer, &Arrival::from).map([](const Looking& l) {
    return Step{l.peer, l.lacks, l.after};
  });
  step <+ answered.notin(found, &Looking::peer, &Arrival::from).map([](const Looking& l) {
    return Step{l.peer, l.lacks, l.last};
  });
  planned <= step.map([&log](const Step& s) { return Plan{s, protocol::agenda(log, s.after)}; }).reads(log.gaps);
  channels.look_back <~ planned.map([self](const Plan& p) -> std::optional<LookBack> {
    if (p.agenda.missing.items.empty()) return std::nullopt;
    return LookBack{p.step.peer, self.id, p.agenda.missing};
  });
  looking <+- (planned * host.clock).pairs([](const Plan& p, const Now& now) -> std::optional<Looking> {
    if (p.agenda.missing.items.empty()) return std::nullopt;
    return Looking{p.step.peer, p.step.lacks, p.step.after, p.agenda.last, now.at};
  });

  // The end of the gaps. Non-monotone, like all that is forgotten here: a question too many, or one that is
  // asked again at the next heartbeat.
  const auto ended = planned.filter([](const Plan& p) { return p.agenda.missing.items.empty(); });
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

std::vector<Arrival> Past::unpack(const History& history) {
  std::vector<Arrival> arrivals;
  for (const Entry& entry : history.entries.items) arrivals.push_back({entry, history.from, Path::kLookedUp});
  return arrivals;
}

}  // namespace protocol
