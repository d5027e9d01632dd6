#include "frontend/line/timestamp.h"

#include <algorithm>

namespace frontend::line {

namespace {

using namespace std::chrono_literals;
using std::chrono::days;

constexpr base::WallTime kEarliest = std::chrono::sys_days{std::chrono::year{0} / 1 / 1};
constexpr base::WallTime kLatest =
    base::WallTime{std::chrono::sys_days{std::chrono::year{10000} / 1 / 1}} - base::Duration{1};

void put_digits(std::string& text, std::size_t at, std::size_t count, std::int64_t number) {
  for (std::size_t i = at + count; i > at; number /= 10) text[--i] = static_cast<char>('0' + number % 10);
}

}  // namespace

std::string rfc3339_utc(base::WallTime at) {
  const base::WallTime shown = std::clamp(at, kEarliest, kLatest);
  const auto day = std::chrono::floor<days>(shown);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{std::chrono::floor<std::chrono::milliseconds>(shown - day)};
  std::string text = "0000-00-00T00:00:00.000Z";
  put_digits(text, 0, 4, static_cast<int>(date.year()));
  put_digits(text, 5, 2, static_cast<unsigned>(date.month()));
  put_digits(text, 8, 2, static_cast<unsigned>(date.day()));
  put_digits(text, 11, 2, time.hours().count());
  put_digits(text, 14, 2, time.minutes().count());
  put_digits(text, 17, 2, time.seconds().count());
  put_digits(text, 20, 3, time.subseconds().count());
  return text;
}

std::string hours_and_minutes(base::WallTime at, std::chrono::seconds utc_offset) {
  const base::WallTime local = std::clamp(at, kEarliest + 24h, kLatest - 24h) + utc_offset;
  const std::chrono::hh_mm_ss time{local - std::chrono::floor<days>(local)};
  std::string text = "00:00";
  put_digits(text, 0, 2, time.hours().count());
  put_digits(text, 3, 2, time.minutes().count());
  return text;
}

std::string date_and_minutes(base::WallTime at, std::chrono::seconds utc_offset) {
  const base::WallTime local = std::clamp(at, kEarliest + 24h, kLatest - 24h) + utc_offset;
  constexpr std::size_t kDateLength = 10;
  return rfc3339_utc(local).substr(0, kDateLength) + " " + hours_and_minutes(at, utc_offset);
}

}  // namespace frontend::line
