// Statements of a charter by themselves, in the one form that is signed, hashed, stored and sent; and what is said at
// the gate of a group: knocks, and proofs of invites. Pure functions.
#pragma once

#include <variant>

#include "base/bytes.h"
#include "base/ids.h"
#include "base/keys.h"
#include "protocol/messages.h"
#include "wire/key_pair.h"
#include "wire/refusal.h"

namespace wire {

base::Bytes canonical(const protocol::Statement& statement);

// Not proven. Refuses what is not exactly one statement in canonical form.
std::variant<protocol::Statement, Refusal> read_statement(base::ByteView bytes);

// A group begins with its founding, whose hash is the group's name: so nobody can found it again.
struct Founded {
  base::GroupId group;
  protocol::Statement founding;
};
Founded found(const KeyPair& founder, base::WallTime at, std::string_view nick);

// As its issuer publishes it: with issuer, signature and ids, and proven.
protocol::Statement stated_by(const KeyPair& issuer, const base::GroupId& group, protocol::Statement statement);

// That `newcomer` is let in by `member`.
protocol::Statement admission(const KeyPair& member, const base::GroupId& group, const base::PublicKey& newcomer,
                              base::WallTime at, std::string_view nick);

// Whether its issuer signed it for this group; of a founding, whether it founds this group.
bool is_valid(const base::GroupId& group, const protocol::Statement& statement);

// The key that proves an invite. The group knows its public half.
KeyPair invite_key(const base::InviteSeed& seed);

// What `sender` says first on a link.
base::KnockTag knock_tag(const base::GroupId& group, const base::LinkBinding& binding, const base::PublicKey& sender);

// That `newcomer`, on this link, holds the secret of an invite. It can't be used on another link or by another.
base::Signature prove_invite(const KeyPair& invite, const base::GroupId& group, const base::LinkBinding& binding,
                             const base::PublicKey& newcomer);
bool is_invited(const base::PublicKey& invite, const base::GroupId& group, const base::LinkBinding& binding,
                const base::PublicKey& newcomer, const base::Signature& proof);

}  // namespace wire
