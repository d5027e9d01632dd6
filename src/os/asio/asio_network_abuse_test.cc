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
using os::test::PlainClient;
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
  options.link.first_frame_timeout = 300ms;
  Node node(test_loop_, options);
  const std::string address = node.listen();
  PlainClient not_even_a_handshake(test_loop_, address);
  RawClient silent(test_loop_, address), half_a_frame(test_loop_, address), speaking(test_loop_, address);
  half_a_frame.write(base::Bytes{0, 0});
  speaking.write(framed("hello"));
  ASSERT_TRUE(test_loop_.run_until([&] { return node.network.stats().dropped_silent == 3; }));
  ASSERT_TRUE(test_loop_.run_until([&] { return node.listener.closed_count == 2; }));
  for (const auto& [link, history] : node.listener.links) {
    EXPECT_TRUE(history.closed.empty() || history.closed.front() == "silent") << history.closed.front();
  }
  EXPECT_EQ(node.network.link_count(), 1u);
}

// Whoever does not speak TLS is never heard of above the network.
TEST_F(AsioNetworkAbuse, NoTls_IsRefusedCountedAndLogged) {
  os::configure_log({.level = os::LogLevel::kWarning});
  testing::internal::CaptureStderr();
  Node node(test_loop_);
  PlainClient plain(test_loop_, node.listen());
  plain.write(framed(std::string(100, 'x')));
  ASSERT_TRUE(test_loop_.run_until([&] { return node.network.stats().refused_handshakes == 1; }));
  ASSERT_TRUE(test_loop_.run_until([&] { return node.network.link_count() == 0; }));
  EXPECT_TRUE(node.listener.opened.empty());
  EXPECT_EQ(node.listener.closed_count, 0u);
  const std::string logged = testing::internal::GetCapturedStderr();
  EXPECT_NE(logged.find("did not prove who it is (TLS 1.3, Ed25519); link refused"), std::string::npos)
      << logged;
  os::configure_log({});
}

// A stranger who takes connections and says nothing costs the dialer no more than its deadline.
TEST_F(AsioNetworkAbuse, DialedHostThatProvesNothing_IsGivenUpAtItsDeadline) {
  boost::asio::ip::tcp::acceptor mute(test_loop_.loop.context(),
                                      {boost::asio::ip::address_v4::loopback(), 0});
  os::AsioNetwork::Options options;
  options.link.handshake_timeout = 50ms;
  Node node(test_loop_, options);
  const env::LinkId link = node.network.dial(os::to_string(mute.local_endpoint()));
  ASSERT_TRUE(test_loop_.run_until([&] { return node.listener.closed_count == 1; }));
  EXPECT_EQ(node.listener.reason(link), "it did not prove who it is in time");
  EXPECT_EQ(node.network.stats().dials_failed, 1u);
}

TEST_F(AsioNetworkAbuse, LongFrame_IsTakenOnlyFromWhoWasAdmitted) {
  Node node(test_loop_);
  node.listener.on_open = nullptr;
  const std::string address = node.listen();
  RawClient stranger(test_loop_, address), member(test_loop_, address);
  node.listener.on_frame = [&](env::LinkId link) {
    if (link == 2) node.network.admit(link);
  };
  const std::string long_text(env::kStrangerFrameBytesMax + 1, 'x');
  for (RawClient* client : {&stranger, &member}) {
    client->write(framed(std::string(env::kStrangerFrameBytesMax, 'h')));
    client->write(framed(long_text));
  }
  ASSERT_TRUE(test_loop_.run_until(
      [&] { return node.listener.frame_count == 3 && node.listener.closed_count == 1; }));
  EXPECT_EQ(node.listener.reason(1), "sent a frame that is too long");
  EXPECT_EQ(node.listener.links[2].frames.back(), long_text);
}

// A channel that has something to say about all that comes, as TLS has about each change of keys.
class TalkativeChannel : public os::Channel {
 public:
  State shake_hands() override { return State::kOpen; }
  State state() const override { return State::kOpen; }
  const base::PublicKey& remote_key() const override { return key_; }
  const base::LinkBinding& binding() const override { return binding_; }
  void feed(base::ByteView wire) override { output_.insert(output_.end(), wire.begin(), wire.end()); }
  std::optional<base::ByteView> read(std::span<std::uint8_t>) override { return std::nullopt; }
  void write(base::ByteView) override {}
  void end() override {}
  base::Bytes& output() override { return output_; }

 private:
  base::PublicKey key_;
  base::LinkBinding binding_;
  base::Bytes output_;
};
class TalkativeChannels : public os::Channels {
  std::unique_ptr<os::Channel> make(bool) override { return std::make_unique<TalkativeChannel>(); }
};

TEST_F(AsioNetworkAbuse, AnswersNobodyTakesIn_EndTheLink) {
  os::AsioNetwork::Options options;
  options.channels = [](const base::KeySeed&) { return std::make_unique<TalkativeChannels>(); };
  options.link.unacknowledged_for_max = 60s;
  Node node(test_loop_, options);
  PlainClient deaf(test_loop_, node.listen());
  std::size_t asked = 0;
  ASSERT_TRUE(test_loop_.run_until([&] {
    asked += deaf.write(base::Bytes(10'000));
    test_loop_.loop.post([] {});
    return node.listener.closed_count == 1;
  }));
  EXPECT_EQ(node.listener.reason(1), "slow reader");
  EXPECT_LT(asked, 10'000'000u);
}

// What is changed on the way ends the link; nothing of it is believed.
TEST_F(AsioNetworkAbuse, RecordChangedOnTheWay_EndsTheLink) {
  Node node(test_loop_);
  RawClient client(test_loop_, node.listen());
  ASSERT_TRUE(test_loop_.run_until([&] { return node.listener.opened.size() == 1; }));
  const base::Bytes forged = {23, 3,  3,  0,  20, 1,  2,  3,  4,  5,  6,  7, 8,
                              9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20};
  client.socket().write_some(boost::asio::buffer(forged));
  ASSERT_TRUE(test_loop_.run_until([&] { return node.listener.closed_count == 1; }));
  EXPECT_EQ(node.network.stats().broken_channels, 1u);
  EXPECT_EQ(node.listener.frame_count, 0u);
}

TEST_F(AsioNetworkAbuse, TooManySilent_AreTurnedAwayUntilOneSpeaks) {
  os::AsioNetwork::Options options;
  options.inbound.silent_per_address_max = 1;
  Node node(test_loop_, options);
  const std::string address = node.listen();
  RawClient first(test_loop_, address);
  PlainClient second(test_loop_, address);
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
  RawClient first(test_loop_, address);
  PlainClient second(test_loop_, address);
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
    PlainClient caller(test_loop_, address);
    ASSERT_TRUE(test_loop_.run_until([&] { return !caller.read(); })) << "turned away, not left waiting";
    EXPECT_GE(node.network.stats().refused_no_descriptor, 1u);
    EXPECT_TRUE(node.listener.opened.empty());
  }
  RawClient later(test_loop_, address);
  EXPECT_TRUE(test_loop_.run_until([&] { return node.listener.opened.size() == 1; }));
  os::configure_log({});
}

}  // namespace
