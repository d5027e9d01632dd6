#include "apps/conclave/cluster/usage.h"

#include <gtest/gtest.h>
#include <unistd.h>

namespace cluster {
namespace {

constexpr pid_t kNoProcess = 1 << 22;  // Linux gives lower numbers only

TEST(Usage, ThisProcess_HasMemoryOfItsOwnAndUsesTime) {
  const Memory memory = memory_of(getpid());
  EXPECT_GT(memory.own_bytes, 0u);
  EXPECT_GE(memory.resident_bytes, memory.own_bytes);
  const base::Duration before = cpu_time(getpid());
  while (cpu_time(getpid()) == before) {
  }
  EXPECT_GT(cpu_time(getpid()), before);
}

TEST(Usage, NoSuchProcess_UsesNothing) {
  EXPECT_EQ(memory_of(kNoProcess).resident_bytes, 0u);
  EXPECT_EQ(cpu_time(kNoProcess), base::Duration{});
}

}  // namespace
}  // namespace cluster
