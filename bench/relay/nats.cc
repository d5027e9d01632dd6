#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "apps/conclave/cluster/process.h"
#include "apps/conclave/cluster/temporary_directory.h"
#include "bench/relay/fanout.h"
#include "os/tls/tls_channels.h"

namespace bench_relay {

namespace {

constexpr const char* kServer = "/usr/sbin/nats-server";
constexpr std::size_t kReadBytes = 64 * 1024;

// A client of NATS, as far as this benchmark needs one: https://docs.nats.io/reference/reference-protocols/nats-protocol.
class Client {
 public:
  Client(os::Channels& channels, bool subscribes) : channel_(channels.make(true)) {
    greeting_ = "CONNECT {\"verbose\":false,\"pedantic\":false,\"tls_required\":true}\r\n";
    greeting_ += subscribes ? "SUB lines 1\r\nPING\r\n" : "PING\r\n";
  }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client() {
    if (socket_ >= 0) close(socket_);
  }

  // The server speaks first, in the clear; then both go over to TLS.
  base::Status connect_to(std::uint16_t port, int epoll, std::size_t number) {
    socket_ = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) return base::Error{"nats-server takes no connection"};
    std::array<char, 4096> info;
    if (recv(socket_, info.data(), info.size(), 0) <= 0) return base::Error{"nats-server does not greet"};
    const int yes = 1;
    setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    fcntl(socket_, F_SETFL, O_NONBLOCK);
    epoll_event event{.events = EPOLLIN | EPOLLOUT | EPOLLET, .data = {.u64 = number}};
    epoll_ctl(epoll, EPOLL_CTL_ADD, socket_, &event);
    channel_->shake_hands();
    return flush();
  }

  void write(std::string_view text) {
    channel_->write({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
  }

  base::Status flush() {
    base::Bytes& out = channel_->output();
    std::size_t sent = 0;
    while (sent < out.size()) {
      const ssize_t count = send(socket_, out.data() + sent, out.size() - sent, MSG_NOSIGNAL);
      if (count < 0 && errno == EAGAIN) break;
      if (count < 0) return base::Error{std::string("nats-server hung up: ") + std::strerror(errno)};
      sent += static_cast<std::size_t>(count);
    }
    out.erase(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(sent));
    return base::Done{};
  }

  // Reads all there is. `message` is called for each that came.
  template <class Message>
  base::Status read(const Message& message) {
    static std::array<std::uint8_t, kReadBytes> wire, plain;
    for (;;) {
      const ssize_t count = recv(socket_, wire.data(), wire.size(), 0);
      if (count < 0 && errno == EAGAIN) break;
      if (count <= 0) return base::Error{"nats-server hung up. " + text_};
      channel_->feed({wire.data(), static_cast<std::size_t>(count)});
      if (!greeting_.empty() && channel_->shake_hands() == os::Channel::State::kOpen) write(std::exchange(greeting_, {}));
      while (const auto piece = channel_->read(plain)) text_.append(reinterpret_cast<const char*>(piece->data()), piece->size());
      if (channel_->state() == os::Channel::State::kBroken) return base::Error{"nats-server and this client agree on no TLS"};
      if (base::Status parsed = parse(message); !parsed) return parsed;
    }
    return flush();
  }
  bool ready() const { return ready_; }

 private:
  template <class Message>
  base::Status parse(const Message& message) {
    std::size_t at = 0;
    for (std::size_t end; (end = text_.find("\r\n", at)) != std::string::npos; at = end + 2) {
      const std::string_view line(text_.data() + at, end - at);
      if (line.starts_with("MSG ")) {
        if (text_.size() < end + 2 + kMessageBytes + 2) break;
        end += 2 + kMessageBytes;
        message();
      } else if (line == "PING") {
        write("PONG\r\n");
      } else if (line == "PONG") {
        ready_ = true;
      } else if (line.starts_with("-ERR")) {
        return base::Error{"nats-server says " + std::string(line)};
      }
    }
    text_.erase(0, at);
    return base::Done{};
  }

  int socket_ = -1;
  std::unique_ptr<os::Channel> channel_;
  std::string greeting_, text_;
  bool ready_ = false;
};

class NatsFanout final : public Fanout {
 public:
  NatsFanout(std::size_t subscribers, cluster::TemporaryDirectory folder) : Fanout(subscribers), folder_(std::move(folder)) {}
  ~NatsFanout() override { close(epoll_); }

  base::Status start() {
    const std::string key = folder_.path() / "key", certificate = folder_.path() / "certificate", ports = folder_.path();
    const std::string make = "openssl req -x509 -newkey ed25519 -nodes -days 1 -subj /CN=relay -keyout " + key + " -out " + certificate + " 2>/dev/null";
    if (std::system(make.c_str()) != 0) return base::Error{"the program openssl made no certificate"};
    auto process = cluster::Process::start({{kServer, "--addr", "127.0.0.1", "--port", "-1", "--ports_file_dir", ports, "--tls",
                                             "--tlscert", certificate, "--tlskey", key}, {}});
    if (!process) return process.error();
    process_ = std::move(process.value());
    const auto port = wait_for_port();
    if (!port) return port.error();
    for (std::size_t i = 0; i <= received().size(); ++i) {
      clients_.push_back(std::make_unique<Client>(*channels_, i < received().size()));
      if (base::Status there = clients_.back()->connect_to(port.value(), epoll_, i); !there) return there;
    }
    const auto all_ready = [this] { return std::all_of(clients_.begin(), clients_.end(), [](const auto& client) { return client->ready(); }); };
    if (base::Status ready = run_until(all_ready, std::chrono::seconds(20), "all clients are connected"); !ready) return ready;
    return warm_up();
  }

  void publish(std::size_t messages) override {
    static const std::string line = "PUB lines " + std::to_string(kMessageBytes) + "\r\n" + std::string(kMessageBytes, 'x') + "\r\n";
    std::string all;
    for (std::size_t i = 0; i < messages; ++i) all += line;
    clients_.back()->write(all);
  }
  pid_t relay() const override { return process_->pid(); }

 private:
  base::Status turn(base::Duration limit) override {
    if (base::Status flushed = clients_.back()->flush(); !flushed) return flushed;
    std::array<epoll_event, 128> events;
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(limit).count();
    const int count = epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), static_cast<int>(wait));
    for (int i = 0; i < count; ++i) {
      const std::size_t number = events[static_cast<std::size_t>(i)].data.u64;
      if (base::Status read = clients_[number]->read([&] { this->count(number); }); !read) return read;
    }
    return base::Done{};
  }

