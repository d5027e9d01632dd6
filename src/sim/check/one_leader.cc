#include "sim/check/one_leader.h"

#include <algorithm>

#include "base/ids.h"
#include "protocol/chat.h"

namespace sim {

namespace {

std::string leader_of(const World& world, HostIndex host) {
  const auto& leader = world.peer(host).chat().election.leader;
  return leader.empty() ? "" : base::to_hex(leader.begin()->id);
}

}  // namespace

std::vector<HostIndex> all(const World& world) { return others(world, {}); }

std::vector<HostIndex> others(const World& world, const std::vector<HostIndex>& hosts) {
  std::vector<HostIndex> rest;
  for (HostIndex host = 0; host < world.hosts(); ++host) {
    if (std::find(hosts.begin(), hosts.end(), host) == hosts.end()) rest.push_back(host);
  }
  return rest;
}

std::string common_leader(const World& world, const std::vector<HostIndex>& hosts) {
  std::string leader;
  bool present = false;
  for (const HostIndex host : hosts) {
    if (!world.running(host)) continue;
    const std::string here = leader_of(world, host);
    if (here.empty() || (!leader.empty() && here != leader)) return "";
    leader = here;
    present = present || base::to_hex(world.peer(host).id()) == leader;
  }
  return present ? leader : "";
}

bool has_one_leader(const World& world, const std::vector<HostIndex>& hosts) {
  const bool empty = std::none_of(hosts.begin(), hosts.end(), [&](HostIndex host) { return world.running(host); });
  return empty || !common_leader(world, hosts).empty();
}

void OneLeader::on_leader(HostIndex host, const node::LeaderChanged& leader) {
  if (quiet_) fail("in the quiet " + name_of(host) + " comes to follow " + leader.nick);
}

void OneLeader::at_calm(bool) {
  quiet_ = false;
  look_at(all(world_));
}

void OneLeader::at_apart(const std::vector<HostIndex>& side) {
  look_at(side);
  look_at(others(world_, side));
}

void OneLeader::look_at(const std::vector<HostIndex>& hosts) {
  if (has_one_leader(world_, hosts)) return;
  std::string text = "no common leader:";
  for (const HostIndex host : hosts) {
    if (!world_.running(host)) continue;
    const std::string leader = leader_of(world_, host);
    text += " " + name_of(host) + " (" + base::short_hex(world_.peer(host).id()) + ") follows " +
            (leader.empty() ? "nobody" : leader.substr(0, 8)) + ";";
  }
  fail(text);
}

}  // namespace sim
