#include "bench/crowd/tcp_traffic.h"

#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <string>
#include <system_error>
#include <unordered_map>

namespace crowd {

namespace {

constexpr std::uint32_t kEstablished = 1u << 1;  // of the kernel's states of a connection
constexpr std::size_t kAnswerBytes = 64 * 1024;

using ByInode = std::unordered_map<std::uint64_t, Traffic>;  // of its socket

struct Socket {
  int number = socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
  Socket() = default;
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  ~Socket() {
    if (number >= 0) close(number);
  }
};

base::Error refused() {
  return {std::string("The kernel does not tell its counters of connections (sock_diag): ") +
          std::strerror(errno) + "."};
}

Traffic traffic_of(const inet_diag_msg& connection, int bytes) {
  Traffic traffic{.links = 1};
  const auto* attribute = reinterpret_cast<const rtattr*>(&connection + 1);
  for (; RTA_OK(attribute, bytes); attribute = RTA_NEXT(attribute, bytes)) {
    if (attribute->rta_type != INET_DIAG_INFO) continue;
    tcp_info info{};
    std::memcpy(&info, RTA_DATA(attribute), std::min<std::size_t>(sizeof info, RTA_PAYLOAD(attribute)));
    traffic.bytes_out = info.tcpi_bytes_acked;
    traffic.bytes_in = info.tcpi_bytes_received;
    traffic.packets_out = info.tcpi_data_segs_out;
    traffic.packets_in = info.tcpi_data_segs_in;
  }
  return traffic;
}

// Adds what one datagram of the answer tells; false at its end.
bool take_in(const char* answer, ssize_t size, ByInode& connections) {
  auto bytes = static_cast<unsigned>(size);
  const auto* header = reinterpret_cast<const nlmsghdr*>(answer);
  for (; NLMSG_OK(header, bytes); header = NLMSG_NEXT(header, bytes)) {
    if (header->nlmsg_type == NLMSG_DONE || header->nlmsg_type == NLMSG_ERROR) return false;
    const auto& connection = *static_cast<const inet_diag_msg*>(NLMSG_DATA(header));
    const int attributes = static_cast<int>(header->nlmsg_len - NLMSG_LENGTH(sizeof connection));
    connections[connection.idiag_inode] = traffic_of(connection, attributes);
  }
  return true;
}

base::Result<ByInode> all_connections() {
  struct {
    nlmsghdr header{};
    inet_diag_req_v2 body{};
  } question;
  question.header.nlmsg_len = sizeof question;
  question.header.nlmsg_type = SOCK_DIAG_BY_FAMILY;
  question.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
  question.body.sdiag_family = AF_INET;
  question.body.sdiag_protocol = IPPROTO_TCP;
  question.body.idiag_ext = 1u << (INET_DIAG_INFO - 1);
  question.body.idiag_states = kEstablished;
  const Socket kernel;
  if (kernel.number < 0 || send(kernel.number, &question, sizeof question, 0) < 0) return refused();
  ByInode connections;
  std::vector<char> answer(kAnswerBytes);
  for (;;) {
    const ssize_t size = recv(kernel.number, answer.data(), answer.size(), 0);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return refused();
    if (size == 0 || !take_in(answer.data(), size, connections)) return connections;
  }
}

void add(Traffic& sum, const Traffic& traffic) {
  sum.bytes_out += traffic.bytes_out;
  sum.bytes_in += traffic.bytes_in;
  sum.packets_out += traffic.packets_out;
  sum.packets_in += traffic.packets_in;
  sum.links += traffic.links;
}

// /proc/PID/fd/N -> "socket:[INODE]"
Traffic of_process(pid_t pid, const ByInode& connections) {
  constexpr std::string_view kPrefix = "socket:[";
  Traffic sum;
  std::error_code error;
  for (const auto& file :
       std::filesystem::directory_iterator("/proc/" + std::to_string(pid) + "/fd", error)) {
    const std::string target = std::filesystem::read_symlink(file.path(), error).string();
    if (error || !target.starts_with(kPrefix)) continue;
    const auto found = connections.find(std::stoull(target.substr(kPrefix.size())));
    if (found != connections.end()) add(sum, found->second);
  }
  return sum;
}

}  // namespace

base::Result<std::map<pid_t, Traffic>> tcp_traffic(const std::vector<pid_t>& pids) {
  const auto connections = all_connections();
  if (!connections) return connections.error();
  std::map<pid_t, Traffic> traffic;
  for (const pid_t pid : pids) traffic[pid] = of_process(pid, connections.value());
  return traffic;
}

}  // namespace crowd
