#include "apps/conclave/control.h"

#include <unistd.h>

#include <chrono>
#include <map>
#include <nlohmann/json.hpp>
#include <variant>

#include "apps/conclave/qr_code.h"
#include "apps/conclave/say.h"
#include "apps/conclave/surroundings.h"
#include "frontend/line/printable.h"
#include "frontend/line/timestamp.h"
#include "os/control_client.h"

namespace conclave {

namespace {

using Json = nlohmann::ordered_json;
using frontend::line::printable_name;
using frontend::line::printable_text;

constexpr base::Duration kPatience = std::chrono::seconds{5};
constexpr std::size_t kShortDigits = 8;

std::string when(std::int64_t seconds) {
  const base::WallTime time{std::chrono::seconds(seconds)};
  return frontend::line::date_and_minutes(time, local_utc_offset(time));
}

std::string text_of(const Json& object, const char* key) { return printable_text(object.value(key, "")); }

void show_invite(const Json& answer) {
  const std::string link = answer.value("link", "");
  print(link);
  if (::isatty(STDOUT_FILENO) == 0) return;
  std::fputs(qr_code(link).c_str(), stdout);
  const auto uses = answer.value("uses", std::int64_t{1});
  print("Whoever has this link may come in: give it to nobody else. It is for " + std::to_string(uses) +
        (uses == 1 ? " person" : " people") + ", until " + when(answer.value("until", std::int64_t{0})) +
        ". There: conclave join LINK");
}

void show_members(const Json& answer) {
  std::map<std::string, std::string> nicks;
  for (const Json& member : answer["members"])
    nicks[member.value("node", "")] = printable_name(member.value("nick", ""));
  const auto name_of = [&](const std::string& node) {
    const auto found = nicks.find(node);
    return found == nicks.end() ? node.substr(0, kShortDigits) : found->second;
  };
  for (const Json& member : answer["members"]) {
    const std::string node = member.value("node", ""), by = member.value("admitted_by", "");
    std::string row = node.substr(0, kShortDigits) + "  " + name_of(node) + "  ";
    row += by == node ? "made the group" : "let in by " + name_of(by);
    row += ", " + when(member.value("since", std::int64_t{0}));
    if (const std::string removed = member.value("removed_by", ""); !removed.empty()) {
      row += "  removed by " + name_of(removed);
    } else if (member.value("self", false)) {
      row += "  you";
    } else if (member.value("here", false)) {
      row += "  here";
    }
    if (member.value("forked", false)) row += "  SIGNED TWO DIFFERENT LINES FOR ONE PLACE";
    if (const std::string words = text_of(member, "words"); !words.empty())
      row += "\n          words: " + words;
    print(row);
  }
}

void show_status(const Json& answer) {
  print("You are " + printable_name(answer.value("nick", "")) + " in group " +
        printable_name(answer.value("group", "")) + ", at " + text_of(answer, "listen") + ".");
  const Json& leader = answer["leader"];
  if (!leader.is_object()) {
    print("Nobody relays just now; lines said are kept until somebody does.");
  } else {
    print(leader.value("self", false) ? "You relay." : printable_name(leader.value("nick", "")) + " relays.");
  }
  std::string here;
  for (const Json& member : answer["here"])
    here += (here.empty() ? "" : ", ") + printable_name(member.value("nick", ""));
  print("Here: " + here + ".");
  print(std::to_string(answer.value("unacknowledged", std::uint64_t{0})) +
        " lines of yours not yet acknowledged.");
}

void show(const ControlOptions& options, const Json& answer) {
  if (options.json) return print(answer.dump(-1, ' ', true, Json::error_handler_t::replace));
  if (options.command == "invite") return show_invite(answer);
  if (options.command == "members") return show_members(answer);
  if (options.command == "status") return show_status(answer);
  if (options.command == "why") return print(answer.value("text", ""));
  if (options.command == "remove") return print(printable_name(options.who) + " is removed from the group.");
  print(printable_name(answer.value("nick", "")) + ": " + text_of(answer, "words"));
  print(
      "Ask for the words shown there, by telephone or face to face: they are the same, or somebody is in "
      "between.");
}

}  // namespace

int run_control(const ControlOptions& options) {
  const Json request = {{"request", options.command},
                        {"who", options.who},
                        {"uses", options.uses},
                        {"seconds", options.seconds}};
  const std::string line = request.dump(-1, ' ', true, Json::error_handler_t::replace);
  const auto reply = os::ask(control_socket_of(path_of(options.folder)), line, kPatience);
  if (const auto* none = std::get_if<os::Unanswered>(&reply)) {
    if (*none == os::Unanswered::kTooLate)
      return fail("Your peer did not answer in 5 s: is it stopped, or very busy?");
    return fail("No peer of yours is running as " + options.folder.nick + " in group " +
                options.folder.group + ". Start it first, in another terminal: conclave " +
                options.folder.nick);
  }
  constexpr bool kThrow = false;
  const Json answer = Json::parse(std::get<std::string>(reply), nullptr, kThrow);
  if (!answer.is_object())
    return fail("Your peer gave an answer that can't be read: is it of another version?");
  if (!answer.value("ok", false)) return fail(printable_text(answer.value("message", "")));
  show(options, answer);
  return 0;
}

}  // namespace conclave
