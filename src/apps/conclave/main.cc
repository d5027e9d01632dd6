// conclave: picks what to run.
#include <algorithm>
#include <cstdio>
#include <string>
#include <variant>
#include <vector>

#include "apps/conclave/account.h"
#include "apps/conclave/chat.h"
#include "apps/conclave/command_line.h"
#include "apps/conclave/control.h"
#include "apps/conclave/demo/demo.h"
#include "apps/conclave/doctor.h"
#include "apps/conclave/history.h"
#include "apps/conclave/last_used.h"
#include "apps/conclave/serve.h"
#include "apps/conclave/surroundings.h"
#include "apps/conclave/tui.h"
#include "os/console/own_descriptor.h"

namespace conclave {

namespace {

int run(const Answer& answer) {
  std::fputs(answer.text.c_str(), answer.exit_code == 0 ? stdout : stderr);
  return answer.exit_code;
}

int run(const demo::Options& options) { return demo::run(own_program(), options); }

int run(const HistoryOptions& options) { return run_history(options); }

int run(const DoctorOptions& options) { return run_doctor(options); }

int run(const ControlOptions& options) { return run_control(options); }

int run(const AccountOptions& options) { return run_account(options); }

int run(const ChatOptions& options) {
  if (options.serve) return run_serve(options);
  return wants_screen(options) ? run_tui(options) : run_chat(options);
}

}  // namespace

}  // namespace conclave

int main(int argc, char** argv) {
  os::fill_standard_descriptors();
  const conclave::Habits habits{.login_name = conclave::login_name(), .last = conclave::last_used()};
  const conclave::Invocation invocation =
      conclave::parse_command_line({argv + std::min(argc, 1), argv + argc}, habits, CONCLAVE_VERSION);
  return std::visit([](const auto& chosen) { return conclave::run(chosen); }, invocation);
}
