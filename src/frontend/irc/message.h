// One line of IRC: tags, source, command, parameters (RFC 1459, RFC 2812, IRCv3 message tags). Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace frontend::irc {

inline constexpr std::size_t kLineBytesMax = 512;       // with CR LF, without tags
inline constexpr std::size_t kClientTagBytesMax = 4096;  // with '@' and the blank
inline constexpr std::size_t kParametersMax = 15;

struct Message {
  std::vector<std::pair<std::string, std::string>> tags{};
  std::string command{};  // upper case
  std::vector<std::string> params{};

  std::string_view param(std::size_t i) const { return i < params.size() ? std::string_view(params[i]) : std::string_view(); }
  std::string_view tag(std::string_view name) const;
};

// A line that a client sent, without CR LF; nothing where it holds no command. What it says of its source is not looked at.
std::optional<Message> parse(std::string_view line);

// The tags of a line that a client made up for other clients, as they travel, but those of `denied`; and of whoever wrote them
// whether they are that.
std::string client_tags(const Message& message, const std::vector<std::string_view>& denied);
bool are_client_tags(std::string_view tags);

// Values of tags, as they travel and as they are.
std::string escaped_tag(std::string_view value);
std::string unescaped_tag(std::string_view value);

// "COMMAND a b :the rest", cut to what fits a line behind `source`, never within a character. No parameter but the last may
// be empty or hold blanks; CR, LF and NUL become blanks.
std::string to_line(std::string_view source, std::string_view command, const std::vector<std::string>& params);

}  // namespace frontend::irc
