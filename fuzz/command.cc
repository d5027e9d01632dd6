// A line that somebody types or pastes: it is understood or refused with a sentence, and names that are accepted are
// within the limits of the protocol.
#include <string_view>

#include "base/check.h"
#include "base/utf8.h"
#include "frontend/line/command.h"
#include "fuzz/target.h"
#include "protocol/limits.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace frontend::line;
  const std::string_view line(reinterpret_cast<const char*>(data), size);
  const Command command = parse(line);
  if (const auto* refused = std::get_if<Refused>(&command)) {
    CHECK(!refused->code.empty() && !refused->message.empty(), "a refusal says why");
  } else if (const auto* nick = std::get_if<SetNick>(&command)) {
    CHECK(!nick->nick.empty() && nick->nick.size() <= protocol::kNickBytes, "a nick that is accepted fits");
  } else if (const auto* join = std::get_if<Join>(&command)) {
    CHECK(!join->room.empty() && join->room.size() <= protocol::kRoomBytes, "a room that is accepted fits");
  } else if (const auto* say = std::get_if<Say>(&command)) {
    CHECK(!say->text.empty(), "nothing is not said");
  }
  return 0;
}
