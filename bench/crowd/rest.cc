#include "bench/crowd/rest.h"

#include "apps/conclave/cluster/usage.h"
#include "bench/crowd/tcp_traffic.h"
#include "os/clock.h"

namespace crowd {

namespace {

struct Sample {
  base::Instant at;
  std::map<pid_t, base::Duration> cpu;
  std::map<pid_t, Traffic> traffic;
};

base::Result<Sample> sample(const std::vector<pid_t>& pids) {
  Sample sample{.at = os::SystemClock{}.now(), .cpu = {}, .traffic = {}};
  for (const pid_t pid : pids) sample.cpu[pid] = cluster::cpu_time(pid);
  auto traffic = tcp_traffic(pids);
  if (!traffic) return traffic.error();
  sample.traffic = std::move(traffic.value());
  return sample;
}

double megabytes(std::size_t bytes) { return static_cast<double>(bytes) / (1024.0 * 1024.0); }

}  // namespace

base::Result<std::vector<Cost>> costs_at_rest(Crowd& crowd, base::Duration window) {
  std::vector<pid_t> pids;
  for (const cluster::Peer* peer : crowd.peers()) pids.push_back(peer->process().pid());
  auto before = sample(pids);
  if (!before) return before.error();
  crowd.cluster().run_until(before.value().at + window);
  auto after = sample(pids);
  if (!after) return after.error();
  const double seconds = std::chrono::duration<double>(after.value().at - before.value().at).count();
  const auto rate = [seconds](std::uint64_t from, std::uint64_t to) {
    return to < from ? 0 : static_cast<double>(to - from) / seconds;  // less: a connection was closed
  };
  std::vector<Cost> costs;
  for (const cluster::Peer* peer : crowd.peers()) {
    const pid_t pid = peer->process().pid();
    const Traffic& from = before.value().traffic[pid];
    const Traffic& to = after.value().traffic[pid];
    const auto used = std::chrono::duration<double>(after.value().cpu[pid] - before.value().cpu[pid]).count();
    const cluster::Memory memory = cluster::memory_of(pid);
    costs.push_back({.leads = peer == crowd.leader(),
                     .resident_mb = megabytes(memory.resident_bytes),
                     .own_mb = megabytes(memory.own_bytes),
                     .cpu_percent = 100.0 * used / seconds,
                     .bytes_out = rate(from.bytes_out, to.bytes_out),
                     .bytes_in = rate(from.bytes_in, to.bytes_in),
                     .packets_out = rate(from.packets_out, to.packets_out),
                     .packets_in = rate(from.packets_in, to.packets_in),
                     .links = static_cast<double>(to.links)});
  }
  return costs;
}

}  // namespace crowd
