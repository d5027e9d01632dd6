// Many takeovers in one conversation: whoever relays is killed in mid-flow and started again, over and over,
// while the others talk on. The benchmark of failovers in a row is made of it.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "apps/conclave/cluster/cluster.h"

namespace cluster {

struct SuccessionOptions {
  std::vector<std::string> nicks = {"alice", "bob", "carol", "dave", "erin"};
  std::vector<std::string> arguments{};  // of every peer
  std::size_t failovers = 200;
  base::Duration line_every = std::chrono::milliseconds{20};
  std::uint64_t seed = 1;  // of the moments at which they are killed
};

struct SuccessionResult {
  std::vector<base::Duration> gaps;  // as Verdict::gap, one a failover
  std::size_t said = 0;
  // Lines whose author saw them acknowledged, or lived on, and that a transcript lacks in the end.
  std::size_t lost = 0;
  // Lines that a transcript holds, or a peer showed in all its runs together, more than once.
  std::size_t twice = 0;
  bool identical = false;  // all transcripts, entry by entry
};

// An error says what did not happen in time; losses are no error here.
base::Result<SuccessionResult> play_succession(
    Cluster& cluster, const SuccessionOptions& options,
    const std::function<void(std::size_t failover, base::Duration gap)>& progress);

}  // namespace cluster
