#include "sim/schedule/draw.h"

#include <algorithm>

namespace sim {

namespace {

using namespace std::chrono_literals;

}  // namespace

base::Duration Draw::duration(base::Duration least, base::Duration most) {
  return least + base::Duration(static_cast<std::int64_t>(
                     below(static_cast<std::uint64_t>((most - least).count()) + 1)));
}

// First the octave, then the place in it.
base::Duration Draw::log_duration(base::Duration least, base::Duration most) {
  std::uint64_t octaves = 0;
  while (least * (std::int64_t{1} << octaves) < most) ++octaves;
  if (octaves == 0) return least;
  const base::Duration from = least * (std::int64_t{1} << below(octaves));
  return std::min(most, duration(from, 2 * from));
}

DelayModel Draw::delay() {
  using Shape = DelayModel::Shape;
  switch (below(6)) {
    case 0:
      return {Shape::kFixed, 1ms, 1ms};
    case 1:
      return {Shape::kUniform, 5ms, 40ms};
    case 2:
      return {Shape::kUniform, 30ms, 120ms};
    case 3:
      return {Shape::kHeavyTailed, 1ms, 400ms};
    default:
      return {Shape::kUniform, 200us, 1ms};
  }
}

std::int64_t Draw::amount(ActionKind kind) {
  const auto number = [this](std::uint64_t least, std::uint64_t most) {
    return static_cast<std::int64_t>(least + below(most - least + 1));
  };
  switch (kind) {
    case ActionKind::kLoss:
    case ActionKind::kVanish:
    case ActionKind::kDuplicate:
    case ActionKind::kReorder:
      return number(1, 300);
    case ActionKind::kSlowWires:
      return number(20, 400);
    case ActionKind::kHeavyTail:
      return number(100, 3000);
    case ActionKind::kBandwidth:
      return number(3'000, 40'000);
    case ActionKind::kSlowReader:
      return number(200, 50'000);
    case ActionKind::kClockStep:
      return chance(1, 12) ? 400 * 24 * 3600 : number(0, 2 * 288) - 288;
    case ActionKind::kDiskError:
      return number(0, 20);
    case ActionKind::kNick:
      return number(0, 4);
    default:
      return 0;
  }
}

}  // namespace sim