  // The server writes them to a file once it listens.
  base::Result<std::uint16_t> wait_for_port() {
    const std::filesystem::path file = folder_.path() / ("nats-server_" + std::to_string(process_->pid()) + ".ports");
    cluster::Process* one[] = {process_.get()};
    const base::Instant until = clock_.now() + std::chrono::seconds(20);
    while (clock_.now() < until && !process_->ended()) {
      std::ifstream text(file);
      const std::string all{std::istreambuf_iterator<char>(text), {}};
      const std::size_t at = all.find("127.0.0.1:");
      if (at != std::string::npos) return static_cast<std::uint16_t>(std::stoi(all.substr(at + 10)));
      cluster::Process::exchange(one, std::chrono::milliseconds(20));
    }
    return base::Error{"nats-server did not start: " + process_->errors()};
  }

  cluster::TemporaryDirectory folder_;
  std::unique_ptr<cluster::Process> process_;
  std::unique_ptr<os::Channels> channels_ = os::tls_channels({{3}});
  int epoll_ = epoll_create1(0);
  std::vector<std::unique_ptr<Client>> clients_;  // the last one publishes
};

}  // namespace

base::Result<std::unique_ptr<Fanout>> start_nats(std::size_t subscribers) {
  if (!std::filesystem::exists(kServer)) return base::Error{"nats-server is not installed"};
  auto folder = cluster::TemporaryDirectory::create();
  if (!folder) return folder.error();
  auto fanout = std::make_unique<NatsFanout>(subscribers, std::move(folder.value()));
  if (base::Status started = fanout->start(); !started) return started.error();
  return std::unique_ptr<Fanout>(std::move(fanout));
}

}  // namespace bench_relay
