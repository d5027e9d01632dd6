// Shrinker: makes a schedule that fails smaller while it still fails: fewer actions (delta debugging, Zeller
// & Hildebrandt 2002), then fewer lines and shorter times. A bounded number of tries; what is left is a local
// minimum.
#pragma once

#include <functional>

#include "sim/schedule/schedule.h"

namespace sim {

// Whether a schedule fails, in the way that matters.
using Fails = std::function<bool(const Schedule&)>;

// `fails(schedule)` is true, and so it is for what is answered.
Schedule shrink(Schedule schedule, const Fails& fails, int tries_max);

}  // namespace sim
