#include "frontend/irc/message.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>

#include "frontend/irc/text.h"

namespace frontend::irc {

namespace {

// The part before the first blank; `rest` loses it and the blanks behind.
std::string_view word(std::string_view& rest) {
  const std::size_t end = std::min(rest.find(' '), rest.size());
  const std::string_view result = rest.substr(0, end);
  rest.remove_prefix(std::min(rest.find_first_not_of(' ', end), rest.size()));
  return result;
}

void read_tags(std::string_view text, Message& message) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(';'), text.size());
    const std::string_view tag = text.substr(0, end);
    const std::size_t equals = std::min(tag.find('='), tag.size());
    if (equals > 0) {
      const std::string_view value = equals < tag.size() ? tag.substr(equals + 1) : std::string_view();
      message.tags.emplace_back(std::string(tag.substr(0, equals)), unescaped_tag(value));
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

// "+name" or "+vendor/name", alone or with an escaped value, without what would end it or a terminal would obey.
bool is_client_tag(std::string_view tag) {
  const auto is_named = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || std::string_view("-./").find(c) != std::string_view::npos; };
  const auto is_plain = [](char c) { return static_cast<unsigned char>(c) > ' ' && c != ';' && c != '\x7f'; };
  const std::size_t equals = std::min(tag.find('='), tag.size());
  if (!tag.starts_with('+') || equals < 2) return false;
  return std::all_of(tag.begin() + 1, tag.begin() + static_cast<std::ptrdiff_t>(equals), is_named) && std::all_of(tag.begin(), tag.end(), is_plain);
}

constexpr std::array<std::pair<char, char>, 5> kEscapes = {{{';', ':'}, {' ', 's'}, {'\\', '\\'}, {'\r', 'r'}, {'\n', 'n'}}};

}  // namespace

std::string_view Message::tag(std::string_view name) const {
  const auto found = std::find_if(tags.rbegin(), tags.rend(), [&](const auto& tag) { return tag.first == name; });
  return found == tags.rend() ? std::string_view() : std::string_view(found->second);
}

std::string client_tags(const Message& message, const std::vector<std::string_view>& denied) {
  std::string tags;
  for (const auto& [name, value] : message.tags) {
    const std::string tag = value.empty() ? name : name + "=" + escaped_tag(to_utf8(value));
    const bool fits = tags.size() + 1 + tag.size() <= kClientTagBytesMax - 2;
    if (fits && is_client_tag(tag) && std::find(denied.begin(), denied.end(), name) == denied.end()) tags += (tags.empty() ? "" : ";") + tag;
  }
  return tags;
}

bool are_client_tags(std::string_view tags) {
  if (tags.empty() || tags.size() > kClientTagBytesMax - 2) return false;
  for (std::size_t begin = 0, end = 0; begin <= tags.size(); begin = end + 1) {
    end = std::min(tags.find(';', begin), tags.size());
    if (!is_client_tag(tags.substr(begin, end - begin))) return false;
  }
  return true;
}

std::optional<Message> parse(std::string_view line) {
  Message message;
  line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
  if (line.starts_with('@')) read_tags(word(line).substr(1), message);
  if (line.starts_with(':')) word(line);
  message.command = upper(word(line));
  if (message.command.empty()) return std::nullopt;
  while (!line.empty()) {
    if (line.starts_with(':') || message.params.size() == kParametersMax - 1) {
      if (line.starts_with(':')) line.remove_prefix(1);
      message.params.emplace_back(line);
      break;
    }
    message.params.emplace_back(word(line));
  }
  return message;
}

std::string escaped_tag(std::string_view value) {
  std::string escaped;
  for (const char c : value) {
    const auto* escape = std::find_if(kEscapes.begin(), kEscapes.end(), [c](const auto& e) { return e.first == c; });
    if (escape == kEscapes.end()) {
      if (c != '\0') escaped += c;
    } else {
      escaped += {'\\', escape->second};
    }
  }
  return escaped;
}

std::string unescaped_tag(std::string_view value) {
  std::string text;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] != '\\') {
      text += value[i];
      continue;
    }
    if (++i == value.size()) break;
    const auto* escape = std::find_if(kEscapes.begin(), kEscapes.end(), [&](const auto& e) { return e.second == value[i]; });
    text += escape == kEscapes.end() ? value[i] : escape->first;
  }
  return text;
}

std::string to_line(std::string_view source, std::string_view command, const std::vector<std::string>& params) {
  const auto cleaned = [](std::string_view text) {
    std::string clean(text);
    std::replace_if(clean.begin(), clean.end(), [](char c) { return c == '\r' || c == '\n' || c == '\0'; }, ' ');
    return clean;
  };
  std::string line = source.empty() ? std::string() : ":" + cleaned(source) + " ";
  line += cleaned(command);
  for (std::size_t i = 0; i < params.size(); ++i) {
    const std::string param = cleaned(params[i]);
    const bool last = i + 1 == params.size();
    line += last && (param.empty() || param.starts_with(':') || param.find(' ') != std::string::npos) ? " :" : " ";
    line += param;
  }
  return std::string(beginning(line, kLineBytesMax - 2)) + "\r\n";
}

}  // namespace frontend::irc
