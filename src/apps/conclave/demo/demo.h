// `conclave demo`: five real peers on this machine, the one that relays killed while they talk, one joining
// late, and what that cost. Meets no other group; leaves no process and no file behind, also at Ctrl-C.
#pragma once

#include <cstddef>
#include <string>

namespace demo {

struct Options {
  std::size_t lines = 60;
  bool json = false;  // figures only
};

// Runs copies of `program`. 0: nothing lost, nothing twice, all transcripts the same; 1: something went
// wrong; 130: interrupted.
int run(const std::string& program, const Options& options);

}  // namespace demo
