#include "os/terminal/key_decoder.h"

#include <algorithm>
#include <utility>

#include "base/utf8.h"

namespace os {

using env::KeyKind;

namespace {

constexpr char kEscape = '\x1b';
constexpr std::string_view kPasteBegins = "200";
constexpr std::string_view kPasteEnds = "\x1b[201~";
constexpr std::size_t kSequenceBytesMax = 32;

struct Final {
  char final;
  KeyKind kind, with_control;
};
constexpr Final kFinals[] = {
    {'A', KeyKind::kUp, KeyKind::kPageUp},       {'B', KeyKind::kDown, KeyKind::kPageDown},
    {'C', KeyKind::kRight, KeyKind::kWordRight}, {'D', KeyKind::kLeft, KeyKind::kWordLeft},
    {'H', KeyKind::kHome, KeyKind::kHome},       {'F', KeyKind::kEnd, KeyKind::kEnd},
    {'Z', KeyKind::kBacktab, KeyKind::kBacktab}, {'M', KeyKind::kEnter, KeyKind::kEnter},
};

struct Numbered {
  std::string_view number;
  KeyKind kind;
};
constexpr Numbered kNumbered[] = {
    {"1", KeyKind::kHome}, {"3", KeyKind::kDelete}, {"4", KeyKind::kEnd},      {"5", KeyKind::kPageUp},
    {"7", KeyKind::kHome}, {"8", KeyKind::kEnd},    {"6", KeyKind::kPageDown},
};

// How many bytes a character has that begins with `byte`; 1 for what can't begin one.
std::size_t length_by(char byte) {
  const auto value = static_cast<unsigned char>(byte);
  if (value >= 0xF0) return 4;
  if (value >= 0xE0) return 3;
  return value >= 0xC0 ? 2 : 1;
}

}  // namespace

void KeyDecoder::feed(std::string_view bytes) {
  buffer_ += bytes;
  std::size_t taken = 0;
  while (!buffer_.empty() && (taken = take()) != 0) buffer_.erase(0, taken);
}

void KeyDecoder::give_up_waiting() {
  if (!waits()) return;
  const bool escape = buffer_.front() == kEscape;
  const std::string rest = escape ? buffer_.substr(1) : std::string();
  buffer_.clear();
  if (!escape) return;
  events_.key({KeyKind::kEscape});
  feed(rest);
}

std::size_t KeyDecoder::take() {
  if (pasting_) return take_paste();
  if (buffer_.front() == kEscape) return take_escape();
  const auto byte = static_cast<unsigned char>(buffer_.front());
  if (byte >= 0x20 && byte != 0x7F) return take_character();
  take_control(buffer_.front());
  return 1;
}

std::size_t KeyDecoder::take_paste() {
  const std::size_t end = buffer_.find(kPasteEnds);
  // The end may have come in part.
  const std::size_t sure =
      end != std::string::npos ? end : buffer_.size() - std::min(buffer_.size(), kPasteEnds.size() - 1);
  paste_.append(buffer_, 0, std::min(sure, kPasteBytesMax - paste_.size()));
  if (end == std::string::npos) return sure;
  pasting_ = false;
  events_.pasted(std::exchange(paste_, {}));
  return end + kPasteEnds.size();
}

std::size_t KeyDecoder::take_escape() {
  if (buffer_.size() == 1) return 0;
  if (buffer_[1] == '[' || buffer_[1] == 'O') return take_sequence(2);
  if (buffer_[1] == kEscape) {
    events_.key({KeyKind::kEscape});
    return 1;
  }
  const std::size_t length = length_by(buffer_[1]);
  if (buffer_.size() < 1 + length) return 0;
  const char byte = buffer_[1];
  if (byte == '\r' || byte == '\n') {
    events_.key({KeyKind::kEnter});
  } else if (byte == 'b') {
    events_.key({KeyKind::kWordLeft});
  } else if (byte == 'f') {
    events_.key({KeyKind::kWordRight});
  } else {
    events_.key({KeyKind::kAlt, byte == '\x7f' ? "backspace" : buffer_.substr(1, length)});
  }
  return 1 + length;
}

std::size_t KeyDecoder::take_sequence(std::size_t introducer) {
  std::size_t at = introducer;
  while (at < buffer_.size() && (buffer_[at] < 0x40 || buffer_[at] > 0x7E)) {
    if (++at > kSequenceBytesMax) return at;
  }
  if (at == buffer_.size()) return 0;
  named(std::string_view(buffer_).substr(introducer, at - introducer), buffer_[at]);
  return at + 1;
}

void KeyDecoder::named(std::string_view parameters, char final) {
  const std::size_t separator = parameters.find(';');
  const std::string_view number = parameters.substr(0, separator);
  const bool modified = separator != std::string_view::npos;
  if (final == '~') {
    if (number == kPasteBegins) {
      pasting_ = true;
      return;
    }
    for (const Numbered& known : kNumbered) {
      if (known.number == number) return events_.key({known.kind});
    }
    return;
  }
  for (const Final& known : kFinals) {
    if (known.final == final) return events_.key({modified ? known.with_control : known.kind});
  }
}

std::size_t KeyDecoder::take_character() {
  const std::size_t length = length_by(buffer_.front());
  if (buffer_.size() < length) return 0;
  const auto character = base::first_code_point(buffer_);
  if (!character) return 1;  // no UTF-8: not a key
  events_.key({KeyKind::kText, buffer_.substr(0, character->bytes)});
  return character->bytes;
}

void KeyDecoder::take_control(char byte) {
  if (byte == '\r' || byte == '\n') return events_.key({KeyKind::kEnter});
  if (byte == '\t') return events_.key({KeyKind::kTab});
  if (byte == '\x7f' || byte == '\b') return events_.key({KeyKind::kBackspace});
  if (byte < 1 || byte > 26) return;
  events_.key({KeyKind::kControl, std::string(1, static_cast<char>('a' + byte - 1))});
}

}  // namespace os
