#include "os/control_client.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>

#include "os/clock.h"

namespace os {

namespace {

constexpr std::size_t kReplyBytesMax = std::size_t{16} * 1024 * 1024;

// Answers with a connected socket, or -1.
int connected(const std::string& path) {
  sockaddr_un address{};
  if (path.size() >= sizeof address.sun_path) return -1;
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, path.data(), path.size());
  const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (socket >= 0 && ::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    ::close(socket);
    return -1;
  }
  return socket;
}

Reply read_line(int socket, base::Instant until) {
  const SystemClock clock;
  std::string reply;
  std::array<char, 4096> chunk{};
  while (reply.size() < kReplyBytesMax) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - clock.now()).count();
    pollfd readable{socket, POLLIN, 0};
    if (left <= 0) return Unanswered::kTooLate;
    if (::poll(&readable, 1, static_cast<int>(left)) <= 0) continue;
    const ssize_t count = ::read(socket, chunk.data(), chunk.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return Unanswered::kNobodyThere;
    reply.append(chunk.data(), static_cast<std::size_t>(count));
    if (const auto end = reply.find('\n'); end != std::string::npos) return reply.substr(0, end);
  }
  return Unanswered::kTooLate;
}

}  // namespace

Reply ask(const std::string& path, const std::string& line, base::Duration limit) {
  const base::Instant until = SystemClock().now() + limit;
  const int socket = connected(path);
  if (socket < 0) return Unanswered::kNobodyThere;
  const std::string sent = line + "\n";
  const bool whole =
      ::send(socket, sent.data(), sent.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(sent.size());
  Reply reply = whole ? read_line(socket, until) : Reply(Unanswered::kNobodyThere);
  ::close(socket);
  return reply;
}

}  // namespace os
