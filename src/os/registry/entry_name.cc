#include "os/registry/entry_name.h"

#include "os/file_name.h"

namespace os {

namespace {

constexpr std::size_t kIdDigits = 64;
constexpr std::size_t kNonceDigits = 16;

std::string prefix_of(std::string_view group) { return file_name(group) + "."; }

}  // namespace

std::string entry_name(std::string_view group, const base::PeerId& id, std::uint64_t nonce) {
  return prefix_of(group) + base::to_hex(id) + "." + hex_digits(nonce);
}

std::optional<base::PeerId> entry_owner(std::string_view group, std::string_view name) {
  const std::string prefix = prefix_of(group);
  if (!name.starts_with(prefix) || name.size() != prefix.size() + kIdDigits + 1 + kNonceDigits) {
    return std::nullopt;
  }
  name.remove_prefix(prefix.size());
  if (name[kIdDigits] != '.') return std::nullopt;
  return base::peer_id_from_hex(name.substr(0, kIdDigits));
}

}  // namespace os
