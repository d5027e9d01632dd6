// A process with a peer within it, for a benchmark: it listens at 127.0.0.1, counts the lines it is told of, and says as many as
// it is asked for.
#pragma once

#include <string>

#include "bench/embedded/board.h"

namespace bench::embedded {

struct MemberOptions {
  std::size_t index = 0;   // the first founds the group and puts an invite on the board; the others come by it
  std::string folder{};    // of its store; empty: it keeps nothing
  int commands = -1;       // a descriptor; a line "N" means: say N lines of 100 bytes. It ends with it
};

// Until there are no more commands. Exit status.
int run_member(const MemberOptions& options, Board& board);

}  // namespace bench::embedded
