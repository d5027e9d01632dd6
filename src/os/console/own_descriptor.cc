#include "os/console/own_descriptor.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>

namespace os {

OwnDescriptor::OwnDescriptor(int shared, Use use) {
  if (open_again(shared, use)) return;
  descriptor_ = ::fcntl(shared, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
  if (descriptor_ < 0) return;
  flags_to_restore_ = ::fcntl(descriptor_, F_GETFL);
  ::fcntl(descriptor_, F_SETFL, flags_to_restore_ | O_NONBLOCK);
}

OwnDescriptor::~OwnDescriptor() {
  if (descriptor_ < 0) return;
  if (flags_to_restore_ >= 0) ::fcntl(descriptor_, F_SETFL, flags_to_restore_);
  ::close(descriptor_);
}

// Pipes and terminals alone: a file opened again would start at its beginning, and never blocks anyway;
// a socket can't be opened again.
bool OwnDescriptor::open_again(int shared, Use use) {
  struct stat status {};
  if (::fstat(shared, &status) != 0) return false;
  if (!S_ISFIFO(status.st_mode) && ::isatty(shared) == 0) return false;
  const std::string path = "/proc/self/fd/" + std::to_string(shared);
  const int access = use == Use::kRead ? O_RDONLY : O_WRONLY;
  descriptor_ = ::open(path.c_str(), access | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  return descriptor_ >= 0;
}

void fill_standard_descriptors() {
  for (int standard = STDIN_FILENO; standard <= STDERR_FILENO; ++standard) {
    if (::fcntl(standard, F_GETFD) >= 0 || errno != EBADF) continue;
    const int null = ::open("/dev/null", O_RDWR);
    if (null >= 0 && null != standard) {
      ::dup2(null, standard);
      ::close(null);
    }
  }
}

}  // namespace os
