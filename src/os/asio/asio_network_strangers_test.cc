// What strangers may cost: places, handshakes begun, log lines; and that those who speak are served beside
// them.
#include <gtest/gtest.h>

#include <list>

#include "os/asio/asio_network.h"
#include "os/asio/network_test_support.h"
#include "os/asio/strangers.h"
#include "os/log.h"

namespace {

using namespace std::chrono_literals;
using os::test::framed;
using os::test::Node;
using os::test::PlainClient;
using os::test::RawClient;

// What TLS begins with, and nothing that follows.
const base::Bytes kOpening{22, 3, 1};

class Strangers : public testing::Test {
 protected:
  os::test::TestLoop test_loop_;
};

// Nothing is made for whoever does not begin as TLS does: the first bytes are enough, however many follow.
TEST_F(Strangers, Garbage_IsCutAtItsFirstByte) {
  Node node(test_loop_);
  PlainClient garbage(test_loop_, node.listen());
  garbage.write(base::Bytes{'G'});
  ASSERT_TRUE(test_loop_.run_until([&] { return !garbage.read(); }));
  EXPECT_EQ(node.network.stats().refused_handshakes, 1u);
  EXPECT_EQ(node.network.stats().bytes_received, 0u);
}

// The eldest that has not said a byte gives its place to the next one who comes.
TEST_F(Strangers, MuteCrowd_GivesWayToWhoSpeaks) {
  os::AsioNetwork::Options options;
  options.inbound.silent_per_address_max = 4;
  Node node(test_loop_, options);
  const std::string address = node.listen();
  std::list<PlainClient> crowd;
  for (int i = 0; i < 20; ++i) crowd.emplace_back(test_loop_, address);
  RawClient speaking(test_loop_, address);
  speaking.write(framed("hello"));
  ASSERT_TRUE(test_loop_.run_until([&] { return node.listener.frame_count == 1; }));
  EXPECT_EQ(node.network.stats().gave_way, 17u);
  EXPECT_FALSE(crowd.front().read()) << "the eldest went first";
  EXPECT_TRUE(crowd.back().read()) << "the youngest has its place";
  EXPECT_LE(node.network.link_count(), 4u);
}

TEST_F(Strangers, HalfHandshakes_GiveWayWhenTheyTakeTooLong) {
  os::AsioNetwork::Options options;
  options.inbound.silent_max = 2;
  Node node(test_loop_, options);
  const std::string address = node.listen();
  PlainClient first(test_loop_, address), second(test_loop_, address);
  first.write(kOpening);
  second.write(kOpening);
  ASSERT_TRUE(test_loop_.run_until([&] { return node.network.link_count() == 2; }));
  std::list<PlainClient> later;
  const base::Instant started = test_loop_.clock.now();
  ASSERT_TRUE(test_loop_.run_until([&] {
    if (later.empty() || !later.back().read()) later.emplace_back(test_loop_, address);
    test_loop_.loop.post([] {});
    return node.network.stats().gave_way > 0;
  }));
  EXPECT_GE(test_loop_.clock.now() - started, 900ms) << "who is at it is left in peace for a second";
  EXPECT_GE(node.network.stats().refused_silent_full, 1u);
}

// Beyond the allowance handshakes wait, unread; they do not fail.
TEST_F(Strangers, ManyHandshakes_BeginNoFasterThanAllowed) {
  os::AsioNetwork::Options options;
  options.strangers.handshakes = {.per_second = 20, .burst = 2};
  Node node(test_loop_, options);
  node.listener.on_open = nullptr;  // they are strangers, and remain it
  const std::string address = node.listen();
  const base::Instant started = test_loop_.clock.now();
  std::list<RawClient> clients;
  for (int i = 0; i < 8; ++i) clients.emplace_back(test_loop_, address);
  ASSERT_TRUE(test_loop_.run_until([&] { return node.listener.opened.size() == 8; }));
  EXPECT_GE(test_loop_.clock.now() - started, 290ms) << "six of them at twenty a second";
  EXPECT_GE(node.network.stats().handshakes_delayed, 6u);
}

TEST_F(Strangers, Complaints_AreFewHoweverManyCome) {
  os::configure_log({.level = os::LogLevel::kWarning});
  testing::internal::CaptureStderr();
  Node node(test_loop_);
  const std::string address = node.listen();
  for (std::uint64_t i = 1; i <= 40; ++i) {
    PlainClient garbage(test_loop_, address);
    garbage.write(base::Bytes{'G'});
    ASSERT_TRUE(test_loop_.run_until([&] { return node.network.stats().refused_handshakes == i; }));
  }
  const std::string logged = testing::internal::GetCapturedStderr();
  os::configure_log({});
  EXPECT_LT(std::count(logged.begin(), logged.end(), '\n'), 30);
}

// The gate alone, in time that the test makes.
class Gate : public testing::Test {
 protected:
  struct ByHand : env::Clock {
    base::Instant now() const override { return at; }
    base::WallTime wall() const override { return {}; }
    base::Instant at{1h};
  };

  // Whether a handshake begins at once.
  bool begins(os::Strangers& strangers, const char* from) {
    bool begun = false;
    clock_.at += 10ms;  // at a pace that is allowed
    const auto link = std::make_shared<int>();
    strangers.await_turn(boost::asio::ip::make_address(from), std::weak_ptr<const void>(link), [&begun] {
      begun = true;
      return true;
    });
    return begun;  // what still waits is forgotten with `link`
  }

  ByHand clock_;
  os::EventLoop loop_{clock_};
  os::NetworkStats stats_;
};

TEST_F(Gate, OneSource_UsesUpItsOwnShareAlone) {
  os::Strangers strangers(
      loop_, stats_,
      {.handshakes = {.per_second = 10, .burst = 10}, .handshakes_of_source = {.per_second = 1, .burst = 3}});
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(begins(strangers, "192.0.2.1"));
  EXPECT_FALSE(begins(strangers, "192.0.2.1"));
  EXPECT_TRUE(begins(strangers, "192.0.2.2"));
}

// Also where each source may: one turn begins few.
TEST_F(Gate, AllAtOnce_BeginAtAPaceThatLeavesRoomForOthers) {
  os::Strangers strangers(loop_, stats_, {.pace = {.per_second = 50, .burst = 2}});
  int begun = 0;
  for (int i = 0; i < 100; ++i) begun += begins(strangers, ("192.0.2." + std::to_string(i)).c_str());
  EXPECT_GE(begun, 50);
  EXPECT_LE(begun, 52) << "in a second";
}

TEST_F(Gate, WhereAMemberWasMet_HasAShareThatStrangersCannotUse) {
  os::Strangers strangers(loop_, stats_, {.handshakes = {.per_second = 1, .burst = 5}});
  const auto home = boost::asio::ip::make_address("192.0.2.9");
  strangers.know(home);
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(begins(strangers, "192.0.2.1"));
  EXPECT_FALSE(begins(strangers, "192.0.2.2"));
  EXPECT_TRUE(begins(strangers, "192.0.2.9"));
}

TEST_F(Gate, ManySources_AreForgottenAndTheWholeIsStillBounded) {
  os::Strangers strangers(loop_, stats_, {.handshakes = {.per_second = 1, .burst = 50}, .sources_max = 8});
  int begun = 0;
  for (int i = 0; i < 200; ++i) begun += begins(strangers, ("192.0.2." + std::to_string(i)).c_str());
  EXPECT_GE(begun, 50);
  EXPECT_LE(begun, 52) << "and two in two seconds";
  clock_.at += 10s;
  EXPECT_TRUE(begins(strangers, "198.51.100.1"));
}

}  // namespace
