#include "protocol/charter_gossip.h"

namespace protocol {

CharterGossip::CharterGossip(const bloom::Scope& scope, const Self& self, Host& host, Channels& channels, Links& links,
                             Charter& charter, Election& election)
    : hashed(scope, "hashed_statement"), digest(scope, "charter_digest"), clause(scope, "clause"), ask(scope, "ask_charter"),
      inquired(scope, "inquired") {
  // At once, and ahead of the lines of whom it lets in: both travel in one lane.
  clause <= gathered<Statement>(charter.news).flat_map([](const All<Statement>& all) {
    std::vector<Clause> pages;
    for (Charter::Page& page : Charter::paged(all.rows)) pages.push_back({std::move(page)});
    return pages;
  });
  channels.statements <~ (clause * links.linked * election.leader).combos(
      [self](const Clause& c, const Linked& l, const Standing& leader) -> std::optional<Statements> {
    if (leader.id != self.id && leader.id != l.peer) return std::nullopt;
    return Statements{l.peer, self.id, c.list};
  });

  // What was missed.
  hashed <= charter.statement.map([](const Statement& s) { return HashedStatement{s.id, hash_of(s.id)}; });
  digest <= hashed.group(by<>, bloom::sum(&HashedStatement::hash), kDigestOf<CharterDigest>);
  ask    <= (channels.heartbeat * digest * host.clock).combos(
      [](const Heartbeat& h, const CharterDigest& mine, const Now& now) -> std::optional<Curious> {
    if (h.charter == mine.digest) return std::nullopt;
    return Curious{h.from, now.at};
  }).notin(inquired, &Curious::peer, &Curious::peer);
  inquired <+ ask;
  inquired <- (host.watch * inquired).pairs(older_than(&Curious::at, kTellMembersEvery));
  channels.statement_census <~ ask.map([self, &charter](const Curious& c) {
    return StatementCensus{c.peer, self.id, charter.parts()};
  }).reads(charter.statement);
  channels.statements <~ channels.statement_census.flat_map([&charter](const StatementCensus& c) {
    std::vector<Statements> answers;
    for (Charter::Page& page : charter.lacking(c.parts)) answers.push_back({c.from, c.to, std::move(page)});
    return answers;
  }).reads(charter.statement);
}

CharterGossip::~CharterGossip() = default;

}  // namespace protocol
