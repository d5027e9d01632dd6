#include "bench/irc/load.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace bench_irc {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t kSendersMax = 10;
constexpr std::size_t kLineBytes = 100;
constexpr std::size_t kUnderWayMax = 64 * 1024;  // bytes a sender has not got rid of

std::uint64_t nanoseconds() { return static_cast<std::uint64_t>(Clock::now().time_since_epoch().count()); }

std::string line_of(const std::string& begins) {
  std::string text = begins;
  text.resize(kLineBytes, 'x');
  return "PRIVMSG #load :" + text + "\r\n";
}

}  // namespace

Load::Load(std::uint16_t port, std::size_t clients) : epoll_(epoll_create1(0)), clients_(clients) {
  for (std::size_t i = 0; i < clients; ++i) {
    Client& client = clients_[i];
    client.socket = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(client.socket, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) continue;
    const int on = 1;
    setsockopt(client.socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    fcntl(client.socket, F_SETFL, O_NONBLOCK);
    epoll_event event{.events = EPOLLIN, .data = {.u64 = i}};
    epoll_ctl(epoll_, EPOLL_CTL_ADD, client.socket, &event);
    client.out = "NICK c" + std::to_string(i) + "\r\nUSER c 0 * :c\r\n";
    write(client);
  }
}

Load::~Load() {
  for (const Client& client : clients_) close(client.socket);
  close(epoll_);
}

bool Load::enter() {
  const auto until = Clock::now() + 60s;
  while (joined_ < clients_.size() && Clock::now() < until) turn(100ms);
  // A peer that has just started looks for others before it relays: measured is what comes after a first line.
  const std::uint64_t first = delivered_ + clients_.size() - 1;
  clients_.front().out += line_of("");
  write(clients_.front());
  while (delivered_ < first && Clock::now() < until) turn(100ms);
  // Nor is what is still under way of others' coming.
  for (std::uint64_t before = delivered_ + 1; before != delivered_;) {
    before = delivered_;
    turn(200ms);
  }
  return joined_ == clients_.size();
}

void Load::turn(std::chrono::milliseconds patience) {
  epoll_event events[256];
  const int count = epoll_wait(epoll_, events, 256, static_cast<int>(patience.count()));
  for (int i = 0; i < count; ++i) read(clients_[events[i].data.u64]);
}

void Load::read(Client& client) {
  char chunk[65536];
  const ssize_t count = recv(client.socket, chunk, sizeof chunk, 0);
  if (count == 0) epoll_ctl(epoll_, EPOLL_CTL_DEL, client.socket, nullptr);
  if (count <= 0) return;
  // Line by line only while it matters what they say.
  if (joined_ == clients_.size() && !timing_) {
    const auto lines = static_cast<std::size_t>(std::count(chunk, chunk + count, '\n'));
    client.lines += lines;
    delivered_ += lines;
    return;
  }
  client.in.append(chunk, static_cast<std::size_t>(count));
  std::size_t begin = 0;
  for (std::size_t end = 0; (end = client.in.find('\n', begin)) != std::string::npos; begin = end + 1) {
    take(client, std::string_view(client.in).substr(begin, end - begin));
  }
  client.in.erase(0, begin);
}

void Load::take(Client& client, std::string_view line) {
  ++delivered_;
  if (line.starts_with("PING ")) client.out += "PONG " + std::string(line.substr(5)) + "\n";
  if (line.find(" 001 ") != std::string_view::npos) client.out += "JOIN #load\r\n";
  if (!client.joined && line.find(" 366 ") != std::string_view::npos) {
    client.joined = true;
    ++joined_;
  }
  const std::size_t stamp = line.find(" :@");
  if (timing_ && stamp != std::string_view::npos) {
    std::uint64_t sent = 0;
    std::from_chars(line.data() + stamp + 3, line.data() + line.size(), sent);
    latencies_.push_back(static_cast<double>(nanoseconds() - sent) / 1e9);
  }
  if (!client.out.empty()) write(client);
}

void Load::write(Client& client) {
  if (client.out.empty()) return;
  const ssize_t count = ::send(client.socket, client.out.data(), client.out.size(), MSG_NOSIGNAL);
  if (count > 0) client.out.erase(0, static_cast<std::size_t>(count));
}

std::optional<double> Load::pour(std::size_t lines) {
  const std::size_t senders = std::min(kSendersMax, clients_.size());
  const std::string line = line_of("");
  const std::uint64_t wanted = delivered_ + lines * (clients_.size() - 1);
  const auto begin = Clock::now();
  std::size_t said = 0;
  while (delivered_ < wanted) {
    if (Clock::now() > begin + 60s) return std::nullopt;
    for (std::size_t i = 0; i < senders; ++i) {
      Client& client = clients_[i];
      while (said < lines && client.out.size() < kUnderWayMax / 4) {
        client.out += line;
        if (++said % 8 == 0) break;
      }
      write(client);
    }
    turn(1ms);
  }
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

std::vector<double> Load::trickle(double deliveries_a_second, std::chrono::seconds duration) {
  timing_ = true;
  const auto every = std::chrono::duration_cast<Clock::duration>(
      std::chrono::duration<double>(static_cast<double>(clients_.size() - 1) / deliveries_a_second));
  const std::size_t senders = std::min(kSendersMax, clients_.size());
  const auto until = Clock::now() + duration;
  auto next = Clock::now();
  for (std::size_t said = 0; Clock::now() < until;) {
    while (next <= Clock::now()) {
      Client& client = clients_[said++ % senders];
      client.out += line_of("@" + std::to_string(nanoseconds()) + " ");
      write(client);
      next += every;
    }
    turn(1ms);
  }
  for (std::size_t before = latencies_.size() + 1; before != latencies_.size();) {
    before = latencies_.size();
    turn(300ms);
  }
  timing_ = false;
  std::sort(latencies_.begin(), latencies_.end());
  return std::exchange(latencies_, {});
}

}  // namespace bench_irc
