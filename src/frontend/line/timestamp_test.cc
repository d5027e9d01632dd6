#include "frontend/line/timestamp.h"

#include <gtest/gtest.h>

namespace frontend::line {
namespace {

using namespace std::chrono_literals;

base::WallTime at(std::chrono::microseconds since_epoch) { return base::WallTime{since_epoch}; }

TEST(Timestamp, Utc_KnownInstants_Rfc3339) {
  EXPECT_EQ(rfc3339_utc(at(0us)), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(rfc3339_utc(at(1709210096789us * 1000)), "2024-02-29T12:34:56.789Z");
  EXPECT_EQ(rfc3339_utc(at(1999us)), "1970-01-01T00:00:00.001Z");
  EXPECT_EQ(rfc3339_utc(at(-1us)), "1969-12-31T23:59:59.999Z");
}

TEST(Timestamp, Utc_AbsurdInstants_Clamped) {
  EXPECT_EQ(rfc3339_utc(base::WallTime::max()), "9999-12-31T23:59:59.999Z");
  EXPECT_EQ(rfc3339_utc(base::WallTime::min()), "0000-01-01T00:00:00.000Z");
}

TEST(Timestamp, HoursAndMinutes_OffsetEitherWay_WrapsAtMidnight) {
  EXPECT_EQ(hours_and_minutes(at(0us), 0s), "00:00");
  EXPECT_EQ(hours_and_minutes(at(0us), 5h + 30min), "05:30");
  EXPECT_EQ(hours_and_minutes(at(0us), -1h), "23:00");
  EXPECT_EQ(hours_and_minutes(base::WallTime::max(), 14h), "13:59");
}

TEST(Timestamp, DateAndMinutes_OffsetEitherWay_TurnsTheDay) {
  EXPECT_EQ(date_and_minutes(at(0us), 0s), "1970-01-01 00:00");
  EXPECT_EQ(date_and_minutes(at(0us), -1h), "1969-12-31 23:00");
  EXPECT_EQ(date_and_minutes(base::WallTime::max(), 14h).substr(0, 2), "99");
}

}  // namespace
}  // namespace frontend::line
