// conclave-sim: picks what to run.
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <random>
#include <string>
#include <variant>
#include <vector>

#include "apps/conclave-sim/batch.h"
#include "apps/conclave-sim/command_line.h"
#include "apps/conclave-sim/counts.h"
#include "apps/conclave-sim/single_run.h"
#include "apps/conclave-sim/speed.h"

namespace conclave_sim {

// Beside the others, so that all are found alike.
static int run(const Answer& answer) {
  std::fputs(answer.text.c_str(), answer.exit_code == 0 ? stdout : stderr);
  return answer.exit_code;
}

}  // namespace conclave_sim

int main(int argc, char** argv) {
  const auto cores = std::clamp<long>(sysconf(_SC_NPROCESSORS_ONLN), 1, 256);
  // 32 bits make seeds that people can read out.
  const conclave_sim::Invocation invocation = conclave_sim::parse_command_line(
      {argv + std::min(argc, 1), argv + argc}, static_cast<int>(cores), std::random_device()());
  return std::visit([](const auto& chosen) { return conclave_sim::run(chosen); }, invocation);
}
