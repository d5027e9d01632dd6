// CHECK: an invariant of our own, tested in every build. Never for what a peer, a file or a user says.
#pragma once

#include <cstdio>
#include <cstdlib>

namespace base {

[[noreturn]] inline void check_failed(const char* condition, const char* invariant, const char* file,
                                      int line) {
  std::fprintf(stderr, "%s:%d: broken invariant: %s (%s)\n", file, line, invariant, condition);
  std::abort();
}

}  // namespace base

#define CHECK(condition, invariant) \
  ((condition) ? void() : ::base::check_failed(#condition, invariant, __FILE__, __LINE__))
