#include "apps/conclave/surroundings.h"

#include <pwd.h>
#include <unistd.h>

#include <ctime>
#include <filesystem>
#include <system_error>

namespace conclave {

std::string login_name() {
  const passwd* account = getpwuid(geteuid());
  const std::string name = account == nullptr ? "" : account->pw_name;
  return name.empty() ? "somebody" : name;
}

std::string own_program() {
  std::error_code error;
  const std::filesystem::path path = std::filesystem::read_symlink("/proc/self/exe", error);
  return error ? "/proc/self/exe" : path.string();
}

bool owner_sees_own_typing() { return isatty(STDIN_FILENO) != 0 && isatty(STDOUT_FILENO) != 0; }

std::chrono::seconds local_utc_offset(base::WallTime at) {
  const std::time_t time = std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
  std::tm local{};
  if (localtime_r(&time, &local) == nullptr) return std::chrono::seconds{0};
  return std::chrono::seconds{local.tm_gmtoff};
}

}  // namespace conclave
