#include "os/registry/file_registry.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <map>
#include <optional>
#include <sstream>
#include <system_error>
#include <thread>
#include <tuple>
#include <utility>

#include "base/check.h"
#include "os/file_name.h"
#include "os/random.h"
#include "os/registry/entry_name.h"

namespace os {

namespace {

constexpr std::size_t kAddressBytesMax = 300;
constexpr int kLockTries = 200;
constexpr std::chrono::milliseconds kLockRetry{5};
constexpr std::size_t kLookedAt = 8;     // of the entries known, at a time
constexpr std::size_t kFilesMax = 4096;  // more than that in the directory, and some peers are not found

class Descriptor {
 public:
  explicit Descriptor(int descriptor) : descriptor_(descriptor) {}
  ~Descriptor() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  Descriptor(Descriptor&& other) noexcept : descriptor_(other.release()) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int get() const { return descriptor_; }
  int release() { return std::exchange(descriptor_, -1); }

 private:
  int descriptor_;
};

constexpr std::size_t kContentBytesMax = kAddressBytesMax + 64 + 32 + 3;  // address, group, secret

std::string content_of(const env::Registered& entry) {
  std::string secret;
  for (const std::uint8_t octet : entry.secret.bytes) secret += hex_digits(octet).substr(14);
  return entry.address + " " + base::to_hex(entry.group) + " " + secret + "\n";
}

std::optional<base::InviteSeed> secret_of(const std::string& digits) {
  base::InviteSeed secret;
  if (digits.size() != 2 * secret.bytes.size()) return std::nullopt;
  for (std::size_t i = 0; i < secret.bytes.size(); ++i) {
    const char* begin = digits.data() + 2 * i;
    if (std::from_chars(begin, begin + 2, secret.bytes[i], 16).ptr != begin + 2) return std::nullopt;
  }
  return secret;
}

// The entry as its peer wrote it; nothing for what is none.
std::optional<env::Registered> read_entry(int file) {
  std::string text(kContentBytesMax + 1, '\0');
  const ssize_t bytes = ::read(file, text.data(), text.size());
  if (bytes <= 0 || static_cast<std::size_t>(bytes) > kContentBytesMax) return std::nullopt;
  text.resize(static_cast<std::size_t>(bytes));
  std::istringstream words(text);
  std::string address, group, digits;
  words >> address >> group >> digits;
  const bool readable = std::all_of(address.begin(), address.end(), [](char c) { return c > ' ' && c <= '~'; });
  const auto group_id = base::group_id_from_hex(group);
  const auto secret = secret_of(digits);
  if (!readable || address.find(':') == std::string::npos || !group_id || !secret) return std::nullopt;
  return env::Registered{{}, address, *group_id, *secret};
}

// Removes the entry of a peer that is gone.
std::optional<env::Registered> live_entry(int directory, const std::string& name) {
  const Descriptor file(::openat(directory, name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  struct stat status {};
  if (file.get() < 0 || ::fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  if (::flock(file.get(), LOCK_EX | LOCK_NB) == 0) {
    ::unlinkat(directory, name.c_str(), 0);
    return std::nullopt;
  }
  return read_entry(file.get());
}

base::Error failed(const std::string& path) {
  return {"can't write in " + path + ": " + std::generic_category().message(errno) +
          "; peers on this machine won't find this one"};
}

// The group of most that are there; of several the lowest. Its own where nobody is.
base::GroupId agreed_group(const std::vector<env::Registered>& there, const base::GroupId& proposed) {
  std::map<base::GroupId, std::size_t> counts;
  for (const env::Registered& entry : there) ++counts[entry.group];
  const auto most = std::max_element(counts.begin(), counts.end(),
                                     [](const auto& a, const auto& b) { return a.second < b.second; });
  return most == counts.end() ? proposed : most->first;
}

// Held while a group is agreed upon. Whoever holds it for long stands still: then it is not waited for.
Descriptor lock_of(int directory) {
  Descriptor lock(::openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  for (int tries = 0; lock.get() >= 0 && tries < kLockTries && ::flock(lock.get(), LOCK_EX | LOCK_NB) != 0; ++tries) {
    std::this_thread::sleep_for(kLockRetry);
  }
  return lock;
}

}  // namespace

std::string default_registry_directory() {
  const char* runtime = std::getenv("XDG_RUNTIME_DIR");
  if (runtime != nullptr && runtime[0] == '/') return std::string(runtime) + "/conclave";
  return "/tmp/conclave-" + std::to_string(::geteuid());
}

// The file gets its name once it is locked and written: nobody can take it for one whose peer is gone.
base::Result<base::GroupId> FileRegistry::publish(const std::string& group_name, const env::Registered& own,
                                                  bool proposes) {
  CHECK(own_lock_ < 0, "publish() is called once");
  const auto directory = PrivateDirectory::open(path_);
  if (!directory.ok()) return directory.error();
  const int at = directory.value().descriptor();
  const Descriptor lock = lock_of(at);
  env::Registered entry = own;
  if (proposes) entry.group = agreed_group(list(group_name), own.group);
  const std::string name = entry_name(group_name, own.id, SystemRandom().next());
  const std::string draft = "." + name;

  Descriptor file(::openat(at, draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR));
  if (file.get() < 0) return failed(path_);
  const std::string content = content_of(entry);
  const bool written =
      ::flock(file.get(), LOCK_EX | LOCK_NB) == 0 &&
      ::write(file.get(), content.data(), content.size()) == static_cast<ssize_t>(content.size()) &&
      ::renameat(at, draft.c_str(), at, name.c_str()) == 0;
  if (!written) {
    const base::Error error = failed(path_);
    ::unlinkat(at, draft.c_str(), 0);
    return error;
  }
  own_id_ = own.id;
  own_entry_ = name;
  own_lock_ = file.release();
  return entry.group;
}

std::vector<env::Registered> FileRegistry::list(const std::string& group_name) {
  const auto directory = PrivateDirectory::open(path_);
  if (!directory.ok()) return {};  // publish() said why
  std::map<std::string, env::Registered> there;
  for (const std::string& name : directory.value().file_names(kFilesMax)) {
    const auto owner = entry_owner(group_name, name);
    if (!owner || (own_lock_ >= 0 && *owner == own_id_)) continue;
    if (auto known = known_.extract(name)) {
      there.insert(std::move(known));
    } else if (auto entry = live_entry(directory.value().descriptor(), name)) {
      entry->id = *owner;
      there.emplace(name, std::move(*entry));
    }
  }
  known_ = std::move(there);
  drop_dead(directory.value());
  std::vector<env::Registered> entries;
  for (const auto& [name, entry] : known_) entries.push_back(entry);
  const auto place = [](const env::Registered& entry) { return std::tie(entry.address, entry.id); };
  std::sort(entries.begin(), entries.end(), [&](const auto& a, const auto& b) { return place(a) < place(b); });
  return entries;
}

// A few, beginning behind the last that was looked at: all who list take part, so nobody dead stays for long.
void FileRegistry::drop_dead(const PrivateDirectory& directory) {
  for (std::size_t left = std::min(kLookedAt, known_.size()); left > 0 && !known_.empty(); --left) {
    auto next = known_.upper_bound(looked_at_);
    if (next == known_.end()) next = known_.begin();
    looked_at_ = next->first;
    if (!live_entry(directory.descriptor(), looked_at_)) known_.erase(next);
  }
}

FileRegistry::~FileRegistry() {
  if (own_lock_ < 0) return;
  const auto directory = PrivateDirectory::open(path_);
  if (directory.ok()) ::unlinkat(directory.value().descriptor(), own_entry_.c_str(), 0);
  ::close(own_lock_);
}

}  // namespace os
