#include "os/log.h"

#include <gtest/gtest.h>

#include <string>

namespace {

class Log : public testing::Test {
 protected:
  ~Log() override { os::configure_log({}); }
};

TEST_F(Log, Default_WritesErrorsAlone) {
  testing::internal::CaptureStderr();
  os::log(os::LogLevel::kWarning, "a peer talks nonsense");
  os::log(os::LogLevel::kError, "the disk is full");
  const std::string written = testing::internal::GetCapturedStderr();
  EXPECT_EQ(written.find("nonsense"), std::string::npos);
  EXPECT_NE(written.find("error: the disk is full\n"), std::string::npos);
}

TEST_F(Log, JsonWithQuotesAndControlCharacters_StaysOneObjectALine) {
  os::configure_log({.level = os::LogLevel::kInfo, .json = true});
  testing::internal::CaptureStderr();
  os::log(os::LogLevel::kInfo, "said \"\\\n\x1b\"");
  const std::string written = testing::internal::GetCapturedStderr();
  EXPECT_NE(written.find(R"("level":"info","message":"said \"\\??\""})"), std::string::npos) << written;
  EXPECT_EQ(written.find('\n'), written.size() - 1);
}

TEST_F(Log, Off_IsSilent) {
  os::configure_log({.level = os::LogLevel::kOff});
  testing::internal::CaptureStderr();
  os::log(os::LogLevel::kError, "unseen");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
  EXPECT_FALSE(os::log_enabled(os::LogLevel::kError));
}

}  // namespace
