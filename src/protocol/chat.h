// The whole chat of one peer: every module, composed. Owned by node/, which feeds host and channels.
#pragma once

#include "protocol/attention.h"
#include "protocol/heartbeat.h"
#include "protocol/presence.h"
#include "protocol/repair.h"
#include "protocol/roster.h"

namespace protocol {

struct Chat {
  Chat(bloom::Program& program, const Self& self);
  ~Chat();

  Host       host;
  Channels   channels;
  Charter    charter;
  Gate       gate;
  Links      links;
  Membership membership;
  Dialer     dialer;
  OwnProfile own_profile;
  Liveness   liveness;
  Witness    witness;
  Election   election;
  Gossip     gossip;
  CharterGossip charter_gossip;
  RollCall   roll;
  Circle     circle;
  Log        log;
  Past       past;
  FairShare  fair_share;
  Relaying   relaying;
  Attention  attention;
  Heartbeats heartbeats;
  Repair     repair;
  Presence   presence;
  Roster     roster;
};

}  // namespace protocol
