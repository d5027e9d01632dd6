// Why a frame was refused. Each reason is counted on its own by whoever reads frames.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace wire {

enum class Refusal : std::uint8_t {
  kTruncated,     // ends before its fields do
  kTrailing,      // goes on after its last field
  kVersion,       // of a protocol this peer does not speak
  kKind,          // of a message this peer does not know
  kLimit,         // a count, length or number beyond its stated limit
  kText,          // not UTF-8
  kNotCanonical,  // the same row could be written shorter
};
inline constexpr std::size_t kRefusals = 7;

// One word or two, for logs and counters.
std::string_view name_of(Refusal refusal);

}  // namespace wire
