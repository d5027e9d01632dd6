#include "os/registry/entry_name.h"

namespace os {

namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr std::size_t kEscapedBytesMax = 150;  // of the 255 that a file name has
constexpr std::size_t kIdDigits = 64;
constexpr std::size_t kNonceDigits = 16;

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

std::string escape(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (is_plain(c)) {
      escaped += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    escaped += {'%', kHexDigits[byte >> 4], kHexDigits[byte & 0xf]};
  }
  return escaped;
}

std::string to_hex(std::uint64_t value) {
  std::string digits(kNonceDigits, '0');
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit, value >>= 4)
    *digit = kHexDigits[value & 0xf];
  return digits;
}

// FNV-1a (Fowler, Noll, Vo). Two groups of one hash would only see each other's addresses, which are hints.
std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  return hash;
}

std::string prefix_of(std::string_view group) {
  std::string escaped = escape(group);
  if (escaped.size() > kEscapedBytesMax) {
    escaped.resize(kEscapedBytesMax);
    escaped += "~" + to_hex(hash_of(group));
  }
  return escaped + ".";
}

}  // namespace

std::string entry_name(std::string_view group, const base::PeerId& id, std::uint64_t nonce) {
  return prefix_of(group) + base::to_hex(id) + "." + to_hex(nonce);
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
