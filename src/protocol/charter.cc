#include "protocol/charter.h"

#include <algorithm>

namespace protocol {

namespace {

Admitted admitted_by(const Statement& s, std::uint64_t depth) {
  return {s.subject_id, s.subject, s.issuer_id, s.at, depth, s.id, s.nick};
}

}  // namespace

Charter::Charter(const bloom::Scope& scope, const Self& self, Host& host, Channels& channels)
    : statement(scope, "statement"), news(scope, "statement_news"), fresh(scope, "fresh_statement"),
      admitted(scope, "admitted"), member(scope, "charter_member"), trial(scope, "trial"), tried(scope, "tried"),
      fallen(scope, "fallen"), stands(scope, "stands"), self_stands(scope, "self_stands"), invited(scope, "invited"),
      used_by(scope, "used_by"), uses(scope, "uses") {
  // What is proven is kept, whoever brought it. Non-monotone: beyond the limit nothing is; the digests differ then.
  const auto is_new = [this](const Statement& s) {
    return s.proven && statement.size() < kStatementsMax && statement.find(s.id) == nullptr;
  };
  news <= host.stated.filter(is_new).reads(statement);
  news <= channels.credentials.flat_map([](const Credentials& c) { return c.chain.items; }).filter(is_new).reads(statement);
  news <= channels.admission.flat_map([](const Admission& a) { return a.chain.items; }).filter(is_new).reads(statement);
  news <= channels.statements.flat_map([](const Statements& s) { return s.list.items; }).filter(is_new).reads(statement);
  statement <+ news;
  fresh     <= news;

  // Whoever founded the group belongs to it, and whoever somebody let in who belonged before.
  admitted <= statement.map([](const Statement& s) -> std::optional<Admitted> {
    if (s.kind != kFounds) return std::nullopt;
    return admitted_by(s, 0);
  });
  admitted <= (statement * admitted).pairs(&Statement::issuer_id, &Admitted::id,
      [](const Statement& s, const Admitted& by) -> std::optional<Admitted> {
    if (s.kind != kAdmits || s.at <= by.since || by.depth + 1 >= kChainMax) return std::nullopt;
    return admitted_by(s, by.depth + 1);
  });
  member <= admitted.argmin(by<&Admitted::id>, by<&Admitted::since, &Admitted::depth, &Admitted::statement>);

  // Where anybody was removed, the whole charter is gone through. Non-monotone: a removal that has not come yet is
  // made up for when it comes: links are cut and lines are hidden then.
  trial  <= statement.map([](const Statement& s) -> std::optional<Trial> {
    if (s.kind != kRemoves) return std::nullopt;
    return Trial{s.kind};
  });
  tried  <= (trial * statement).rights([](const Statement& s) { return s; });
  fallen <= gathered<Statement>(tried).flat_map([](const All<Statement>& all) { return ruling(all.rows); });
  stands <= member.notin(fallen, &Admitted::id, &Fallen::id);
  self_stands <= stands.map([self](const Admitted& a) -> std::optional<SelfStands> {
    if (a.id != self.id) return std::nullopt;
    return SelfStands{a.since, a.depth};
  });

  // Invites count while whoever made them belongs, and are used up by whom they let in. A key is no secret: of several
  // who claim it one counts.
  invited <= (statement * stands).pairs(&Statement::issuer_id, &Admitted::id,
      [](const Statement& s, const Admitted& by) -> std::optional<Invited> {
    if (s.kind != kInvites || s.at <= by.since) return std::nullopt;
    return Invited{s.subject, s.issuer_id, s.until, s.uses};
  }).argmin(by<&Invited::key>, by<&Invited::until, &Invited::uses, &Invited::by>);
  used_by <= statement.map([](const Statement& s) -> std::optional<UsedBy> {
    if (s.kind != kAdmits || s.invite == base::PublicKey{}) return std::nullopt;
    return UsedBy{s.invite, s.subject_id};
  });
  uses    <= used_by.group(by<&UsedBy::key>, bloom::count());
}

Charter::~Charter() = default;

std::vector<Statement> Charter::chain_to(const base::PeerId& id) const {
  std::vector<Statement> chain;
  const Admitted* next = stands.find(id);
  while (next != nullptr && chain.size() < kChainMax) {
    const Statement* by = statement.find(next->statement);
    if (by == nullptr) return {};
    chain.push_back(*by);
    if (by->kind == kFounds) {
      std::reverse(chain.begin(), chain.end());
      return chain;
    }
    next = member.find(next->by);
  }
  return {};
}

bool Charter::hides(const base::PeerId& author, std::uint64_t epoch, std::uint64_t seq) const {
  const Fallen* removed = fallen.find(author);
  return removed != nullptr && is_hidden(*removed, epoch, seq);
}

}  // namespace protocol
