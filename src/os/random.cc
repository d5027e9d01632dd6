#include "os/random.h"

#include <sys/random.h>

#include <cerrno>

#include "base/check.h"

namespace os {

// Requests of up to 256 bytes are answered whole once the kernel's pool is ready (random(7)); a signal may
// interrupt the wait before that.
std::uint64_t SystemRandom::next() {
  std::uint64_t value = 0;
  ssize_t got = 0;
  do {
    got = ::getrandom(&value, sizeof value, 0);
  } while (got < 0 && errno == EINTR);
  CHECK(got == sizeof value, "getrandom answers small requests whole");
  return value;
}

}  // namespace os
