#include "apps/conclave/cluster/usage.h"

#include <time.h>

#include <fstream>
#include <string>

namespace cluster {

base::Duration cpu_time(pid_t pid) {
  clockid_t clock{};
  timespec used{};
  if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &used) != 0) return {};
  return std::chrono::seconds{used.tv_sec} +
         std::chrono::duration_cast<base::Duration>(std::chrono::nanoseconds{used.tv_nsec});
}

Memory memory_of(pid_t pid) {
  constexpr std::size_t kKilobyte = 1024;
  Memory memory;
  std::ifstream sums("/proc/" + std::to_string(pid) + "/smaps_rollup");
  for (std::string word; sums >> word;) {
    std::size_t kilobytes = 0;
    if (word == "Rss:" && sums >> kilobytes) memory.resident_bytes = kilobytes * kKilobyte;
    const bool own = word == "Private_Clean:" || word == "Private_Dirty:";
    if (own && sums >> kilobytes) memory.own_bytes += kilobytes * kKilobyte;
  }
  return memory;
}

}  // namespace cluster
