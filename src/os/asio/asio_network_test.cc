// Links that open, carry frames and close.
#include "os/asio/asio_network.h"

#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "os/asio/network_test_support.h"

namespace {

using namespace std::chrono_literals;
using env::Lane;
using os::test::frame_of;
using os::test::Node;
using os::test::RawClient;

class AsioNetwork : public testing::Test {
 protected:
  // Two nodes with one link, as each of them knows it.
  struct Pair {
    env::LinkId dialer, listener;
  };
  Pair connect() {
    const std::string address = listener_.listen();
    dialer_.network.dial(address);
    EXPECT_TRUE(test_loop_.run_until(
        [&] { return !dialer_.listener.opened.empty() && !listener_.listener.opened.empty(); }));
    return {dialer_.listener.opened.at(0), listener_.listener.opened.at(0)};
  }

  os::test::TestLoop test_loop_;
  Node listener_{test_loop_};
  Node dialer_{test_loop_};
};

TEST_F(AsioNetwork, Dial_OpensALinkOnBothSides) {
  const Pair link = connect();
  EXPECT_TRUE(dialer_.listener.links[link.dialer].dialed);
  EXPECT_FALSE(listener_.listener.links[link.listener].dialed);
  EXPECT_EQ(listener_.listener.links[link.listener].remote.address.rfind("127.0.0.1:", 0), 0u);
}

TEST_F(AsioNetwork, Link_TellsEachEndTheKeyOfTheOtherAndOneBinding) {
  const Pair link = connect();
  const env::Remote seen = dialer_.listener.links[link.dialer].remote;
  EXPECT_EQ(seen.binding, listener_.listener.links[link.listener].remote.binding);
  EXPECT_NE(seen.key, listener_.listener.links[link.listener].remote.key);
  Node third(test_loop_);
  third.network.dial(seen.address);
  ASSERT_TRUE(test_loop_.run_until([&] { return third.listener.opened.size() == 1; }));
  EXPECT_EQ(third.listener.links[1].remote.key, seen.key);
  EXPECT_NE(third.listener.links[1].remote.binding, seen.binding);
}

TEST_F(AsioNetwork, Frames_ArriveWholeAndInOrderBothWays) {
  const Pair link = connect();
  const std::string large(env::kFrameBytesMax, 'L');
  dialer_.network.send(link.dialer, Lane::kChat, frame_of("a"));
  dialer_.network.send(link.dialer, Lane::kChat, frame_of(large));
  dialer_.network.send(link.dialer, Lane::kChat, frame_of("b"));
  listener_.network.send(link.listener, Lane::kChat, frame_of("back"));
  ASSERT_TRUE(test_loop_.run_until(
      [&] { return listener_.listener.frame_count == 3 && dialer_.listener.frame_count == 1; }));
  EXPECT_EQ(listener_.listener.links[link.listener].frames, (std::vector<std::string>{"a", large, "b"}));
  EXPECT_EQ(dialer_.network.stats().frames_sent, 3u);
  EXPECT_EQ(dialer_.network.stats().bytes_sent, listener_.network.stats().bytes_received);
  EXPECT_GT(dialer_.network.stats().bytes_sent, env::kFrameBytesMax);
}

TEST_F(AsioNetwork, FrameSentWhileDialing_ArrivesOnceOpen) {
  const env::LinkId link = dialer_.network.dial(listener_.listen());
  dialer_.network.send(link, Lane::kChat, frame_of("early"));
  ASSERT_TRUE(test_loop_.run_until([&] { return listener_.listener.frame_count == 1; }));
}

TEST_F(AsioNetwork, NameToDial_IsLookedUp) {
  const std::string address = listener_.listen();
  dialer_.network.dial("localhost" + address.substr(address.rfind(':')));
  EXPECT_TRUE(test_loop_.run_until([&] { return listener_.listener.opened.size() == 1; }));
}

TEST_F(AsioNetwork, Ipv6_ListensAndDials) {
  const auto address = listener_.network.listen("[::1]:0");
  if (!address.ok()) GTEST_SKIP() << address.error().message;
  dialer_.network.dial(address.value());
  ASSERT_TRUE(test_loop_.run_until([&] { return listener_.listener.opened.size() == 1; }));
  EXPECT_EQ(listener_.listener.links.begin()->second.remote.address.rfind("[::1]:", 0), 0u);
}

TEST_F(AsioNetwork, BadAddress_ClosesLaterWithTheReason) {
  dialer_.listener.inside_call = true;
  const env::LinkId nonsense = dialer_.network.dial("no port");
  const env::LinkId port_zero = dialer_.network.dial("127.0.0.1:0");
  dialer_.listener.inside_call = false;
  ASSERT_TRUE(test_loop_.run_until([&] { return dialer_.listener.closed_count == 2; }));
  EXPECT_NE(dialer_.listener.reason(nonsense).find("port is missing"), std::string::npos);
  EXPECT_NE(dialer_.listener.reason(port_zero).find("can't be dialed"), std::string::npos);
  EXPECT_EQ(dialer_.network.stats().dials_failed, 2u);
}

TEST_F(AsioNetwork, DialedPortIsDead_SaysNobodyListens) {
  std::string dead_address;
  {
    Node gone(test_loop_);
    dead_address = gone.listen();
  }
  const env::LinkId link = dialer_.network.dial(dead_address);
  ASSERT_TRUE(test_loop_.run_until([&] { return dialer_.listener.closed_count == 1; }));
  EXPECT_NE(dialer_.listener.reason(link).find("nobody listens there"), std::string::npos);
}

// A listening socket with a full backlog answers nothing, like a host that is off.
TEST_F(AsioNetwork, NoAnswer_EndsTheDialAtItsTimeout) {
  boost::asio::ip::tcp::acceptor deaf(test_loop_.loop.context());
  deaf.open(boost::asio::ip::tcp::v4());
  deaf.bind({boost::asio::ip::address_v4::loopback(), 0});
  deaf.listen(0);
  os::AsioNetwork::Options options;
  options.link.dial_timeout = 100ms;
  Node hasty(test_loop_, options);
  for (int i = 0; i < 3; ++i) hasty.network.dial(os::to_string(deaf.local_endpoint()));
  ASSERT_TRUE(test_loop_.run_until([&] { return hasty.listener.closed_count > 0; }));
  EXPECT_EQ(hasty.listener.reason(3), "no answer within 0.1 s");
}

TEST_F(AsioNetwork, PortInUse_SaysSoAndWhatToTry) {
  const std::string address = listener_.listen();
  const auto second = dialer_.network.listen(address);
  ASSERT_FALSE(second.ok());
  EXPECT_NE(second.error().message.find(address), std::string::npos);
  EXPECT_NE(second.error().message.find("another program uses that port"), std::string::npos);
  EXPECT_NE(second.error().message.find("port 0"), std::string::npos);
}

TEST_F(AsioNetwork, ForeignAddressToListenAt_IsAnError) {
  const auto bound = listener_.network.listen("192.0.2.1:0");
  ASSERT_FALSE(bound.ok());
  EXPECT_NE(bound.error().message.find("no such address"), std::string::npos);
}

TEST_F(AsioNetwork, Close_IsTheLastWordOnBothSidesAndFlushes) {
  const Pair link = connect();
  for (int i = 0; i < 1000; ++i) dialer_.network.send(link.dialer, Lane::kChat, frame_of("before"));
  dialer_.listener.inside_call = true;
  dialer_.network.close(link.dialer, "leaving");
  dialer_.network.close(link.dialer, "again");
  dialer_.network.send(link.dialer, Lane::kChat, frame_of("after"));
  dialer_.listener.inside_call = false;
  ASSERT_TRUE(test_loop_.run_until(
      [&] { return dialer_.listener.closed_count == 1 && listener_.listener.closed_count == 1; }));
  EXPECT_EQ(listener_.listener.links[link.listener].frames, std::vector<std::string>(1000, "before"));
  EXPECT_EQ(dialer_.listener.reason(link.dialer), "leaving");
  EXPECT_EQ(listener_.listener.reason(link.listener), "closed by the other side");
  EXPECT_EQ(dialer_.network.link_count(), 0u);
}

// Closing a socket with input unread makes the kernel reset the connection and forget what it has yet to
// send.
TEST_F(AsioNetwork, CloseWithInputUnread_StillDeliversTheLastFrames) {
  RawClient client(test_loop_, listener_.listen());
  ASSERT_TRUE(test_loop_.run_until([&] { return listener_.listener.opened.size() == 1; }));
  for (int i = 0; i < 10; ++i) client.write(os::test::framed(std::string(10'000, 'u')));
  const std::size_t frame_bytes = 12'000;
  for (int i = 0; i < 3; ++i) listener_.network.send(1, Lane::kChat, frame_of(std::string(frame_bytes, 'x')));
  listener_.network.close(1, "leaving");
  ASSERT_TRUE(test_loop_.run_until([&] {
    test_loop_.loop.post([] {});  // the client is no part of the loop: look again at once
    return !client.read(1000);
  }));
  EXPECT_EQ(client.received.size(), 3 * (os::kFrameHeaderBytes + frame_bytes));
}

TEST_F(AsioNetwork, CloseTowardsAStalledReader_EndsWithinTheFlushTimeout) {
  os::AsioNetwork::Options options;
  options.link.flush_timeout = 100ms;
  options.link.unacknowledged_for_max = 60s;
  Node sender(test_loop_, options);
  RawClient stalled(test_loop_, sender.listen());
  ASSERT_TRUE(test_loop_.run_until([&] { return sender.listener.opened.size() == 1; }));
  for (int i = 0; i < 50; ++i) sender.network.send(1, Lane::kBulk, frame_of(std::string(60'000, 'x')));
  const base::Instant before = test_loop_.clock.now();
  sender.network.close(1, "leaving");
  ASSERT_TRUE(test_loop_.run_until([&] { return sender.listener.closed_count == 1; }));
  EXPECT_GE(test_loop_.clock.now() - before, 100ms);
  EXPECT_EQ(sender.listener.reason(1), "leaving");
}

TEST_F(AsioNetwork, ClosedWhileDialing_NeverOpens) {
  const env::LinkId link = dialer_.network.dial(listener_.listen());
  dialer_.network.close(link, "changed my mind");
  ASSERT_TRUE(test_loop_.run_until([&] { return dialer_.listener.closed_count == 1; }));
  EXPECT_EQ(dialer_.listener.reason(link), "changed my mind");
  EXPECT_TRUE(dialer_.listener.opened.empty());
}

TEST_F(AsioNetwork, ClosedFromInsideAFrame_DeliversNoFrameMore) {
  const Pair link = connect();
  listener_.listener.on_frame = [&](env::LinkId on) { listener_.network.close(on, "enough"); };
  for (int i = 0; i < 10; ++i) dialer_.network.send(link.dialer, Lane::kChat, frame_of("x"));
  ASSERT_TRUE(test_loop_.run_until([&] { return listener_.listener.closed_count == 1; }));
  EXPECT_EQ(listener_.listener.frame_count, 1u);
}

TEST_F(AsioNetwork, ResetByTheOtherSide_ClosesTheLink) {
  RawClient client(test_loop_, listener_.listen());
  ASSERT_TRUE(test_loop_.run_until([&] { return listener_.listener.opened.size() == 1; }));
  client.socket().set_option(boost::asio::socket_base::linger(true, 0));
  client.socket().close();
  ASSERT_TRUE(test_loop_.run_until([&] { return listener_.listener.closed_count == 1; }));
  EXPECT_EQ(listener_.listener.reason(1), "reset by the other side");
}

TEST_F(AsioNetwork, OtherProcessKilled_ClosesTheLinkAtOnce) {
  const std::string address = listener_.listen();
  const pid_t child = ::fork();
  if (child == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    os::test::TestLoop loop;
    RawClient client(loop, address);
    for (;;) ::pause();
  }
  ASSERT_GT(child, 0);
  EXPECT_TRUE(test_loop_.run_until([&] { return listener_.listener.opened.size() == 1; }));
  const base::Instant killed_at = test_loop_.clock.now();
  ::kill(child, SIGKILL);
  EXPECT_TRUE(test_loop_.run_until([&] { return listener_.listener.closed_count == 1; }));
  EXPECT_LT(test_loop_.clock.now() - killed_at, 1s);
  ::waitpid(child, nullptr, 0);
}

TEST_F(AsioNetwork, DestroyedWithOpenLinks_ClosesThemAndSaysNothing) {
  auto doomed = std::make_unique<Node>(test_loop_);
  const std::string address = listener_.listen();
  const env::LinkId open = doomed->network.dial(address);
  ASSERT_TRUE(test_loop_.run_until([&] { return doomed->listener.opened.size() == 1; }));
  doomed->network.send(open, Lane::kChat, frame_of("unsent"));
  doomed->network.dial(address);
  doomed->network.dial("no address");
  doomed->listen();
  doomed.reset();
  EXPECT_TRUE(test_loop_.run_until([&] { return listener_.listener.closed_count >= 1; }));
}

TEST_F(AsioNetwork, UnknownLink_IsIgnored) {
  dialer_.network.send(99, Lane::kChat, frame_of("x"));
  dialer_.network.close(99, "x");
  EXPECT_EQ(dialer_.network.link_count(), 0u);
}

}  // namespace
