// A line of IRC: what is parsed is within its limits, and what is written of it can't end a line early.
#include <string>
#include <string_view>

#include "base/check.h"
#include "base/utf8.h"
#include "frontend/irc/message.h"
#include "frontend/irc/text.h"
#include "fuzz/target.h"

namespace {

void check(bool holds) {
  CHECK(holds, "what goes out is IRC");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace irc = frontend::irc;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto message = irc::parse(text)) {
    check(!message->command.empty() && message->params.size() <= irc::kParametersMax);
    const std::string line = irc::to_line("a!b@c", message->command, message->params);
    check(line.size() <= irc::kLineBytesMax && line.ends_with("\r\n") && line.find_first_of(std::string("\r\n\0", 3)) == line.size() - 2);
    const std::string tags = irc::client_tags(*message, {});
    check(tags.empty() || (irc::are_client_tags(tags) && base::is_utf8(tags)));
    for (const auto& [name, value] : message->tags) check(irc::escaped_tag(value).find_first_of(" ;\r\n") == std::string::npos);
  }
  const std::string said = irc::to_said(text);
  check(base::is_utf8(said));
  for (const std::string& part : irc::to_irc(said, 60)) check(part.size() + 62 <= irc::kLineBytesMax && base::is_utf8(part));
  const std::string nick = irc::to_nick(irc::to_utf8(text));
  check(nick.find_first_of(" !@:,#\r\n") == std::string::npos && !nick.empty());
  if (const auto room = irc::to_room(text)) check(irc::to_channel(*room) == text);
  return 0;
}
