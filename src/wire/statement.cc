#include "wire/statement.h"

#include <sodium/crypto_generichash.h>

#include <string_view>

#include "wire/codec.h"

namespace wire {

namespace {

constexpr std::string_view kFoundingDomain = "conclave founding 1";
constexpr std::string_view kStatementDomain = "conclave statement 1";
constexpr std::string_view kInviteKeyDomain = "conclave invite key 1";
constexpr std::string_view kKnockDomain = "conclave knock 1";
constexpr std::string_view kInviteProofDomain = "conclave invite proof 1";

base::Bytes signed_bytes(const base::GroupId& group, const protocol::Statement& statement) {
  return without_signature(joined(kStatementDomain, group, statement));
}

base::GroupId group_of(const protocol::Statement& founding) {
  return {hash_of(without_signature(joined(kFoundingDomain, founding))).words};
}

template <class Octets>
Octets digest(const base::Bytes& bytes) {
  Octets out;
  crypto_generichash(out.bytes.data(), out.bytes.size(), bytes.data(), bytes.size(), nullptr, 0);
  return out;
}

base::Bytes invite_proof(const base::GroupId& group, const base::LinkBinding& binding, const base::PublicKey& newcomer) {
  return joined(kInviteProofDomain, group, binding, newcomer);
}

}  // namespace

base::Bytes canonical(const protocol::Statement& statement) { return joined({}, statement); }

std::variant<protocol::Statement, Refusal> read_statement(base::ByteView bytes) {
  return read_whole<protocol::Statement>(bytes);
}

protocol::Statement stated_by(const KeyPair& issuer, const base::GroupId& group, protocol::Statement statement) {
  statement.issuer = issuer.public_key();
  statement.signature = issuer.sign(signed_bytes(group, statement));
  statement.issuer_id = peer_id_of(statement.issuer);
  statement.subject_id = peer_id_of(statement.subject);
  statement.id = {hash_of(canonical(statement)).words};
  statement.proven = true;
  return statement;
}

Founded found(const KeyPair& founder, base::WallTime at, std::string_view nick) {
  protocol::Statement founding{.kind = protocol::kFounds,
                               .issuer = founder.public_key(),
                               .subject = founder.public_key(),
                               .at = at,
                               .nick = {std::string(nick)}};
  const base::GroupId group = group_of(founding);
  return {group, stated_by(founder, group, std::move(founding))};
}

protocol::Statement admission(const KeyPair& member, const base::GroupId& group, const base::PublicKey& newcomer,
                              base::WallTime at, std::string_view nick) {
  return stated_by(member, group, {.kind = protocol::kAdmits, .subject = newcomer, .at = at, .nick = {std::string(nick)}});
}

bool is_valid(const base::GroupId& group, const protocol::Statement& statement) {
  const bool founds = statement.kind == protocol::kFounds;
  if (founds && (statement.issuer != statement.subject || group_of(statement) != group)) return false;
  return verify(statement.issuer, signed_bytes(group, statement), statement.signature);
}

KeyPair invite_key(const base::InviteSeed& seed) {
  return KeyPair(digest<base::KeySeed>(joined(kInviteKeyDomain, seed)));
}

base::KnockTag knock_tag(const base::GroupId& group, const base::LinkBinding& binding, const base::PublicKey& sender) {
  return digest<base::KnockTag>(joined(kKnockDomain, group, binding, sender));
}

base::Signature prove_invite(const KeyPair& invite, const base::GroupId& group, const base::LinkBinding& binding,
                             const base::PublicKey& newcomer) {
  return invite.sign(invite_proof(group, binding, newcomer));
}

bool is_invited(const base::PublicKey& invite, const base::GroupId& group, const base::LinkBinding& binding,
                const base::PublicKey& newcomer, const base::Signature& proof) {
  return verify(invite, invite_proof(group, binding, newcomer), proof);
}

}  // namespace wire
