#include "protocol/repair.h"

namespace protocol {

Repair::Repair(const bloom::Scope& scope, const Self& self, Host& host, Channels& channels, Links& links,
               Liveness& liveness, Election& election, Heartbeats& heartbeats, Log& log, Relaying& relaying)
    : asked(scope, "asked"), wish(scope, "wish"), helped(scope, "helped"), begun(scope, "begun"), further(scope, "further"), later(scope, "later"),
      question(scope, "question") {
  // Whom to ask. One whose heartbeat shows another log, unless a question is under way already, for all
  // neighbours may have the same news; and whoever sent an entry ahead of a gap.
  const auto differing = (liveness.word * heartbeats.summary).pairs(
      [](const Heartbeat& h, const Summary& mine) -> std::optional<Wish> {
    if (h.log == mine.log) return std::nullopt;
    return Wish{h.from, {}};
  }).argmin(by<>, &Wish::peer);
  wish <= (differing * asked).outer([](const Wish& w, const Asked* under_way) -> std::optional<Wish> {
    if (under_way != nullptr) return std::nullopt;
    return w;
  });
  wish <= log.early.map([self](const Waiting& w) -> std::optional<Wish> {
    if (w.arrival.from == self.id) return std::nullopt;
    return Wish{w.arrival.from, {w.stream.author, w.stream.epoch - 1}};
  }).notin(asked, &Wish::peer, &Asked::peer);

  // And on, in the next tick, as long as there is more and it helps; in the one after that where streams begin behind a mark
  // first, for what comes behind it enters in the next.
  helped <= log.accepted.map([](const Arrival& a) { return Helped{a.from}; });
  begun  <= (channels.batch * log.skipped).lefts([](const Batch& b) { return Helped{b.from}; });
  further <= (channels.batch * asked).pairs(&Batch::from, &Asked::peer, go_on);
  wish  <+ further.exists(helped, &Wish::peer, &Helped::by).notin(begun, &Wish::peer, &Helped::by);
  later <+ further.exists(begun, &Wish::peer, &Helped::by);
  wish  <+ later;
  wish <+ (channels.batch * asked).pairs(&Batch::from, &Asked::peer, next_page);

  // Whoever was asked is gone: then another who showed a different log last, and need not show it again first.
  const auto lost = asked.notin(links.linked, &Asked::peer, &Linked::peer);
  const auto known = (lost * liveness.noted).pairs([](const Asked& a, const Noted& n) -> std::optional<Heartbeat> {
    if (n.from == a.peer) return std::nullopt;
    return n.last.reveal()->heartbeat;
  });
  wish <+ (known * heartbeats.summary).pairs([](const Heartbeat& h, const Summary& mine) -> std::optional<Wish> {
    if (h.log == mine.log) return std::nullopt;
    return Wish{h.from, {}};
  }).argmin(by<>, &Wish::peer);

  // One question a peer. Non-monotone: a question is forgotten when answered, when its link is gone, or when
  // nobody answers; asked twice, it only costs a second answer.
  question <= wish.argmin(by<&Wish::peer>, &Wish::after).map([self, &log](const Wish& w) {
    return protocol::question(log, w.after, {.from = self.id, .to = w.peer});
  }).reads(log.held);
  channels.want <~ question;
  asked <+- (question * host.clock).pairs([](const Want& w, const Now& now) {
    return Asked{w.to, w.first, w.last, now.at};
  });
  asked <- (channels.batch * asked).rights(&Batch::from, &Asked::peer);
  asked <- lost;
  asked <- (host.watch * asked).pairs(older_than(&Asked::at, kAskPatience));

  // Of what we say ourselves no more than is under way: else who has much to say would get it past its turn.
  channels.batch <~ (channels.want * relaying.reach).outer([self, &log](const Want& w, const Reach* ours) {
    return answer(log, w, self.portions, ours == nullptr ? Mark() : Mark{self.stream, ours->through});
  }).reads(log.held, log.gaps, log.entries);

  // Whoever sees that its leader knows something else shows at once what it knows itself: the leader may lack it.
  liveness.pulse <= (liveness.word * election.leader * heartbeats.summary).combos(&Heartbeat::from, &Standing::id,
      [](const Heartbeat& h, const Standing& l, const Summary& mine) -> std::optional<Pulse> {
    if (std::tie(h.log, h.members, h.charter, h.absent) == std::tie(mine.log, mine.members, mine.charter, mine.absent)) {
      return std::nullopt;
    }
    return Pulse{l.id};
  });

  // Small news from repair is worth telling at once: whoever has another log now asks without waiting.
  liveness.pulse <+ (log.accepted * election.leader * election.near).combos(
      [self](const Arrival& a, const Standing& l, const Standing& to) -> std::optional<Pulse> {
    const bool concerns = l.id == self.id || l.id == to.id;
    if (a.path != Path::kRepaired || !concerns || to.id == self.id) return std::nullopt;
    return Pulse{to.id};
  });
}

Repair::~Repair() = default;

}  // namespace protocol
