#include "support/pretty.h"

#include <array>
#include <chrono>
#include <ctime>

namespace examples {

namespace {

constexpr std::size_t kRightColumn = 66;
constexpr std::size_t kLeastGap = 2;

}  // namespace

std::string time_of_day(base::Instant at) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(at.time_since_epoch());
  const std::time_t time = seconds.count();
  std::tm local{};
  localtime_r(&time, &local);
  std::array<char, 16> text{};
  const std::size_t size = std::strftime(text.data(), text.size(), "%I:%M.%S", &local);
  return {text.data(), size};
}

std::string left_right_align(const std::string& left, const std::string& right) {
  const std::size_t gap = left.size() + kLeastGap < kRightColumn ? kRightColumn - left.size() : kLeastGap;
  return left + std::string(gap, ' ') + right;
}

}  // namespace examples
