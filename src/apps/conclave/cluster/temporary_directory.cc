#include "apps/conclave/cluster/temporary_directory.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>
#include <system_error>

namespace cluster {

base::Result<TemporaryDirectory> TemporaryDirectory::create() {
  std::error_code error;
  const std::filesystem::path parent = std::filesystem::temp_directory_path(error);
  std::string pattern = ((error ? std::filesystem::path("/tmp") : parent) / "conclave-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) {
    return base::Error{"Cannot make a temporary folder like " + pattern + ": " + std::strerror(errno) +
                       ". Set TMPDIR to a folder that can be written to."};
  }
  return TemporaryDirectory{pattern};
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;  // nothing better can be done about it while going
  if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
}

}  // namespace cluster
