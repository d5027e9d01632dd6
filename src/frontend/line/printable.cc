#include "frontend/line/printable.h"

#include <algorithm>
#include <array>

#include "base/utf8.h"

namespace frontend::line {

namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

enum class Joiners { kDropped, kShown };

struct Range {
  char32_t first, last;
};

// Everything that moves the cursor, reverses the text around it or leaves no mark of its own (Unicode general
// categories Cc above U+007F, Cf, Zl and Zp, the fillers, and the noncharacters), in ascending order.
constexpr std::array kUnsafe = {
    Range{0x0080, 0x009F},   Range{0x00AD, 0x00AD},   Range{0x034F, 0x034F},   Range{0x0600, 0x0605},
    Range{0x061C, 0x061C},   Range{0x06DD, 0x06DD},   Range{0x070F, 0x070F},   Range{0x0890, 0x0891},
    Range{0x08E2, 0x08E2},   Range{0x115F, 0x1160},   Range{0x17B4, 0x17B5},   Range{0x180B, 0x180F},
    Range{0x200B, 0x200F},   Range{0x2028, 0x202E},   Range{0x2060, 0x206F},   Range{0x3164, 0x3164},
    Range{0xFDD0, 0xFDEF},   Range{0xFEFF, 0xFEFF},   Range{0xFFA0, 0xFFA0},   Range{0xFFF0, 0xFFFB},
    Range{0xFFFE, 0xFFFF},   Range{0x110BD, 0x110BD}, Range{0x110CD, 0x110CD}, Range{0x13430, 0x1343F},
    Range{0x1BCA0, 0x1BCA3}, Range{0x1D173, 0x1D17A}, Range{0xE0000, 0xE0FFF},
};

bool is_unsafe(char32_t value) {
  const auto* range = std::lower_bound(kUnsafe.begin(), kUnsafe.end(), value,
                                       [](const Range& r, char32_t v) { return r.last < v; });
  return range != kUnsafe.end() && range->first <= value;
}

// ZWNJ, ZWJ and the variation selectors.
bool is_joiner(char32_t value) {
  return value == 0x200C || value == 0x200D || (value >= 0xFE00 && value <= 0xFE0F);
}

// U+2400 begins the pictures of the control characters, in their order; DEL's comes last.
std::string picture_of(char32_t control) {
  const auto offset = static_cast<unsigned char>(control == 0x7F ? 0x21 : control);
  return {'\xE2', '\x90', static_cast<char>(0x80 + offset)};
}

void append_printable(std::string& out, std::string_view bytes, char32_t value, Joiners joiners) {
  if (value == '\t') {
    out += ' ';
  } else if (value < 0x20 || value == 0x7F) {
    out += picture_of(value);
  } else if (is_joiner(value)) {
    if (joiners == Joiners::kShown) out += kReplacement;
  } else if (is_unsafe(value)) {
    out += kReplacement;
  } else {
    out += bytes;
  }
}

std::string printable(std::string_view untrusted, Joiners joiners) {
  std::string out;
  out.reserve(untrusted.size());
  while (!untrusted.empty()) {
    const std::optional<base::CodePoint> next = base::first_code_point(untrusted);
    if (next) {
      append_printable(out, untrusted.substr(0, next->bytes), next->value, joiners);
    } else {
      out += kReplacement;
    }
    untrusted.remove_prefix(next ? next->bytes : 1);
  }
  return out;
}

}  // namespace

std::string printable_text(std::string_view untrusted) { return printable(untrusted, Joiners::kDropped); }

std::string printable_name(std::string_view untrusted) { return printable(untrusted, Joiners::kShown); }

}  // namespace frontend::line
