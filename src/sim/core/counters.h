// Counters: how often a fault really had an effect. A fault that was scheduled and touched nothing proves
// nothing.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace sim {

enum class Effect : std::uint8_t {
  kFrameRetransmitted,
  kFrameVanished,
  kFrameDuplicated,
  kFrameReordered,
  kFrameDelayedLong,
  kFrameHeldByCut,
  kFrameHeldByClog,
  kFrameHeldByMachine,
  kFrameHeldByWindow,
  kFrameWaitedForBandwidth,
  kFrameOvertook,
  kFrameWaitedForReader,
  kDialUnanswered,
  kDialRefused,
  kLinkTimedOut,
  kLinkReset,
  kSlowReaderDropped,
  kWallClockStepped,
  kWriteLost,
  kWriteFailed,
  kStoreWiped,
  kStoreRestored,
  kCount,
};

inline constexpr std::array<std::string_view, static_cast<std::size_t>(Effect::kCount)> kEffectNames{
    "frames retransmitted",
    "frames vanished",
    "frames duplicated",
    "frames reordered",
    "frames over 100 ms late",
    "frames held by a cut",
    "frames held by a clog",
    "frames held by a machine off",
    "frames held by a full window",
    "frames held by bandwidth",
    "frames that overtook",
    "frames left to a slow reader",
    "dials unanswered",
    "dials refused",
    "links timed out",
    "links reset",
    "slow readers dropped",
    "wall clocks stepped",
    "writes lost",
    "writes failed",
    "stores wiped",
    "stores restored",
};

class Counters {
 public:
  void add(Effect effect, std::uint64_t count = 1) { counts_[static_cast<std::size_t>(effect)] += count; }
  std::uint64_t of(Effect effect) const { return counts_[static_cast<std::size_t>(effect)]; }
  void add(const Counters& other) {
    for (std::size_t i = 0; i < counts_.size(); ++i) counts_[i] += other.counts_[i];
  }

 private:
  std::array<std::uint64_t, static_cast<std::size_t>(Effect::kCount)> counts_{};
};

}  // namespace sim
