// An entry by itself, in the one form that is signed, hashed, stored and sent.
#pragma once

#include <variant>

#include "base/bytes.h"
#include "protocol/messages.h"
#include "wire/key_pair.h"
#include "wire/refusal.h"

namespace wire {

// Author, id and proof are not looked at: the key says who the author is.
base::Bytes canonical(const protocol::Entry& entry);

// What the author signs: that it is an entry of this group, and its bytes but for the signature. The group does not
// travel; whoever belongs to it knows it.
base::Bytes signed_part(const base::GroupId& group, const protocol::Entry& entry);

// The entry as its author publishes it in the group: with author, key, signature and id, and proven.
protocol::Entry signed_by(const KeyPair& author, const base::GroupId& group, protocol::Entry entry);

// The entry with its author and id, not proven. Refuses what is not exactly one entry in canonical form.
std::variant<protocol::Entry, Refusal> read_canonical(base::ByteView bytes);

// The id of an entry that was just signed. It is of one group, as the signature in it is.
base::EntryId id_of(const protocol::Entry& entry);

}  // namespace wire
