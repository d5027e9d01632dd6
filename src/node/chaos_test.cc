// Random faults, many seeds: whatever happened, once it is quiet the logs are one. Each seed is a run that
// can be repeated exactly.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "node/testing/virtual_group.h"

namespace node {
namespace {

using namespace std::chrono_literals;
using testing::HostId;
using testing::VirtualGroup;

constexpr int kHosts = 5;

class Storm {
 public:
  explicit Storm(std::uint64_t seed) : group(seed), random_(seed) { group.start_all(kHosts); }

  void rage(int steps) {
    for (int step = 0; step < steps; ++step) {
      strike();
      for (int lines = 0; lines < 5; ++lines) {
        talk();
        group.run_for(base::Duration(random_.below(120'000)));
      }
    }
  }

  void calm() {
    group.network().heal();
    for (const HostId host : paused_) group.resume(host);
    for (HostId host = 0; host < kHosts; ++host) {
      if (!group.running(host)) restart(host);
    }
    group.run_for(12s);
  }

  VirtualGroup group;
  std::map<HostId, std::vector<std::string>> said;  // by peers that live on

 private:
  HostId any() { return static_cast<HostId>(random_.below(kHosts)); }
  bool talks(HostId host) { return group.running(host) && !paused_.contains(host); }
  void restart(HostId host) {
    said[host].clear();
    group.start(host, {.peers = {(host + 1) % kHosts, (host + 2) % kHosts, (host + 3) % kHosts}});
  }
  void talk() {
    const HostId host = any();
    if (talks(host)) said[host].push_back(group.say(host, std::to_string(said[host].size())));
  }
  void strike() {
    const HostId host = any();
    switch (random_.below(7)) {
      case 0:
        if (group.running(host) && !paused_.contains(host)) group.kill(host);
        return;
      case 1:
        if (!group.running(host)) restart(host);
        return;
      case 2:
        if (talks(host)) {
          group.pause(host);
          paused_.insert(host);
        }
        return;
      case 3:
        if (paused_.erase(host) != 0) group.resume(host);
        return;
      case 4:
        group.network().partition({host, any()});
        return;
      case 5:
        group.network().heal();
        return;
      default:
        return;
    }
  }

  base::SeededRandom random_;
  std::set<HostId> paused_;
};

TEST(Chaos, RandomFaults_LogsAreIdenticalOnceItIsQuiet) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Storm storm(seed);
    storm.rage(40);
    storm.calm();
    VirtualGroup& group = storm.group;
    EXPECT_TRUE(group.identical());
    EXPECT_EQ(group.rule_errors(), 0u);
    for (HostId host = 0; host < kHosts; ++host) {
      EXPECT_EQ(group.leader_of(host), group.leader_of(0)) << host;
      EXPECT_EQ(group.peer(host).unacknowledged(), 0u) << host;
      std::set<std::string> held;
      for (const Message& message : group.peer(host).history("lobby")) held.insert(message.id);
      for (const auto& [author, ids] : storm.said) {
        for (const std::string& id : ids)
          EXPECT_TRUE(held.contains(id)) << author << " said, " << host << " lacks";
      }
    }
    if (HasFailure()) return;
  }
}

TEST(Chaos, SameSeed_SameRun) {
  const auto run = [] {
    Storm storm(5);
    storm.rage(15);
    std::string all;
    for (HostId host = 0; host < kHosts; ++host) {
      for (const auto& line : storm.group.shown(host)) {
        all += line.id + (line.late ? "late" : "") + std::to_string(line.at.time_since_epoch().count());
      }
    }
    return all + std::to_string(storm.group.network().frames_delivered());
  };
  EXPECT_EQ(run(), run());
}

}  // namespace
}  // namespace node
