// Frames: one version byte, one kind byte, the fields of one message. The only door between rows and bytes.
#pragma once

#include <variant>

#include "base/bytes.h"
#include "wire/kinds.h"
#include "wire/refusal.h"

namespace wire {

base::Bytes encode(const Message& message);

// The message, its route fields empty; or why the frame is refused. What it accepts it would encode to the
// same bytes.
std::variant<Message, Refusal> decode(base::ByteView frame);

}  // namespace wire
