// Load: many clients of one server in one room, driven by one thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace bench_irc {

using Clock = std::chrono::steady_clock;

class Load {
 public:
  Load(std::uint16_t port, std::size_t clients);
  ~Load();
  Load(const Load&) = delete;
  Load& operator=(const Load&) = delete;

  // All are in the room; false where that takes more than a minute.
  bool enter();

  // `lines` of 100 bytes as fast as the server takes them, by ten of the clients. Answers with the seconds until the last is
  // delivered to everybody else; nothing where lines are missing after a minute.
  std::optional<double> pour(std::size_t lines);

  // So many deliveries a second, for so long: how long each took, in seconds, sorted.
  std::vector<double> trickle(double deliveries_a_second, std::chrono::seconds duration);

 private:
  struct Client {
    int socket = -1;
    std::string in{}, out{};
    bool joined = false;
    std::size_t lines = 0;
  };

  void turn(std::chrono::milliseconds patience);
  void read(Client& client);
  void write(Client& client);
  void take(Client& client, std::string_view line);
  void flush_all();

  int epoll_ = -1;
  std::vector<Client> clients_;
  std::uint64_t delivered_ = 0;
  std::size_t joined_ = 0;
  std::vector<double> latencies_;
  bool timing_ = false;
};

}  // namespace bench_irc
