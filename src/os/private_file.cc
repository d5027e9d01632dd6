#include "os/private_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <system_error>

namespace os {

namespace {

base::Error failed(const std::string& path) {
  return {"can't write " + path + ": " + std::generic_category().message(errno)};
}

}  // namespace

std::optional<std::string> read_private_file(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (file < 0) return std::nullopt;
  struct stat status {};
  const bool usable = ::fstat(file, &status) == 0 && S_ISREG(status.st_mode) && status.st_uid == ::geteuid();
  std::string content(kPrivateFileBytesMax + 1, '\0');
  const ssize_t count = usable ? ::read(file, content.data(), content.size()) : -1;
  ::close(file);
  if (count < 0 || static_cast<std::size_t>(count) > kPrivateFileBytesMax) return std::nullopt;
  content.resize(static_cast<std::size_t>(count));
  return content;
}

base::Status write_private_file(const std::string& path, const std::string& content) {
  const std::string draft = path + "." + std::to_string(::getpid());
  const int file =
      ::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0) return failed(path);
  const bool written =
      ::write(file, content.data(), content.size()) == static_cast<ssize_t>(content.size()) &&
      ::fsync(file) == 0;
  ::close(file);
  if (written && ::rename(draft.c_str(), path.c_str()) == 0) return base::Done{};
  const base::Error error = failed(path);
  ::unlink(draft.c_str());
  return error;
}

}  // namespace os
