#include "os/registry/file_registry.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <optional>
#include <system_error>
#include <utility>

#include "base/check.h"
#include "os/random.h"
#include "os/registry/entry_name.h"

namespace os {

namespace {

constexpr std::size_t kAddressBytesMax = 300;
constexpr std::size_t kFilesMax = 4096;  // more than that in the directory, and some peers are not found

class Descriptor {
 public:
  explicit Descriptor(int descriptor) : descriptor_(descriptor) {}
  ~Descriptor() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int get() const { return descriptor_; }
  int release() { return std::exchange(descriptor_, -1); }

 private:
  int descriptor_;
};

// The entry as its peer wrote it; nothing for what is no address.
std::optional<std::string> read_address(int file) {
  std::string text(kAddressBytesMax + 1, '\0');
  const ssize_t bytes = ::read(file, text.data(), text.size());
  if (bytes <= 0 || static_cast<std::size_t>(bytes) > kAddressBytesMax) return std::nullopt;
  text.resize(static_cast<std::size_t>(bytes));
  if (text.back() == '\n') text.pop_back();
  const bool readable = std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
  if (!readable || text.find(':') == std::string::npos) return std::nullopt;
  return text;
}

// Removes the entry of a peer that is gone.
std::optional<std::string> live_address(int directory, const std::string& name) {
  const Descriptor file(::openat(directory, name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  struct stat status {};
  if (file.get() < 0 || ::fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  if (::flock(file.get(), LOCK_EX | LOCK_NB) == 0) {
    ::unlinkat(directory, name.c_str(), 0);
    return std::nullopt;
  }
  return read_address(file.get());
}

base::Error failed(const std::string& path) {
  return {"can't write in " + path + ": " + std::generic_category().message(errno) +
          "; peers on this machine won't find this one"};
}

}  // namespace

std::string default_registry_directory() {
  const char* runtime = std::getenv("XDG_RUNTIME_DIR");
  if (runtime != nullptr && runtime[0] == '/') return std::string(runtime) + "/conclave";
  return "/tmp/conclave-" + std::to_string(::geteuid());
}

// The file gets its name once it is locked and written: nobody can take it for one whose peer is gone.
base::Status FileRegistry::publish(const std::string& group, const base::PeerId& id,
                                   const std::string& address) {
  CHECK(own_lock_ < 0, "publish() is called once");
  const auto directory = PrivateDirectory::open(path_);
  if (!directory.ok()) return directory.error();
  const int at = directory.value().descriptor();
  const std::string name = entry_name(group, id, SystemRandom().next());
  const std::string draft = "." + name;

  Descriptor file(::openat(at, draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR));
  if (file.get() < 0) return failed(path_);
  const std::string content = address + "\n";
  const bool written =
      ::flock(file.get(), LOCK_EX | LOCK_NB) == 0 &&
      ::write(file.get(), content.data(), content.size()) == static_cast<ssize_t>(content.size()) &&
      ::renameat(at, draft.c_str(), at, name.c_str()) == 0;
  if (!written) {
    const base::Error error = failed(path_);
    ::unlinkat(at, draft.c_str(), 0);
    return error;
  }
  own_id_ = id;
  own_entry_ = name;
  own_lock_ = file.release();
  return base::Done{};
}

std::vector<std::string> FileRegistry::list(const std::string& group) {
  std::vector<std::string> addresses;
  const auto directory = PrivateDirectory::open(path_);
  if (!directory.ok()) return addresses;  // publish() said why
  for (const std::string& name : directory.value().file_names(kFilesMax)) {
    const auto owner = entry_owner(group, name);
    if (!owner || (own_lock_ >= 0 && *owner == own_id_)) continue;
    if (auto address = live_address(directory.value().descriptor(), name)) addresses.push_back(*address);
  }
  std::sort(addresses.begin(), addresses.end());
  addresses.erase(std::unique(addresses.begin(), addresses.end()), addresses.end());
  return addresses;
}

FileRegistry::~FileRegistry() {
  if (own_lock_ < 0) return;
  const auto directory = PrivateDirectory::open(path_);
  if (directory.ok()) ::unlinkat(directory.value().descriptor(), own_entry_.c_str(), 0);
  ::close(own_lock_);
}

}  // namespace os
