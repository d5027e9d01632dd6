#include "protocol/charter_gossip.h"

#include "protocol/census.h"
#include "protocol/digest.h"

namespace protocol {

namespace {

Slot slot_of(const Statement& s) { return {s.id.words[1] % kCensusParts, hash_of(s.id)}; }

// At most: what lists and keys take on the wire.
std::size_t bytes_of(const Statement& s) { return 256 + 20 * s.cut.items.size() + 8 * s.stands.items.size(); }

std::vector<Clause> paged(const std::vector<Statement>& statements) {
  std::vector<Clause> pages;
  std::size_t bytes = 0;
  for (const Statement& s : statements) {
    bytes += bytes_of(s);
    if (pages.empty() || pages.back().list.items.size() == kStatementsPerMessage || bytes > kBatchBytes) {
      pages.emplace_back();
      bytes = bytes_of(s);
    }
    pages.back().list.items.push_back(s);
  }
  return pages;
}

// What differs from `census`, in as many messages as it takes.
std::vector<Statements> answer(const Charter& charter, const StatementCensus& census) {
  std::vector<Statement> differing;
  visit_differing(charter.statement, census.parts, slot_of, [&](const Statement& s) { differing.push_back(s); });
  std::vector<Statements> answers;
  for (Clause& page : paged(differing)) answers.push_back({census.from, census.to, std::move(page.list)});
  return answers;
}

}  // namespace

CharterGossip::CharterGossip(const bloom::Scope& scope, const Self& self, Host& host, Channels& channels, Links& links,
                             Charter& charter, Liveness& liveness, Election& election)
    : hashed(scope, "hashed_statement"), digest(scope, "charter_digest"), clause(scope, "clause"), ask(scope, "ask_charter"),
      inquired(scope, "inquired") {
  // At once, and ahead of the lines of whom it lets in: both travel in one lane.
  clause <= gathered<Statement>(charter.news).flat_map([](const All<Statement>& all) { return paged(all.rows); });
  channels.statements <~ (clause * links.linked * election.leader).combos(
      [self](const Clause& c, const Linked& l, const Standing& leader) -> std::optional<Statements> {
    if (leader.id != self.id && leader.id != l.peer) return std::nullopt;
    return Statements{l.peer, self.id, c.list};
  });

  // What was missed.
  hashed <= charter.statement.map([](const Statement& s) { return HashedStatement{s.id, hash_of(s.id)}; });
  digest <= hashed.group(by<>, bloom::sum(&HashedStatement::hash), kDigestOf<CharterDigest>);
  ask    <= (liveness.word * digest * host.clock).combos(
      [](const Heartbeat& h, const CharterDigest& mine, const Now& now) -> std::optional<Curious> {
    if (h.charter == mine.digest) return std::nullopt;
    return Curious{h.from, now.at};
  }).notin(inquired, &Curious::peer, &Curious::peer);
  inquired <+ ask;
  inquired <- (host.watch * inquired).pairs(older_than(&Curious::at, kTellMembersEvery));
  channels.statement_census <~ ask.map([self, &charter](const Curious& c) {
    return StatementCensus{c.peer, self.id, parts_of(charter.statement, slot_of)};
  }).reads(charter.statement);
  channels.statements <~ channels.statement_census.flat_map([&charter](const StatementCensus& c) {
    return answer(charter, c);
  }).reads(charter.statement);
}

CharterGossip::~CharterGossip() = default;

}  // namespace protocol
