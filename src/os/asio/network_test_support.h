// What the network tests share: a loop that runs until a condition holds, a listener that remembers, and
// clients that are no peers: one speaks TLS, the other not even that. Tests only.
#pragma once

#include <gtest/gtest.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "os/asio/address.h"
#include "os/asio/asio_network.h"
#include "os/clock.h"

namespace os::test {

inline base::SharedBytes frame_of(const std::string& text) {
  return std::make_shared<base::Bytes>(text.begin(), text.end());
}

inline base::Bytes framed(const std::string& body) {
  base::Bytes bytes;
  for (int shift = 24; shift >= 0; shift -= 8)
    bytes.push_back(static_cast<std::uint8_t>(body.size() >> shift));
  bytes.insert(bytes.end(), body.begin(), body.end());
  return bytes;
}

class TestLoop {
 public:
  // False when `condition` did not hold within ten seconds.
  bool run_until(const std::function<bool()>& condition) {
    const base::Instant give_up_at = clock.now() + std::chrono::seconds(10);
    bool holds = false;
    loop.after_events([&]() -> std::optional<base::Instant> {
      holds = condition();
      if (holds || clock.now() >= give_up_at) loop.stop();
      return give_up_at;
    });
    loop.run();
    return holds;
  }

  SystemClock clock;
  EventLoop loop{clock};
};

// What happened, in order, link by link.
class RecordingListener : public env::Network::Listener {
 public:
  struct History {
    bool dialed = false;
    env::Remote remote;
    std::vector<std::string> frames;
    std::vector<std::string> closed;  // reasons; more than one is a defect
  };

  void link_opened(env::LinkId link, bool dialed, const env::Remote& remote) override {
    EXPECT_FALSE(inside_call) << "called back from inside a call";
    links[link].dialed = dialed;
    links[link].remote = remote;
    opened.push_back(link);
    if (on_open) on_open(link);
  }
  void frame_received(env::LinkId link, base::ByteView frame) override {
    EXPECT_TRUE(links[link].closed.empty()) << "a frame after the last word";
    links[link].frames.emplace_back(frame.begin(), frame.end());
    ++frame_count;
    if (on_frame) on_frame(link);
  }
  void link_closed(env::LinkId link, std::string_view reason) override {
    EXPECT_FALSE(inside_call) << "called back from inside a call";
    links[link].closed.emplace_back(reason);
    ++closed_count;
  }

  std::string reason(env::LinkId link) {
    return links[link].closed.empty() ? "(open)" : links[link].closed.front();
  }

  std::map<env::LinkId, History> links;
  std::vector<env::LinkId> opened;
  std::size_t frame_count = 0;
  std::size_t closed_count = 0;
  bool inside_call = false;
  std::function<void(env::LinkId)> on_open, on_frame;
};

// The key of number `number`, the same in every run.
inline base::KeySeed seed_of(std::uint8_t number) {
  base::KeySeed seed;
  seed.bytes.fill(number);
  return seed;
}

// A network with its listener. It admits whoever links to it.
struct Node {
  explicit Node(TestLoop& test_loop, const AsioNetwork::Options& options = {})
      : network(test_loop.loop, options) {
    static std::uint8_t nodes = 0;
    network.attach(listener);
    network.identify(seed_of(++nodes));
    listener.on_open = [this](env::LinkId link) { network.admit(link); };
  }

  std::string listen() {
    const auto address = network.listen("127.0.0.1:0");
    EXPECT_TRUE(address.ok());
    return address.value();
  }

  RecordingListener listener;
  AsioNetwork network;
};

// A program that is no peer and speaks no TLS. Reads and writes what the kernel takes without waiting.
class PlainClient {
 public:
  PlainClient(TestLoop& test_loop, const std::string& address) : socket_(test_loop.loop.context()) {
    socket_.open(boost::asio::ip::tcp::v4());
    socket_.set_option(boost::asio::socket_base::receive_buffer_size(16 * 1024));
    socket_.connect(*literal_endpoint(parse_host_port(address).value()));
    socket_.non_blocking(true);
  }

  // How many bytes left; fewer than given when the other side closed or does not read.
  std::size_t write(base::ByteView bytes) {
    boost::system::error_code ignored;
    return boost::asio::write(socket_, boost::asio::buffer(bytes.data(), bytes.size()), ignored);
  }

  // Appends to `received`, at most `bytes_max`. False once the other side has closed.
  bool read(std::size_t bytes_max = 64 * 1024) {
    std::vector<std::uint8_t> buffer(bytes_max);
    boost::system::error_code error;
    const std::size_t bytes = socket_.read_some(boost::asio::buffer(buffer), error);
    received.insert(received.end(), buffer.begin(), buffer.begin() + static_cast<std::ptrdiff_t>(bytes));
    return !error || error == boost::asio::error::would_block;
  }

  boost::asio::ip::tcp::socket& socket() { return socket_; }

  base::Bytes received;

 private:
  boost::asio::ip::tcp::socket socket_;
};

// A program that is no peer but speaks TLS. Once made it is through its handshake, or turned away.
class RawClient {
 public:
  RawClient(TestLoop& test_loop, const std::string& address)
      : plain_(test_loop, address), channels_(tls_channels(seed_of(255))), channel_(channels_->make(true)) {
    channel_->shake_hands();
    const bool over = test_loop.run_until([&] {
      test_loop.loop.post([] {});  // this client is no part of the loop: look again at once
      flush();
      return !read() || channel_->state() != Channel::State::kHandshake;
    });
    EXPECT_TRUE(over) << "no end of the handshake";
    flush();
  }

  // As PlainClient, but of what is encrypted.
  std::size_t write(base::ByteView bytes) {
    if (channel_->state() != Channel::State::kOpen) return 0;
    for (; !bytes.empty(); bytes = bytes.subspan(std::min(bytes.size(), kRecordBytes))) {
      channel_->write(bytes.first(std::min(bytes.size(), kRecordBytes)));
    }
    return flush();
  }

  bool read(std::size_t bytes_max = 64 * 1024) {
    plain_.received.clear();
    const bool open = plain_.read(bytes_max);
    channel_->feed(plain_.received);
    channel_->shake_hands();
    std::vector<std::uint8_t> buffer(kRecordBytes);
    while (const auto piece = channel_->read(buffer))
      received.insert(received.end(), piece->begin(), piece->end());
    return open && channel_->state() != Channel::State::kEnded;
  }

  boost::asio::ip::tcp::socket& socket() { return plain_.socket(); }
  const Channel& channel() const { return *channel_; }

  base::Bytes received;

 private:
  static constexpr std::size_t kRecordBytes = 16 * 1024;

  std::size_t flush() {
    const std::size_t left = plain_.write(channel_->output());
    channel_->output().erase(channel_->output().begin(),
                             channel_->output().begin() + static_cast<std::ptrdiff_t>(left));
    return left;
  }

  PlainClient plain_;
  std::unique_ptr<Channels> channels_;
  std::unique_ptr<Channel> channel_;
};

}  // namespace os::test
