// Board: memory that a benchmark shares with the processes it forks, on which each notes what it said and heard, and when.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace bench::embedded {

inline constexpr std::size_t kMembersMax = 32;
inline constexpr std::size_t kLinkBytesMax = 4096;

// Nanoseconds of the clock that all processes of a machine share.
inline std::int64_t now() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

struct Notes {
  std::atomic<std::uint64_t> here{0};     // members it sees
  std::atomic<std::uint64_t> heard{0};    // lines, its own included,
  std::atomic<std::uint64_t> amiss{0};    // of which so many were not the one that had to come next
  std::atomic<std::int64_t> heard_at{0};  // the last of them
};

struct Board {
  std::array<Notes, kMembersMax> members;
  std::atomic<std::int64_t> said_at{0};  // when the sender began with what it was last told to say
  std::atomic<bool> invites{false};      // `link` is there
  std::array<char, kLinkBytesMax> link{};
};

}  // namespace bench::embedded
