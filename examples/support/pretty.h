// How the chats show a line: who and what on the left, when on the right. Pure functions, fit for rules.
#pragma once

#include <string>

#include "base/time.h"

namespace examples {

std::string time_of_day(base::Instant at);  // "09:41.07", in the local time zone, by a clock of 12 hours

std::string left_right_align(const std::string& left, const std::string& right);

}  // namespace examples
