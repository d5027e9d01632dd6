// An entry by itself, in the one form that is hashed, stored and sent.
#pragma once

#include <variant>

#include "base/bytes.h"
#include "protocol/messages.h"
#include "wire/refusal.h"

namespace wire {

// `entry.id` is not looked at.
base::Bytes canonical(const protocol::Entry& entry);

// The entry with its id. Refuses what is not exactly one entry in canonical form.
std::variant<protocol::Entry, Refusal> read_canonical(base::ByteView bytes);

// The id of an entry that was just made.
base::EntryId id_of(const protocol::Entry& entry);

}  // namespace wire
