#include "os/file_name.h"

namespace os {

namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr std::size_t kEscapedBytesMax = 150;  // of the 255 that a file name has

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

// FNV-1a (Fowler, Noll, Vo).
std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  return hash;
}

}  // namespace

std::string hex_digits(std::uint64_t value) {
  std::string digits(16, '0');
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit, value >>= 4)
    *digit = kHexDigits[value & 0xf];
  return digits;
}

std::string file_name(std::string_view text) {
  std::string name = text.empty() ? "%" : escape(text);
  if (name.size() > kEscapedBytesMax) {
    name.resize(kEscapedBytesMax);
    name += "~" + hex_digits(hash_of(text));
  }
  return name;
}

}  // namespace os
