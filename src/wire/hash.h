// The hash that names entries: BLAKE2b (RFC 7693), 256 bits, by libsodium.
#pragma once

#include "base/bytes.h"
#include "base/ids.h"

namespace wire {

base::EntryId hash_of(base::ByteView bytes);

}  // namespace wire
