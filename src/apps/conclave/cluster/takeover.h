// One takeover, played with real processes: peers chat, the one that relays is killed or stopped in mid-flow,
// the others go on, and everybody's transcript is collected. The demo and the failover benchmark are made of
// it.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "apps/conclave/cluster/cluster.h"
#include "apps/conclave/cluster/verdict.h"

namespace cluster {

struct TakeoverOptions {
  enum class Fault { kKill, kStop };  // SIGKILL, or SIGSTOP and SIGCONT once the last line is said

  std::vector<std::string> nicks = {"alice", "bob", "carol", "dave", "erin"};
  std::vector<Peer*> assembled{};        // instead: peers that run already, and follow one leader
  std::vector<std::string> arguments{};  // of every peer
  std::string late_nick{};               // joins halfway between the fault and the end; empty: nobody does
  Fault fault = Fault::kKill;
  std::size_t lines_before = 50, lines_after = 50;  // the fault
  base::Duration line_every = std::chrono::milliseconds{20};
  base::Duration limit = std::chrono::seconds{20};  // of each thing that is waited for
  base::Duration fault_delay{};  // after the last line before: which moment of the rhythm it hits
};

// What is going on, for whoever watches.
struct TakeoverProgress {
  std::function<void(const std::string& what)> now_doing = [](const std::string&) {};
};

// An error says what did not happen in time. Losses are no error here: judge() finds them.
base::Result<Conversation> play_takeover(Cluster& cluster, const TakeoverOptions& options,
                                         const TakeoverProgress& progress = {});

}  // namespace cluster
