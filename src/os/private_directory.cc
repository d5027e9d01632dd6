#include "os/private_directory.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace os {

namespace {

constexpr mode_t kOthers = S_IRWXG | S_IRWXO;

base::Error unusable(const std::string& path, const std::string& what) {
  return {"can't use " + path + ": " + what};
}

std::string octal(mode_t mode) {
  std::string digits = "0";
  for (int shift = 6; shift >= 0; shift -= 3) digits += static_cast<char>('0' + ((mode >> shift) & 7));
  return digits;
}

}  // namespace

base::Result<PrivateDirectory> PrivateDirectory::open(const std::string& path) {
  if (::mkdir(path.c_str(), S_IRWXU) != 0 && errno != EEXIST) {
    return unusable(path, "it can't be made: " + std::generic_category().message(errno));
  }
  PrivateDirectory directory(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (directory.descriptor_ < 0) return unusable(path, std::generic_category().message(errno));
  struct stat status {};
  if (::fstat(directory.descriptor_, &status) != 0) {
    return unusable(path, std::generic_category().message(errno));
  }
  if (status.st_uid != ::geteuid()) {
    return unusable(
        path, "it belongs to another user (" + std::to_string(status.st_uid) + "); remove or rename it");
  }
  if ((status.st_mode & kOthers) != 0) {
    return unusable(
        path, "it is open to other users (mode " + octal(status.st_mode) + "); run `chmod 700 " + path + "`");
  }
  return directory;
}

PrivateDirectory::~PrivateDirectory() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

std::vector<std::string> PrivateDirectory::file_names(std::size_t count_max) const {
  std::vector<std::string> names;
  const int own =
      ::openat(descriptor_, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);  // with a position of its own
  DIR* stream = own >= 0 ? ::fdopendir(own) : nullptr;
  if (stream == nullptr) {
    if (own >= 0) ::close(own);
    return names;
  }
  while (const dirent* entry = ::readdir(stream)) {
    if (names.size() == count_max) break;
    names.emplace_back(entry->d_name);
  }
  ::closedir(stream);
  return names;
}

}  // namespace os
