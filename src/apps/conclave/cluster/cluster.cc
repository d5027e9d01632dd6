#include "apps/conclave/cluster/cluster.h"

#include <algorithm>
#include <system_error>
#include <utility>

#include "os/clock.h"

namespace cluster {

namespace {

using namespace std::chrono_literals;

// How often conditions are looked at while nothing happens, and how soon an exit or a signal is noticed at
// worst.
constexpr base::Duration kLookEvery = 20ms;

base::Instant now() { return os::SystemClock{}.now(); }

}  // namespace

base::Result<std::unique_ptr<Cluster>> Cluster::create(std::string program) {
  auto folder = TemporaryDirectory::create();
  if (!folder) return folder.error();
  for (const char* name : {"run", "data", "tmp"}) {
    std::error_code error;
    std::filesystem::create_directory(folder.value().path() / name, error);
    std::filesystem::permissions(folder.value().path() / name, std::filesystem::perms::owner_all, error);
    if (error)
      return base::Error{"Cannot prepare " + folder.value().path().string() + ": " + error.message() + "."};
  }
  return std::unique_ptr<Cluster>(new Cluster(std::move(program), std::move(folder.value())));
}

base::Result<Process*> Cluster::run_program(std::vector<std::string> command) {
  const std::string folder = folder_.path().string();
  auto process = Process::start({.command = std::move(command),
                                 .environment = {{"XDG_RUNTIME_DIR", folder + "/run"},
                                                 {"XDG_DATA_HOME", folder + "/data"},
                                                 {"TMPDIR", folder + "/tmp"},
                                                 {"HOME", folder}}});
  if (!process) return process.error();
  processes_.push_back(std::move(process.value()));
  return processes_.back().get();
}

base::Result<Process*> Cluster::run(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), program_);
  return run_program(std::move(arguments));
}

base::Result<Peer*> Cluster::start(const std::string& nick, const PeerOptions& options) {
  std::vector<std::string> arguments = {nick, "--json", "--no-discovery"};  // nothing leaves this machine
  arguments.insert(arguments.end(), options.arguments.begin(), options.arguments.end());
  auto process = run(std::move(arguments));
  if (!process) return process.error();
  peers_.push_back(std::make_unique<Peer>(nick, *process.value()));
  return peers_.back().get();
}

Peer* Cluster::peer_of_node(const std::string& node) const {
  const auto found =
      std::find_if(peers_.begin(), peers_.end(), [&](const auto& p) { return p->node() == node; });
  return found == peers_.end() ? nullptr : found->get();
}

void Cluster::exchange(base::Duration timeout) {
  std::vector<Process*> processes;
  for (const auto& process : processes_) processes.push_back(process.get());
  Process::exchange(processes, timeout);
}

base::Status Cluster::wait_until(const std::function<bool()>& condition, base::Duration limit,
                                 const std::string& what) {
  const base::Instant deadline = now() + limit;
  while (!condition()) {
    if (stop_asked_()) return base::Error{"Stopped while waiting until " + what + "."};
    const base::Duration left = deadline - now();
    if (left <= base::Duration::zero()) {
      const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(limit).count();
      return base::Error{"Waited " + std::to_string(seconds) + " s in vain until " + what + "."};
    }
    exchange(std::min(left, kLookEvery));
  }
  return base::Done{};
}

void Cluster::run_until(base::Instant at) {
  base::Duration left{};
  do {
    left = std::max(at - now(), base::Duration::zero());
    exchange(std::min(left, kLookEvery));
  } while (left > base::Duration::zero() && !stop_asked_());
}

base::Status Cluster::wait_until_settled(const std::vector<Peer*>& members, base::Duration limit) {
  const auto sees_all = [&](const Peer* peer) {
    return std::all_of(members.begin(), members.end(), [&](const Peer* other) {
      return other->ready() && (other == peer || peer->others_here().contains(other->node()));
    });
  };
  const auto settled = [&] {
    return std::all_of(members.begin(), members.end(), [&](const Peer* peer) {
      return sees_all(peer) && !peer->leader().empty() && peer->leader() == members.front()->leader();
    });
  };
  return wait_until(settled, limit, "all peers see each other and follow one leader");
}

}  // namespace cluster
