// Strangers: nonsense, silence, and more connections than there is room for.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/random.h"
#include "os/asio/asio_network.h"
#include "os/asio/network_test_support.h"
#include "os/log.h"

namespace {

using namespace std::chrono_literals;
using env::Lane;
using os::test::frame_of;
using os::test::framed;
using os::test::Node;
using os::test::RawClient;

class AsioNetworkAbuse : public testing::Test {
 protected:
  os::test::TestLoop test_loop_;
};

TEST_F(AsioNetworkAbuse, RefusedLength_DropsThatLinkAndLogsTheReason) {
  os::configure_log({.level = os::LogLevel::kWarning});
  testing::internal::CaptureStderr();
  Node node(test_loop_);
  const std::string address = node.listen();
  RawClient empty(test_loop_, address), oversized(test_loop_, address), negative(test_loop_, address);
  empty.write(base::Bytes{0, 0, 0, 0});
  oversized.write(base::Bytes{0, 1, 0, 1});
  negative.write(base::Bytes{0xff, 0xff, 0xff, 0xff});
  ASSERT_TRUE(test_loop_.run_until([&] { return node.listener.closed_count == 3; }));
  EXPECT_EQ(node.listener.reason(1), "sent an empty frame");
  EXPECT_EQ(node.listener.reason(2), "sent a frame that is too long");
  EXPECT_EQ(node.network.stats().refused_empty_frames, 1u);
  EXPECT_EQ(node.network.stats().refused_long_frames, 2u);
  const std::string logged = testing::internal::GetCapturedStderr();
  EXPECT_NE(logged.find("sent an empty frame; link dropped"), std::string::npos) << logged;
  os::configure_log({});
}

TEST_F(AsioNetworkAbuse, ClosedInTheMiddleOfAFrame_IsCounted) {
  Node node(test_loop_);
  {
    RawClient client(test_loop_, node.listen());
    client.write(base::Bytes{0, 0, 0, 9, 'x'});
  }
  ASSERT_TRUE(test_loop_.run_until([&] { return node.listener.closed_count == 1; }));
  EXPECT_EQ(node.network.stats().cut_frames, 1u);
  EXPECT_EQ(node.listener.frame_count, 0u);
}

TEST_F(AsioNetworkAbuse, MillionRandomBytes_AreCountedAndOthersServed) {
  Node node(test_loop_), friendly(test_loop_);
  const std::string address = node.listen();
  const env::LinkId link = friendly.network.dial(address);
  ASSERT_TRUE(test_loop_.run_until([&] { return node.listener.opened.size() == 1; }));
  node.listener.on_frame = [&](env::LinkId from) {
    if (from == 1) node.network.send(from, Lane::kChat, frame_of("pong"));
  };
  base::SeededRandom random(11);
  std::size_t bytes_sent = 0, hostile_links = 0, round_trips = 0;
  while (bytes_sent < 1'000'000) {
    RawClient hostile(test_loop_, address);
    ++hostile_links;
    for (std::uint64_t frames = 1 + random.below(8); frames > 0; --frames) {
      std::string body(1 + random.below(2000), '\0');
      for (char& c : body) c = static_cast<char>(random.next());
      const bool honest_length = random.below(2) == 0;
      bytes_sent += hostile.write(honest_length ? framed(body) : base::Bytes(body.begin(), body.end()));
    }
    friendly.network.send(link, Lane::kChat, frame_of("ping"));
    ++round_trips;
    ASSERT_TRUE(test_loop_.run_until([&] { return friendly.listener.frame_count == round_trips; }));
  }
  ASSERT_TRUE(test_loop_.run_until([&] { return node.listener.closed_count == hostile_links; }));
  const os::NetworkStats& stats = node.network.stats();
  EXPECT_GT(stats.refused_long_frames, 0u);
  EXPECT_GE(stats.refused_empty_frames + stats.refused_long_frames + stats.cut_frames, hostile_links / 2);
  EXPECT_EQ(stats.links_opened, hostile_links + 1);
  EXPECT_TRUE(node.listener.links[1].closed.empty());
}

TEST_F(AsioNetworkAbuse, SilentLink_IsDroppedAtItsDeadline) {
  os::AsioNetwork::Options options;
  options.link.first_frame_timeout = 50ms;
  Node node(test_loop_, options);
  const std::string address = node.listen();
  RawClient silent(test_loop_, address), half_a_frame(test_loop_, address), speaking(test_loop_, address);
  half_a_frame.write(base::Bytes{0, 0});
  speaking.write(framed("hello"));
  ASSERT_TRUE(test_loop_.run_until([&] { return node.listener.closed_count == 2; }));
  EXPECT_EQ(node.listener.reason(1), "silent");
  EXPECT_EQ(node.listener.reason(2), "silent");
  EXPECT_EQ(node.network.stats().dropped_silent, 2u);
  EXPECT_EQ(node.network.link_count(), 1u);
}

TEST_F(AsioNetworkAbuse, TooManySilent_AreTurnedAwayUntilOneSpeaks) {
  os::AsioNetwork::Options options;
  options.inbound.silent_per_address_max = 1;
  Node node(test_loop_, options);
  const std::string address = node.listen();
  RawClient first(test_loop_, address), second(test_loop_, address);
  ASSERT_TRUE(test_loop_.run_until([&] { return !second.read(); })) << "turned away";
  EXPECT_EQ(node.network.stats().refused_silent_per_address, 1u);
  first.write(framed("hello"));
  ASSERT_TRUE(test_loop_.run_until([&] { return node.listener.frame_count == 1; }));
  RawClient third(test_loop_, address);
  EXPECT_TRUE(test_loop_.run_until([&] { return node.listener.opened.size() == 2; }));
}

TEST_F(AsioNetworkAbuse, AllPlacesTaken_OutboundStillWorks) {
  os::AsioNetwork::Options options;
  options.inbound.links_max = 1;
  Node node(test_loop_, options), other(test_loop_);
  const std::string address = node.listen();
  RawClient first(test_loop_, address), second(test_loop_, address);
  ASSERT_TRUE(test_loop_.run_until([&] { return !second.read(); }));
  EXPECT_EQ(node.network.stats().refused_inbound_full, 1u);
  node.network.dial(other.listen());
  EXPECT_TRUE(test_loop_.run_until([&] { return other.listener.opened.size() == 1; }));
}

// Uses every descriptor this process may have, and gives them back.
class AllDescriptors {
 public:
  AllDescriptors() {
    ::getrlimit(RLIMIT_NOFILE, &before_);
    const rlimit small{64, before_.rlim_max};
    ::setrlimit(RLIMIT_NOFILE, &small);
    for (int fd = ::open("/dev/null", O_RDONLY); fd >= 0; fd = ::open("/dev/null", O_RDONLY))
      taken_.push_back(fd);
  }
  ~AllDescriptors() {
    while (!taken_.empty()) give_back_one();
    ::setrlimit(RLIMIT_NOFILE, &before_);
  }
  void give_back_one() {
    ::close(taken_.back());
    taken_.pop_back();
  }

 private:
  rlimit before_{};
  std::vector<int> taken_;
};

TEST_F(AsioNetworkAbuse, NoDescriptorLeft_TurnsTheCallerAwayAndRecovers) {
  os::configure_log({.level = os::LogLevel::kOff});
  Node node(test_loop_);
  const std::string address = node.listen();
  {
    AllDescriptors all;
    all.give_back_one();
    RawClient caller(test_loop_, address);
    ASSERT_TRUE(test_loop_.run_until([&] { return !caller.read(); })) << "turned away, not left waiting";
    EXPECT_GE(node.network.stats().refused_no_descriptor, 1u);
    EXPECT_TRUE(node.listener.opened.empty());
  }
  RawClient later(test_loop_, address);
  EXPECT_TRUE(test_loop_.run_until([&] { return node.listener.opened.size() == 1; }));
  os::configure_log({});
}

}  // namespace
