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

// Its beginning, which the author signs: all but the signature.
base::Bytes signed_part(const protocol::Entry& entry);

// The entry as its author publishes it: with author, key, signature and id, and proven.
protocol::Entry signed_by(const KeyPair& author, protocol::Entry entry);

// The entry with its author and id, not proven. Refuses what is not exactly one entry in canonical form.
std::variant<protocol::Entry, Refusal> read_canonical(base::ByteView bytes);

// The id of an entry that was just signed.
base::EntryId id_of(const protocol::Entry& entry);

}  // namespace wire
