// The IRC servers that are measured: each in a folder of its own, at a port of 127.0.0.1, without flood protection.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace bench_irc {

class Server {
 public:
  // "conclave", "ngircd" or "inspircd". Nothing where it is not installed, or does not start.
  static std::optional<Server> start(const std::string& kind);
  Server(Server&& other) noexcept;
  Server& operator=(Server&&) = delete;
  ~Server();

  std::uint16_t port() const { return port_; }
  double processor_seconds() const;
  double resident_mb() const;

 private:
  Server(std::filesystem::path folder, std::uint16_t port) : folder_(std::move(folder)), port_(port) {}
  bool run(const std::vector<std::string>& command);

  std::filesystem::path folder_;
  std::uint16_t port_;
  pid_t process_ = 0;
};

}  // namespace bench_irc
