#include "apps/conclave/wiring.h"

#include <optional>
#include <vector>

#include "apps/conclave/last_used.h"
#include "node/invite_link.h"
#include "os/asio/address.h"
#include "os/clock.h"
#include "os/interfaces.h"
#include "os/log.h"
#include "os/private_directory.h"
#include "os/private_file.h"
#include "os/registry/file_registry.h"

namespace conclave {

namespace {

constexpr const char* kEverywhere = "0.0.0.0:";

std::string port_file_of(const std::string& folder) { return folder + "/port"; }

// Where it was given: there. Else at the port of the last run, where others know it, unless that was taken
// meanwhile.
std::string listen_at(const ChatOptions& options, const std::string& folder) {
  if (!options.listen.empty()) return options.listen;
  const auto last = folder.empty() ? std::nullopt : os::read_private_file(port_file_of(folder));
  const auto parsed = last ? os::parse_host_port(kEverywhere + *last) : os::parse_host_port("0.0.0.0:0");
  const bool usable = parsed.ok() && parsed.value().port != 0 && os::port_is_free(parsed.value().port);
  return kEverywhere + std::to_string(usable ? parsed.value().port : 0);
}

std::vector<std::string> reachable_at(const std::string& listen) {
  if (listen.starts_with(kEverywhere)) return os::interface_addresses(os::Family::kIpv4);
  if (listen.starts_with("[::]:")) return os::interface_addresses(os::Family::kBoth);
  return {};
}

}  // namespace

node::Options peer_options(const ChatOptions& options, const std::string& folder) {
  node::Options peer{.group = options.group, .nick = options.nick, .listen = listen_at(options, folder)};
  peer.peers = options.peers;
  peer.reachable_at = reachable_at(peer.listen);
  peer.invite = options.invite;
  if (options.ephemeral) peer.portions.in_memory = protocol::kLogEntriesMax;
  if (options.invite) {
    peer.peers.insert(peer.peers.end(), options.invite->addresses.begin(), options.invite->addresses.end());
  }
  return peer;
}

std::string invite_problem(const ChatOptions& options) {
  if (!options.invite || options.invite->until > os::SystemClock().wall()) return {};
  return "This invite has expired. Ask for a new one: conclave invite";
}

base::Result<OpenFolder> open_folder(const ChatOptions& options) {
  if (options.ephemeral) return OpenFolder{};
  auto open = open_store({.given = options.data, .group = options.group, .nick = options.nick});
  if (!open) return base::Error{open.error().message + " Or chat without keeping anything: --ephemeral"};
  if (options.data.empty()) remember_last_used({.nick = options.nick, .group = options.group});
  return open;
}

ControlDoor::ControlDoor(os::EventLoop& loop, node::Session& session, const ChatOptions& options,
                         const std::string& folder)
    : session_(session),
      clients_(loop),
      control_(session, clients_, {.group = options.group, .to_link = node::to_link}),
      socket_(control_socket_of(folder.empty() ? path_of({{}, options.group, options.nick}) : folder)),
      port_file_(folder.empty() ? "" : port_file_of(folder)) {}

void ControlDoor::open() {
  const auto directory = os::PrivateDirectory::open(os::default_registry_directory());
  const base::Status started =
      directory ? control_.start("unix:" + socket_) : base::Status(directory.error());
  if (!started) os::log(os::LogLevel::kWarning, started.error().message);
}

void ControlDoor::keep_port() {
  if (port_file_.empty()) return;
  for (const node::MemberInfo& member : session_.members()) {
    const auto address = os::parse_host_port(member.address);
    if (!member.self || !address) continue;
    const auto kept = os::write_private_file(port_file_, std::to_string(address.value().port));
    if (!kept) os::log(os::LogLevel::kInfo, kept.error().message);
    port_file_.clear();
    return;
  }
}

}  // namespace conclave
