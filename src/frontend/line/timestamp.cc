#include "frontend/line/timestamp.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace frontend::line {

namespace {

using namespace std::chrono_literals;
using std::chrono::days;

constexpr base::WallTime kEarliest = std::chrono::sys_days{std::chrono::year{0} / 1 / 1};
constexpr base::WallTime kLatest =
    base::WallTime{std::chrono::sys_days{std::chrono::year{10000} / 1 / 1}} - base::Duration{1};

}  // namespace

std::string rfc3339_utc(base::WallTime at) {
  const base::WallTime shown = std::clamp(at, kEarliest, kLatest);
  const auto day = std::chrono::floor<days>(shown);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{std::chrono::floor<std::chrono::milliseconds>(shown - day)};
  std::array<char, 80> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ",
                static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                static_cast<unsigned>(date.day()), static_cast<int>(time.hours().count()),
                static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()),
                static_cast<int>(time.subseconds().count()));
  return text.data();
}

std::string hours_and_minutes(base::WallTime at, std::chrono::seconds utc_offset) {
  const base::WallTime local = std::clamp(at, kEarliest + 24h, kLatest - 24h) + utc_offset;
  const std::chrono::hh_mm_ss time{local - std::chrono::floor<days>(local)};
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%02d:%02d", static_cast<int>(time.hours().count()),
                static_cast<int>(time.minutes().count()));
  return text.data();
}

std::string date_and_minutes(base::WallTime at, std::chrono::seconds utc_offset) {
  const base::WallTime local = std::clamp(at, kEarliest + 24h, kLatest - 24h) + utc_offset;
  constexpr std::size_t kDateLength = 10;
  return rfc3339_utc(local).substr(0, kDateLength) + " " + hours_and_minutes(at, utc_offset);
}

}  // namespace frontend::line
