// What a process of ours has used so far, as the kernel counts it.
#pragma once

#include <sys/types.h>

#include <cstddef>

#include "base/time.h"

namespace cluster {

// Processor time, in all threads; zero once the process is gone.
base::Duration cpu_time(pid_t pid);

struct Memory {
  std::size_t resident_bytes = 0;  // what it has in memory, with the program it shares with others
  std::size_t own_bytes = 0;       // of that, what nobody else has: what one more such process takes
};
Memory memory_of(pid_t pid);

}  // namespace cluster
