// Points in time as text: for programs in UTC, for people as the clock on the wall. Pure functions.
#pragma once

#include <chrono>
#include <string>

#include "base/time.h"

namespace frontend::line {

// RFC 3339 with milliseconds, in UTC: "2026-11-23T05:18:35.003Z". Years outside 0 to 9999 are clamped to
// them.
std::string rfc3339_utc(base::WallTime at);

// "05:18", `utc_offset` east of Greenwich.
std::string hours_and_minutes(base::WallTime at, std::chrono::seconds utc_offset);

// "2026-11-23 05:18", likewise.
std::string date_and_minutes(base::WallTime at, std::chrono::seconds utc_offset);

}  // namespace frontend::line
