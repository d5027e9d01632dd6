// Beacons on this machine's loopback interface: several programs share the port, and each hears all.
#include "os/asio/asio_beacon.h"

#include <gtest/gtest.h>

#include <boost/asio/ip/multicast.hpp>
#include <boost/asio/ip/udp.hpp>
#include <string>
#include <utility>
#include <vector>

#include "os/asio/network_test_support.h"

namespace {

// One that nobody else has: tests run side by side, and all who share a port hear each other.
std::uint16_t free_port() {
  boost::asio::io_context context;
  using boost::asio::ip::udp;
  return udp::socket(context, udp::endpoint(udp::v4(), 0)).local_endpoint().port();
}

const std::uint16_t kTestPort = free_port();
const os::AsioBeacon::Options kTest{.port = kTestPort};

struct Ears : env::Beacon::Listener {
  void datagram_came(base::ByteView datagram, const std::string& host) override {
    heard.emplace_back(std::string(datagram.begin(), datagram.end()), host);
  }
  std::vector<std::pair<std::string, std::string>> heard;
};

base::Bytes bytes_of(const std::string& text) { return {text.begin(), text.end()}; }

class AsioBeaconTest : public testing::Test {
 protected:
  os::test::TestLoop test_loop_;
  Ears ears_, others_;
};

TEST_F(AsioBeaconTest, TwoOfOneMachine_HearEachOtherAndThemselves) {
  os::AsioBeacon one(test_loop_.loop, kTest), other(test_loop_.loop, kTest);
  one.open("127.0.0.1:4000", ears_);
  other.open("127.0.0.1:4001", others_);
  one.send(bytes_of("one"));
  other.send(bytes_of("other"));
  ASSERT_TRUE(test_loop_.run_until([&] { return ears_.heard.size() == 2 && others_.heard.size() == 2; }));
  EXPECT_EQ(others_.heard.front(), std::pair(std::string("one"), std::string("127.0.0.1")));
}

TEST_F(AsioBeaconTest, LongOne_IsNeitherSentNorHeard) {
  os::AsioBeacon one(test_loop_.loop, kTest);
  one.open("127.0.0.1:4000", ears_);
  one.send(base::Bytes(65));
  boost::asio::ip::udp::socket stranger(test_loop_.loop.context(), boost::asio::ip::udp::v4());
  stranger.set_option(
      boost::asio::ip::multicast::outbound_interface(boost::asio::ip::address_v4::loopback()));
  stranger.send_to(boost::asio::buffer(base::Bytes(1000)),
                   {boost::asio::ip::make_address("239.255.71.6"), kTestPort});
  one.send(bytes_of("short"));
  ASSERT_TRUE(test_loop_.run_until([&] { return !ears_.heard.empty(); }));
  EXPECT_EQ(ears_.heard.front().first, "short");
}

// A flood costs a bounded part of a turn and of a second; the kernel drops the rest.
TEST_F(AsioBeaconTest, Flood_IsReadInPiecesAndLeavesTimeForOthers) {
  os::AsioBeacon one(test_loop_.loop, kTest), flood(test_loop_.loop, kTest);
  one.open("127.0.0.1:4000", ears_);
  flood.open("127.0.0.1:4001", others_);
  std::size_t most = 0, before = 0, turns = 0;
  for (int i = 0; i < 100; ++i) flood.send(bytes_of("x"));
  ASSERT_TRUE(test_loop_.run_until([&] {
    most = std::max(most, ears_.heard.size() - before);
    before = ears_.heard.size();
    ++turns;
    return ears_.heard.size() == 100;
  }));
  EXPECT_LE(most, os::AsioBeacon::kDatagramsOfTurn);
  EXPECT_GE(turns, 6u);
}

// An address that this machine does not have, or none at all: nothing is sent, nothing breaks.
TEST_F(AsioBeaconTest, NoInterface_DoesNothing) {
  os::AsioBeacon elsewhere(test_loop_.loop, kTest), nonsense(test_loop_.loop, kTest);
  elsewhere.open("192.0.2.77:4000", ears_);
  nonsense.open("nonsense", others_);
  elsewhere.send(bytes_of("x"));
  nonsense.send(bytes_of("x"));
  bool later = false;
  test_loop_.loop.post([&] { later = true; });
  EXPECT_TRUE(test_loop_.run_until([&] { return later; }));
  EXPECT_TRUE(ears_.heard.empty());
}

TEST_F(AsioBeaconTest, NotForThisMachine_IsSilentAtLoopback) {
  os::AsioBeacon silent(test_loop_.loop, {.on_this_machine = false, .port = kTestPort});
  os::AsioBeacon one(test_loop_.loop, kTest);
  silent.open("127.0.0.1:4001", others_);
  one.open("127.0.0.1:4000", ears_);
  silent.send(bytes_of("silent"));
  one.send(bytes_of("one"));
  ASSERT_TRUE(test_loop_.run_until([&] { return ears_.heard.size() == 1; }));
  EXPECT_EQ(ears_.heard.front().first, "one");
  EXPECT_TRUE(others_.heard.empty());
}

TEST_F(AsioBeaconTest, Destroyed_HearsNoMore) {
  auto gone = std::make_unique<os::AsioBeacon>(test_loop_.loop, kTest);
  os::AsioBeacon one(test_loop_.loop, kTest);
  gone->open("127.0.0.1:4001", others_);
  one.open("127.0.0.1:4000", ears_);
  gone.reset();
  one.send(bytes_of("x"));
  ASSERT_TRUE(test_loop_.run_until([&] { return ears_.heard.size() == 1; }));
  EXPECT_TRUE(others_.heard.empty());
}

}  // namespace
