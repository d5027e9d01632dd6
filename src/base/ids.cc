#include "base/ids.h"

namespace base {

namespace {

constexpr std::string_view kDigits = "0123456789abcdef";
constexpr std::size_t kHexDigits = 64;
constexpr std::size_t kShortDigits = 8;
constexpr std::size_t kDigitsPerWord = 16;

std::string hex_of(const std::array<std::uint64_t, 4>& words) {
  std::string text(kHexDigits, '0');
  auto digit = text.begin();
  for (const std::uint64_t word : words) {
    for (int shift = 60; shift >= 0; shift -= 4) *digit++ = kDigits[(word >> shift) & 0xf];
  }
  return text;
}

template <class Id>
std::optional<Id> id_from_hex(std::string_view text) {
  if (text.size() != kHexDigits) return std::nullopt;
  Id id;
  for (std::size_t i = 0; i < kHexDigits; ++i) {
    const std::size_t digit = kDigits.find(text[i]);
    if (digit == std::string_view::npos) return std::nullopt;
    id.words[i / kDigitsPerWord] = (id.words[i / kDigitsPerWord] << 4) | digit;
  }
  return id;
}

}  // namespace

std::string to_hex(const PeerId& id) { return hex_of(id.words); }
std::string to_hex(const EntryId& id) { return hex_of(id.words); }
std::string to_hex(const GroupId& id) { return hex_of(id.words); }

std::string short_hex(const PeerId& id) { return to_hex(id).substr(0, kShortDigits); }

std::optional<PeerId> peer_id_from_hex(std::string_view text) { return id_from_hex<PeerId>(text); }
std::optional<GroupId> group_id_from_hex(std::string_view text) { return id_from_hex<GroupId>(text); }

}  // namespace base
