#include "apps/conclave/data_folder.h"

#include <filesystem>

#include "os/file_name.h"
#include "os/registry/file_registry.h"
#include "wire/hash.h"

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

base::Result<OpenFolder> open_store(const DataFolder& folder) {
  auto directory = claim(folder);
  if (!directory) return directory.error();
  std::string path = directory.value().path();
  auto store = os::SqliteStore::open(std::move(directory.value()));
  if (!store) return store.error();
  return OpenFolder{std::move(path), std::move(store.value())};
}

// The path of a Unix socket is short, so that it can't be in the folder itself.
std::string control_socket_of(const std::string& data_folder) {
  std::error_code error;
  const std::string path = std::filesystem::weakly_canonical(data_folder, error).string();
  const auto hash = wire::hash_of({reinterpret_cast<const std::uint8_t*>(path.data()), path.size()});
  return os::default_registry_directory() + "/control." + os::hex_digits(hash.words[0]);
}

}  // namespace conclave
