// How often this program asked for memory by operator new, which it replaces for that.
#pragma once

#include <cstdint>

namespace conclave_sim {

std::uint64_t allocations();  // of the calling thread, so far; 0 under a sanitizer

}  // namespace conclave_sim
