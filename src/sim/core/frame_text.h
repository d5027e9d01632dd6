// A frame in words: "Submit p3#17 ..." instead of bytes.
#pragma once

#include <string>

#include "sim/core/trace.h"

namespace sim {

std::string frame_text(base::ByteView frame, const Trace::Naming& naming);

}  // namespace sim
