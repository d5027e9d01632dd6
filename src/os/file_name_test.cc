#include "os/file_name.h"

#include <gtest/gtest.h>

namespace os {
namespace {

TEST(FileName, OrdinaryText_StaysAsItIs) { EXPECT_EQ(file_name("Team_1-b"), "Team_1-b"); }

TEST(FileName, WhatMeansSomethingInAPath_IsEscaped) {
  EXPECT_EQ(file_name(".."), "%2e%2e");
  EXPECT_EQ(file_name("a/b"), "a%2fb");
  EXPECT_EQ(file_name(""), "%");
}

TEST(FileName, LongTexts_StayApartAndShort) {
  const std::string a = file_name(std::string(64, '/') + "a"), b = file_name(std::string(64, '/') + "b");
  EXPECT_NE(a, b);
  EXPECT_LE(a.size(), 170u);
}

}  // namespace
}  // namespace os
