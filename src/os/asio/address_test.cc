#include "os/asio/address.h"

#include <gtest/gtest.h>

namespace {

TEST(Address, HostAndPort_AreTakenApart) {
  const auto parsed = os::parse_host_port("example.org:7000");
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(parsed.value().host, "example.org");
  EXPECT_EQ(parsed.value().port, 7000);
}

TEST(Address, BracketedIpv6_LosesItsBrackets) {
  const auto parsed = os::parse_host_port("[::1]:0");
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(parsed.value().host, "::1");
  EXPECT_EQ(parsed.value().port, 0);
}

TEST(Address, WrongText_IsRefusedWithTheReason) {
  const std::pair<const char*, const char*> cases[] = {
      {"", "port is missing"},
      {"localhost", "port is missing"},
      {"localhost:", "number from 0"},
      {"localhost:http", "number from 0"},
      {"localhost:65536", "number from 0"},
      {"localhost:-1", "number from 0"},
      {"localhost:+1", "number from 0"},
      {"localhost: 80", "number from 0"},
      {":80", "host is missing"},
      {"[]:80", "host is missing"},
      {"::1:80", "needs brackets"},
      {"a b:80", "neither spaces"},
      {"a\x1b[2J:80", "neither spaces"},
      {"[::1]]:80", "neither spaces"},
  };
  for (const auto& [text, reason] : cases) {
    const auto parsed = os::parse_host_port(text);
    ASSERT_FALSE(parsed.ok()) << text;
    EXPECT_NE(parsed.error().message.find(reason), std::string::npos) << parsed.error().message;
    EXPECT_EQ(parsed.error().message.find('\x1b'), std::string::npos);
  }
}

TEST(Address, HostOfManyBytes_IsRefused) {
  EXPECT_FALSE(os::parse_host_port(std::string(10'000, 'a') + ":1").ok());
}

TEST(Address, Endpoint_ReadsAsItWasWritten) {
  for (const char* text : {"127.0.0.1:7000", "[::1]:7000"}) {
    const auto endpoint = os::literal_endpoint(os::parse_host_port(text).value());
    ASSERT_TRUE(endpoint.has_value());
    EXPECT_EQ(os::to_string(*endpoint), text);
  }
}

TEST(Address, Name_IsNoLiteral) { EXPECT_FALSE(os::literal_endpoint({"localhost", 1}).has_value()); }

}  // namespace
