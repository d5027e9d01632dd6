#include "apps/conclave/say.h"

#include <cstdio>

namespace conclave {

void print(const std::string& text) { std::printf("%s\n", text.c_str()); }

int fail(const std::string& message) {
  std::fprintf(stderr, "conclave: %s\n", message.c_str());
  return 1;
}

}  // namespace conclave
