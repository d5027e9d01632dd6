#include "frontend/irc/text.h"

#include <algorithm>
#include <sstream>

#include "base/utf8.h"
#include "frontend/irc/message.h"

namespace frontend::irc {

namespace {

constexpr std::string_view kAction = "/me ";
constexpr std::string_view kCtcpAction = "\x01" "ACTION ";
constexpr std::string_view kNotInNicks = " ,:!@*?#&$+%~.\"'`/<>\x7f";
constexpr std::size_t kRoomBytesMax = 64;

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool goes_into_nick(char c) { return !is_control(c) && kNotInNicks.find(c) == std::string_view::npos; }

// Cuts off what fits, at the last blank within it if that is not too far in front.
std::string_view take_part(std::string_view& text, std::size_t bytes_max) {
  std::string_view part = beginning(text, bytes_max);
  if (part.size() < text.size()) {
    const std::size_t blank = part.rfind(' ');
    if (blank != std::string_view::npos && blank > part.size() / 2) part = part.substr(0, blank + 1);
  }
  text.remove_prefix(part.size());
  return part;
}

bool is_word(std::string_view text) {
  const auto is_out_of_place = [](char c) { return is_control(c) || c == ' ' || c == '\x7f'; };
  return !text.empty() && base::is_utf8(text) && std::none_of(text.begin(), text.end(), is_out_of_place);
}

}  // namespace

std::optional<std::string> from_base64(std::string_view text) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  if (text.size() % 4 != 0) return std::nullopt;
  std::string bytes;
  for (; !text.empty(); text.remove_prefix(4)) {
    const bool last = text.size() == 4;
    const std::size_t padding = !last || text[3] != '=' ? 0 : text[2] != '=' ? 1 : 2;
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) {
      const std::size_t digit = i < 4 - padding ? kDigits.find(text[i]) : 0;
      if (digit == std::string_view::npos) return std::nullopt;
      value = value << 6 | static_cast<std::uint32_t>(digit);
    }
    for (std::size_t i = 0; i < 3 - padding; ++i) bytes += static_cast<char>(value >> (16 - 8 * i) & 0xff);
    if ((value & ((1U << 8 * padding) - 1)) != 0) return std::nullopt;
  }
  return bytes;
}

std::vector<std::string> words(std::string_view text) {
  std::vector<std::string> result;
  std::istringstream stream{std::string(text)};
  for (std::string word; stream >> word;) result.push_back(word);
  return result;
}

std::vector<std::string> listed(std::string_view text) {
  std::vector<std::string> items;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(','), text.size());
    if (end > 0) items.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return items;
}

std::string upper(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return result;
}

std::string folded(std::string_view name) {
  std::string result(name);
  std::transform(result.begin(), result.end(), result.begin(), lower);
  return result;
}

std::string_view beginning(std::string_view text, std::size_t bytes_max) {
  if (text.size() <= bytes_max) return text;
  std::size_t end = bytes_max;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return text.substr(0, end == 0 ? bytes_max : end);
}

std::string to_utf8(std::string_view text) {
  if (base::is_utf8(text)) return std::string(text);
  std::string result;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      result += c;
    } else {
      result += {static_cast<char>(0xc0 | (byte >> 6)), static_cast<char>(0x80 | (byte & 0x3f))};
    }
  }
  return result;
}

bool is_nick(std::string_view nick) {
  if (nick.empty() || nick.size() > 32 || nick.front() == '-' || (nick.front() >= '0' && nick.front() <= '9')) return false;
  return base::is_utf8(nick) && std::all_of(nick.begin(), nick.end(), goes_into_nick);
}

std::string to_mask(std::string_view mask) {
  if (!is_word(mask)) return {};
  const bool has_user = mask.find('!') != std::string_view::npos, has_host = mask.find('@') != std::string_view::npos;
  std::string whole(mask);
  if (has_host && !has_user) return "*!" + whole;
  return whole + (has_user ? "" : "!*") + (has_host ? "" : "@*");
}

// What the last '*' stands for grows by one where it did not fit: so it takes no more than the product of both lengths.
bool matches(std::string_view mask, std::string_view text) {
  std::size_t at = 0, star = std::string_view::npos, star_text = 0, i = 0;
  while (i < text.size()) {
    if (at < mask.size() && mask[at] == '*') {
      star = at++;
      star_text = i;
    } else if (at < mask.size() && (mask[at] == '?' || mask[at] == text[i])) {
      ++at;
      ++i;
    } else if (star != std::string_view::npos) {
      at = star + 1;
      i = ++star_text;
    } else {
      return false;
    }
  }
  return mask.find_first_not_of('*', at) == std::string_view::npos;
}

bool is_key(std::string_view key) {
  return is_word(key) && key.size() <= kKeyBytesMax && key.front() != ':' && key.find(',') == std::string_view::npos;
}

std::string to_nick(std::string_view name) {
  std::string nick(name);
  std::replace_if(nick.begin(), nick.end(), [](char c) { return c != '~' && !goes_into_nick(c); }, '_');
  const bool misread = nick.empty() || nick.front() == '-' || nick.front() == '~' || (nick.front() >= '0' && nick.front() <= '9');
  return misread ? "_" + nick : nick;
}

std::string to_user(std::string_view name) {
  if (name.starts_with('~')) name.remove_prefix(1);
  std::string user(beginning(name, 9));
  std::replace_if(user.begin(), user.end(), [](char c) { return !goes_into_nick(c); }, '_');
  return "~" + (user.empty() ? "user" : user);
}

std::string to_channel(std::string_view room) {
  std::string channel = "#" + std::string(room);
  std::replace_if(channel.begin(), channel.end(), [](char c) { return is_control(c) || c == ' ' || c == ','; }, '_');
  return channel;
}

std::optional<std::string> to_room(std::string_view channel) {
  if (!channel.starts_with('#')) return std::nullopt;
  const std::string_view room = channel.substr(1);
  const auto is_refused = [](char c) { return is_control(c) || c == ' ' || c == ',' || c == '\x7f'; };
  if (room.empty() || room.size() > kRoomBytesMax || !base::is_utf8(room)) return std::nullopt;
  if (std::any_of(room.begin(), room.end(), is_refused)) return std::nullopt;
  return std::string(room);
}

std::string to_said(std::string_view text) {
  if (!text.starts_with(kCtcpAction)) return to_utf8(text);
  text.remove_prefix(kCtcpAction.size());
  if (text.ends_with('\x01')) text.remove_suffix(1);
  return std::string(kAction) + to_utf8(text);
}

std::vector<std::string> to_irc(std::string_view said, std::size_t overhead) {
  const bool acts = said.starts_with(kAction);
  if (acts) said.remove_prefix(kAction.size());
  const std::size_t around = overhead + 2 + (acts ? kCtcpAction.size() + 1 : 0);
  const std::size_t room = kLineBytesMax > around + 16 ? kLineBytesMax - around : 16;
  std::vector<std::string> parts;
  while (!said.empty()) {
    const std::size_t end = std::min(said.find('\n'), said.size());
    std::string_view line = said.substr(0, end);
    said.remove_prefix(std::min(end + 1, said.size()));
    while (!line.empty()) {
      const std::string part(take_part(line, room));
      parts.push_back(acts ? std::string(kCtcpAction) + part + "\x01" : part);
    }
  }
  return parts;
}

}  // namespace frontend::irc
