#include "apps/conclave/data_folder.h"

#include "os/file_name.h"

namespace conclave {

namespace {

constexpr int kPeersOfOneNickMax = 64;

base::Result<os::DataDirectory> claim(const DataFolder& folder) {
  const std::string first = path_of(folder);
  const int last = folder.given.empty() ? kPeersOfOneNickMax : 1;
  for (int number = 1; number <= last; ++number) {
    const std::string path = number == 1 ? first : first + "-" + std::to_string(number);
    auto claimed = os::DataDirectory::claim(path);
    if (!claimed) return claimed.error();
    if (claimed.value()) return std::move(*claimed.value());
  }
  return os::DataDirectory::in_use(first);
}

}  // namespace

std::string path_of(const DataFolder& folder) {
  if (!folder.given.empty()) return folder.given;
  return os::default_data_root() + "/" + os::file_name(folder.group) + "/" + os::file_name(folder.nick);
}

base::Result<std::unique_ptr<os::SqliteStore>> open_store(const DataFolder& folder) {
  auto directory = claim(folder);
  if (!directory) return directory.error();
  return os::SqliteStore::open(std::move(directory.value()));
}

}  // namespace conclave
