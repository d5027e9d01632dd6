#include "os/data_directory.h"

#include <fcntl.h>
#include <pwd.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>

namespace os {

namespace {

constexpr const char* kLockName = "lock";
constexpr mode_t kOthers = S_IRWXG | S_IRWXO;

std::string system_reason() { return std::generic_category().message(errno); }

base::Error unusable(const std::string& what) { return {"The data folder can't be used: " + what}; }

// As PrivateDirectory wants it: without links on the way, and with all above it in place.
base::Result<std::string> prepared(const std::string& path) {
  std::error_code error;
  const std::filesystem::path resolved = std::filesystem::weakly_canonical(path, error);
  if (error || resolved.empty()) return unusable("can't find " + path + ": " + error.message() + ".");
  std::filesystem::path above;
  for (const auto& part : resolved.parent_path()) {
    above /= part;
    if (::mkdir(above.c_str(), S_IRWXU) != 0 && errno != EEXIST && errno != EROFS && errno != EACCES) {
      return unusable("can't make " + above.string() + ": " + system_reason() + ".");
    }
  }
  return resolved.string();
}

// So that a loss of power does not take a file whose content was safe.
void keep_names(const std::string& directory) {
  const int descriptor = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;
  ::fsync(descriptor);
  ::close(descriptor);
}

}  // namespace

std::string default_data_root() {
  const char* given = std::getenv("XDG_DATA_HOME");
  if (given != nullptr && given[0] == '/') return std::string(given) + "/conclave";
  const char* home = std::getenv("HOME");
  const passwd* account = home == nullptr || home[0] != '/' ? ::getpwuid(::geteuid()) : nullptr;
  if (account != nullptr) home = account->pw_dir;
  return std::string(home == nullptr ? "" : home) + "/.local/share/conclave";
}

DataDirectory::DataDirectory(std::string path, PrivateDirectory directory, int lock)
    : path_(std::move(path)), directory_(std::move(directory)), lock_(lock) {}

DataDirectory::DataDirectory(DataDirectory&& other) noexcept
    : path_(std::move(other.path_)),
      directory_(std::move(other.directory_)),
      lock_(std::exchange(other.lock_, -1)) {}

DataDirectory::~DataDirectory() {
  if (lock_ >= 0) ::close(lock_);
}

// The lock is a file of its own: closing any descriptor of a database would drop SQLite's locks on it. The
// kernel releases it however the process ends.
base::Result<std::optional<DataDirectory>> DataDirectory::claim(const std::string& path) {
  auto resolved = prepared(path);
  if (!resolved) return resolved.error();
  auto opened = PrivateDirectory::open(resolved.value());
  if (!opened) return unusable(opened.error().message + ".");
  const int lock = ::openat(opened.value().descriptor(), kLockName, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC,
                            S_IRUSR | S_IWUSR);
  if (lock < 0) return unusable("can't write in " + resolved.value() + ": " + system_reason() + ".");
  DataDirectory directory(resolved.value(), std::move(opened.value()), lock);
  if (::flock(lock, LOCK_EX | LOCK_NB) == 0) {
    keep_names(std::filesystem::path(resolved.value()).parent_path());
    return std::optional<DataDirectory>(std::move(directory));
  }
  if (errno == EWOULDBLOCK) return std::optional<DataDirectory>();
  return unusable("can't lock " + resolved.value() + ": " + system_reason() + ".");
}

base::Error DataDirectory::in_use(const std::string& path) {
  return unusable("another running peer keeps its log in " + path + ": choose another folder with --data.");
}

base::Result<std::string> DataDirectory::private_file(const std::string& name) const {
  const std::string path = path_ + "/" + name;
  const int file = ::openat(directory_.descriptor(), name.c_str(),
                            O_RDONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0) return unusable("can't open " + path + ": " + system_reason() + ".");
  struct stat status {};
  const bool known = ::fstat(file, &status) == 0;
  ::close(file);
  if (!known || !S_ISREG(status.st_mode)) return unusable(path + " is not a file: remove or rename it.");
  if (status.st_uid != ::geteuid()) return unusable(path + " belongs to another user: remove or rename it.");
  if ((status.st_mode & kOthers) != 0) {
    return unusable(path + " is open to other users: run `chmod 600 " + path + "`.");
  }
  keep_names(path_);
  return path;
}

}  // namespace os
