// Random faults, many seeds, and peers that keep their stores: killed with and without a loss of power, disks
// that fill up. Whatever was acknowledged is everywhere once it is quiet, and nobody was shown a line twice.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "node/testing/virtual_group.h"
#include "node/testing/virtual_store.h"

namespace node {
namespace {

using namespace std::chrono_literals;
using testing::HostId;
using testing::VirtualGroup;
using testing::VirtualStore;

constexpr HostId kHosts = 4;

class KeptStorm {
 public:
  KeptStorm(std::uint64_t seed, bool power_goes) : group(seed), random_(seed), power_goes_(power_goes) {
    for (HostId host = 0; host < kHosts; ++host) start(host);
    group.run_for(3s);
  }

  void rage(int steps) {
    for (int step = 0; step < steps; ++step) {
      strike();
      for (int lines = 0; lines < 5; ++lines) {
        const HostId host = any();
        if (group.running(host)) group.say(host, "at " + std::to_string(step));
        group.run_for(base::Duration(random_.below(120'000)));
      }
    }
  }

  void calm() {
    group.network().heal();
    for (HostId host = 0; host < kHosts; ++host) {
      if (!group.running(host)) start(host);
      stores_[host].fail(false);
    }
    group.run_for(12s);
    for (HostId host = 0; host < kHosts; ++host) note_acknowledged(host);
  }

  VirtualGroup group;
  std::set<std::string> acknowledged;  // by anybody, ever

 private:
  HostId any() { return static_cast<HostId>(random_.below(kHosts)); }
  // A peer that finds its disk full does not start; here disks fill up under those that run.
  void start(HostId host) {
    stores_[host].fail(false);
    group.start(host, {.peers = {(host + 1) % kHosts, (host + 2) % kHosts}, .store = &stores_[host]});
  }
  bool keeps(HostId host) { return !stores_[host].failing() && !group.peer(host).store_is_failing(); }
  void note_acknowledged(HostId host) {
    for (const Acknowledged& event : group.events_of<Acknowledged>(host)) acknowledged.insert(event.id);
  }
  void kill(HostId host) {
    note_acknowledged(host);
    group.kill(host);
    if (power_goes_) stores_[host].lose_power();
  }
  void strike() {
    const HostId host = any();
    switch (random_.below(6)) {
      case 0:
        // What is shown while the disk is full can't be known to have been: that one repeats.
        if (group.running(host) && (power_goes_ || keeps(host))) kill(host);
        return;
      case 1:
      case 2:
        if (!group.running(host)) start(host);
        return;
      case 3:
        group.network().partition({host, any()});
        return;
      case 4:
        group.network().heal();
        return;
      default:
        stores_[host].fail(group.running(host) && random_.below(2) == 0);
        return;
    }
  }

  std::map<HostId, VirtualStore> stores_;
  base::SeededRandom random_;
  bool power_goes_;
};

void expect_all_kept(KeptStorm& storm) {
  EXPECT_GT(storm.acknowledged.size(), 20u);
  EXPECT_EQ(storm.group.rule_errors(), 0u);
  for (HostId host = 0; host < kHosts; ++host) {
    EXPECT_EQ(storm.group.peer(host).unacknowledged(), 0u) << host;
    std::set<std::string> held;
    for (const Message& message : storm.group.peer(host).history("lobby")) held.insert(message.id);
    for (const std::string& id : storm.acknowledged)
      EXPECT_TRUE(held.contains(id)) << host << " lacks " << id;
  }
}

TEST(KeptChaos, Killed_NothingAcknowledgedIsLost_NothingIsShownTwice) {
  for (std::uint64_t seed = 1; seed <= 30 && !::testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    KeptStorm storm(seed, false);
    storm.rage(40);
    storm.calm();
    expect_all_kept(storm);
    EXPECT_TRUE(storm.group.identical());
  }
}

TEST(KeptChaos, PowerLost_NothingAcknowledgedIsLost) {
  for (std::uint64_t seed = 1; seed <= 30 && !::testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    KeptStorm storm(seed, true);
    storm.rage(40);
    storm.calm();
    expect_all_kept(storm);
  }
}

}  // namespace
}  // namespace node
