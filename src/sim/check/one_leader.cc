#include "sim/check/one_leader.h"

#include "base/ids.h"
#include "protocol/chat.h"

namespace sim {

namespace {

std::string leader_of(const World& world, HostIndex host) {
  const auto& leader = world.peer(host).chat().election.leader;
  return leader.empty() ? "" : base::to_hex(leader.begin()->id);
}

}  // namespace

std::string common_leader(const World& world) {
  std::string leader;
  bool present = false;
  for (HostIndex host = 0; host < world.hosts(); ++host) {
    if (!world.running(host)) continue;
    const std::string here = leader_of(world, host);
    if (here.empty() || (!leader.empty() && here != leader)) return "";
    leader = here;
    present = present || base::to_hex(world.peer(host).id()) == leader;
  }
  return present ? leader : "";
}

void OneLeader::on_leader(HostIndex host, const node::LeaderChanged& leader) {
  if (quiet_) fail("in the quiet " + name_of(host) + " comes to follow " + leader.nick);
}

void OneLeader::at_calm(bool) {
  quiet_ = false;
  if (!common_leader(world_).empty()) return;
  std::string text = "no common leader:";
  for (HostIndex host = 0; host < world_.hosts(); ++host) {
    if (!world_.running(host)) continue;
    const std::string leader = leader_of(world_, host);
    text += " " + name_of(host) + " (" + base::short_hex(world_.peer(host).id()) + ") follows " +
            (leader.empty() ? "nobody" : leader.substr(0, 8)) + ";";
  }
  fail(text);
}

}  // namespace sim
