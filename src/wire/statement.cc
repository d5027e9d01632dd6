#include "wire/statement.h"

#include <sodium/crypto_generichash.h>

#include <iterator>
#include <string_view>

#include "wire/codec.h"

namespace wire {

namespace {

// Each begins what is hashed or signed for its purpose, so that nothing made for one serves another.
constexpr std::string_view kFoundingDomain = "conclave founding 1";
constexpr std::string_view kStatementDomain = "conclave statement 1";
constexpr std::string_view kInviteKeyDomain = "conclave invite key 1";
constexpr std::string_view kKnockDomain = "conclave knock 1";
constexpr std::string_view kInviteProofDomain = "conclave invite proof 1";

// `parts`, of fixed sizes, one after the other.
template <class... Parts>
base::Bytes joined(std::string_view domain, const Parts&... parts) {
  base::Bytes bytes(domain.begin(), domain.end());
  Writer writer(bytes);
  (write(writer, parts), ...);
  return bytes;
}

base::Bytes stated_part(const protocol::Statement& statement) {
  base::Bytes bytes = canonical(statement);
  bytes.erase(bytes.end() - std::ssize(statement.signature.bytes), bytes.end());
  return bytes;
}

base::Bytes signed_bytes(const base::GroupId& group, const protocol::Statement& statement) {
  base::Bytes bytes = joined(kStatementDomain, group);
  const base::Bytes stated = stated_part(statement);
  bytes.insert(bytes.end(), stated.begin(), stated.end());
  return bytes;
}

base::GroupId group_of(const protocol::Statement& founding) {
  base::Bytes bytes(kFoundingDomain.begin(), kFoundingDomain.end());
  const base::Bytes stated = stated_part(founding);
  bytes.insert(bytes.end(), stated.begin(), stated.end());
  return {hash_of(bytes).words};
}

template <class Octets>
Octets digest(const base::Bytes& bytes) {
  Octets out;
  crypto_generichash(out.bytes.data(), out.bytes.size(), bytes.data(), bytes.size(), nullptr, 0);
  return out;
}

base::Bytes invite_proof(const base::GroupId& group, const base::LinkBinding& binding, const base::PublicKey& newcomer) {
  base::Bytes bytes = joined(kInviteProofDomain, group);
  bytes.insert(bytes.end(), binding.bytes.begin(), binding.bytes.end());
  bytes.insert(bytes.end(), newcomer.bytes.begin(), newcomer.bytes.end());
  return bytes;
}

}  // namespace

base::Bytes canonical(const protocol::Statement& statement) {
  base::Bytes bytes;
  Writer writer(bytes);
  write(writer, statement);
  return bytes;
}

std::variant<protocol::Statement, Refusal> read_statement(base::ByteView bytes) {
  Reader reader(bytes);
  protocol::Statement statement;
  read(reader, statement);
  if (reader.refusal()) return *reader.refusal();
  if (reader.remaining() != 0) return Refusal::kTrailing;
  return statement;
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
  base::Bytes bytes(kInviteKeyDomain.begin(), kInviteKeyDomain.end());
  bytes.insert(bytes.end(), seed.bytes.begin(), seed.bytes.end());
  return KeyPair(digest<base::KeySeed>(bytes));
}

base::KnockTag knock_tag(const base::GroupId& group, const base::LinkBinding& binding, const base::PublicKey& sender) {
  base::Bytes bytes = joined(kKnockDomain, group);
  bytes.insert(bytes.end(), binding.bytes.begin(), binding.bytes.end());
  bytes.insert(bytes.end(), sender.bytes.begin(), sender.bytes.end());
  return digest<base::KnockTag>(bytes);
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
