// Clients by TLS: what comes and goes is what is meant, and nothing is told of who shakes no hands.
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdlib>

#include "os/asio/asio_clients.h"
#include "os/asio/network_test_support.h"
#include "os/tls/service_tls.h"

namespace {

class Recorder : public env::Clients::Listener {
 public:
  void client_opened(env::ClientId client, const env::ClientOrigin& origin) override {
    last = client;
    ++opened;
    EXPECT_TRUE(origin.over_tls);
  }
  void bytes_received(env::ClientId, std::string_view bytes) override {
    received += bytes;
    if (on_bytes) on_bytes();
  }
  void client_closed(env::ClientId, std::string_view why) override { reason = why; }

  env::ClientId last = 0;
  int opened = 0;
  std::string received, reason;
  std::function<void()> on_bytes;
};

class AsioClientsTls : public testing::Test, protected os::test::TestLoop {
 protected:
  AsioClientsTls() {
    EXPECT_NE(::mkdtemp(folder_.data()), nullptr);
    EXPECT_TRUE(os::make_certificate(folder_ + "/cert.pem", folder_ + "/key.pem", "conclave"));
    const auto bound = clients_.listen({.address = "127.0.0.1:0", .tls = env::ClientDoor::Tls{folder_ + "/cert.pem", folder_ + "/key.pem"},
                                        .clients_max = 2}, recorder_);
    EXPECT_TRUE(bound.ok());
    address_ = bound ? bound.value() : "";
    context_.reset(SSL_CTX_new(TLS_client_method()));
  }
  ~AsioClientsTls() override {
    for (const int descriptor : descriptors_) ::close(descriptor);
    for (const char* name : {"/cert.pem", "/key.pem"}) ::unlink((folder_ + name).c_str());
    ::rmdir(folder_.c_str());
  }
  int connect() {
    const auto endpoint = os::literal_endpoint(os::parse_host_port(address_).value());
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    EXPECT_EQ(::connect(descriptor, endpoint->data(), static_cast<socklen_t>(endpoint->size())), 0);
    descriptors_.push_back(descriptor);
    return descriptor;
  }
  // One client's end of TLS over its socket.
  struct End {
    int descriptor;
    os::TlsChannel channel;
    std::string read{};
  };
  void exchange(End& end) {
    std::array<std::uint8_t, 16 * 1024> wire{};
    const ssize_t count = ::recv(end.descriptor, wire.data(), wire.size(), MSG_DONTWAIT);
    if (count > 0) end.channel.feed({wire.data(), static_cast<std::size_t>(count)});
    end.channel.shake_hands();
    std::array<std::uint8_t, 4096> piece{};
    while (const auto plain = end.channel.read(piece)) end.read.append(plain->begin(), plain->end());
    const base::Bytes out = std::exchange(end.channel.output(), {});
    if (!out.empty()) {
      EXPECT_EQ(::send(end.descriptor, out.data(), out.size(), MSG_NOSIGNAL), static_cast<ssize_t>(out.size()));
    }
  }
  bool run_with(End& end, const std::function<bool()>& condition) {
    const auto give_up_at = clock.now() + std::chrono::seconds(10);
    while (clock.now() < give_up_at) {
      exchange(end);
      if (condition()) return true;
      bool passed = false;
      loop.post([&] { passed = true; });
      EXPECT_TRUE(run_until([&] { return passed; }));
    }
    return false;
  }
  End end() { return {connect(), os::TlsChannel(*context_, true, os::Proof::kNothing)}; }
  static void say(End& end, const std::string& text) {
    end.channel.write({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
  }

  std::string folder_ = "/tmp/conclave_clients_tls_XXXXXX", address_;
  Recorder recorder_;
  os::AsioClients clients_{loop};
  os::SslContext context_;
  std::vector<int> descriptors_;
};

TEST_F(AsioClientsTls, BytesBothWays_ArriveAsTheyWere) {
  End client = end();
  ASSERT_TRUE(run_with(client, [&] { return recorder_.opened == 1; }));
  ASSERT_TRUE(run_with(client, [&] { return client.channel.state() == os::Channel::State::kOpen; }));
  const std::string much(100'000, 'y');
  say(client, much);
  ASSERT_TRUE(run_with(client, [&] { return recorder_.received.size() == much.size(); }));
  EXPECT_EQ(recorder_.received, much);
  clients_.send(recorder_.last, "wel");
  clients_.send(recorder_.last, "come" + much);
  ASSERT_TRUE(run_with(client, [&] { return client.read.size() == much.size() + 7; }));
  EXPECT_EQ(client.read, "welcome" + much);
}

TEST_F(AsioClientsTls, LastWords_AreRead_AndTheEndIsSaid) {
  End client = end();
  ASSERT_TRUE(run_with(client, [&] { return recorder_.opened == 1; }));
  clients_.send(recorder_.last, "ERROR :you go");
  clients_.close(recorder_.last, "no reason");
  ASSERT_TRUE(run_with(client, [&] { return !recorder_.reason.empty(); }));
  EXPECT_EQ(recorder_.reason, "no reason");
  ASSERT_TRUE(run_with(client, [&] { return client.channel.state() == os::Channel::State::kEnded; }));
  EXPECT_EQ(client.read, "ERROR :you go");
}

TEST_F(AsioClientsTls, CloseWithNothingToSay_IsTheEndToo) {
  End client = end();
  ASSERT_TRUE(run_with(client, [&] { return recorder_.opened == 1; }));
  clients_.close(recorder_.last, "no reason");
  ASSERT_TRUE(run_with(client, [&] { return recorder_.reason == "no reason"; }));
}

TEST_F(AsioClientsTls, PausedClient_IsHeldBack_AndLosesNothing) {
  End client = end();
  ASSERT_TRUE(run_with(client, [&] { return client.channel.state() == os::Channel::State::kOpen && recorder_.opened == 1; }));
  clients_.pause_reading(recorder_.last, true);
  say(client, "one\r\n");
  exchange(client);
  for (int turn = 0; turn < 20; ++turn) {
    bool passed = false;
    loop.post([&] { passed = true; });
    EXPECT_TRUE(run_until([&] { return passed; }));
  }
  EXPECT_EQ(recorder_.received, "");
  say(client, "two\r\n");
  clients_.pause_reading(recorder_.last, false);
  ASSERT_TRUE(run_with(client, [&] { return recorder_.received == "one\r\ntwo\r\n"; }));
}

TEST_F(AsioClientsTls, PausedInTheMiddleOfARecord_TheRestWaits) {
  End client = end();
  ASSERT_TRUE(run_with(client, [&] { return client.channel.state() == os::Channel::State::kOpen && recorder_.opened == 1; }));
  recorder_.on_bytes = [&] { clients_.pause_reading(recorder_.last, true); };
  const std::string record(10'000, 'z');
  say(client, record);
  ASSERT_TRUE(run_with(client, [&] { return !recorder_.received.empty(); }));
  EXPECT_LT(recorder_.received.size(), record.size());
  recorder_.on_bytes = nullptr;
  clients_.pause_reading(recorder_.last, false);
  ASSERT_TRUE(run_with(client, [&] { return recorder_.received.size() == record.size(); }));
}

TEST_F(AsioClientsTls, WhoShakesNoHands_IsNobody) {
  const int plain = connect();
  const std::string text = "NICK ada\r\nUSER ada 0 * :Ada\r\n";
  EXPECT_EQ(::send(plain, text.data(), text.size(), MSG_NOSIGNAL), static_cast<ssize_t>(text.size()));
  char byte = 0;
  ASSERT_TRUE(run_until([&] { return ::recv(plain, &byte, 1, MSG_DONTWAIT) == 0 || (errno != EAGAIN && errno != EWOULDBLOCK); }));
  EXPECT_EQ(recorder_.opened, 0);
  EXPECT_EQ(recorder_.reason, "") << "nothing is told of who was not there";
  // Its place is free again.
  End one = end();
  ASSERT_TRUE(run_with(one, [&] { return recorder_.opened == 1; }));
  End other = end();
  ASSERT_TRUE(run_with(other, [&] { return recorder_.opened == 2; }));
}

}  // namespace
