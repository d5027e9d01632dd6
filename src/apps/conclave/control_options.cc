#include "apps/conclave/control_options.h"

#include <CLI/CLI.hpp>
#include <charconv>
#include <limits>
#include <map>

#include "frontend/line/command.h"

namespace conclave {

namespace {

// As in 90m, 24h or 7d.
std::string duration_problem(const std::string& text, std::int64_t& seconds) {
  static const std::map<char, std::int64_t> kUnits = {{'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86400}};
  constexpr std::int64_t kSecondsMax = 10 * 365 * 86400LL;
  const std::string problem =
      "a time is a number and s, m, h or d, as in 90m, 24h or 7d; ten years are the most";
  const auto unit = text.empty() ? kUnits.end() : kUnits.find(text.back());
  if (unit == kUnits.end()) return problem;
  std::int64_t count = 0;
  const char* end = text.data() + text.size() - 1;
  const auto [stopped, error] = std::from_chars(text.data(), end, count);
  if (error != std::errc{} || stopped != end || count < 1 || count > kSecondsMax / unit->second)
    return problem;
  seconds = count * unit->second;
  return {};
}

std::string nick_check(const std::string& nick) { return frontend::line::nick_problem(nick); }

constexpr const char* kWhichPeer = "Which peer of yours (default: as you were called last)";

void add_running(CLI::App& command, ControlOptions& options, bool named) {
  add_which(command, options.folder, named);
  command.footer("The peer has to run. Exit status: 0, or 1 where it does not or refuses, 2 wrong usage.");
}

CLI::App* add(CLI::App& app, ControlOptions& options, const std::string& name, const std::string& about) {
  CLI::App* command = app.add_subcommand(name, about);
  command->callback([&options, name] { options.command = name; });
  return command;
}

void add_json(CLI::App& command, ControlOptions& options) {
  command.add_flag("--json", options.json, "The answer as one JSON object")->option_text(" ");
}

void add_invite(CLI::App& app, ControlOptions& options) {
  CLI::App* invite = add(app, options, "invite", "A link by which somebody may come in, for `conclave join`");
  add_running(*invite, options, false);
  invite->add_option("--uses", options.uses, "How many may come by it (default: 1)")
      ->check(CLI::Range(1, 1000))
      ->option_text("N");
  invite->add_option("--for", options.valid_for, "How long it is good, as in 90m, 24h or 7d (default: 24h)")
      ->option_text("TIME")
      ->check([&options](const std::string& text) { return duration_problem(text, options.seconds); });
  add_json(*invite, options);
}

}  // namespace

void add_which(CLI::App& command, DataFolder& folder, bool named) {
  command.add_option(named ? "--as" : "NICK", folder.nick, kWhichPeer)
      ->option_text(named ? "NICK" : " ")
      ->check(nick_check);
  command.add_option("--group", folder.group, "In which group (default: as last)")->option_text("NAME");
  command.add_option("--data", folder.given, "Its data folder, where that was given to it too")->option_text("DIR");
}

void add_control_commands(CLI::App& app, ControlOptions& options) {
  options.seconds = 24 * 3600;
  add_invite(app, options);
  CLI::App* members = add(app, options, "members", "Who belongs to the group, and who let them in");
  add_running(*members, options, false);
  add_json(*members, options);
  for (const std::string name : {"remove", "verify"}) {
    CLI::App* command = add(app, options, name,
                            name == "remove" ? "Remove somebody who came after you"
                                             : "Six words to compare aloud with somebody, for certainty");
    command->add_option("WHO", options.who, "A nick, or eight or more digits of a key")
        ->required()
        ->option_text(" ");
    add_running(*command, options, true);
    add_json(*command, options);
  }
  CLI::App* status = add(app, options, "status", "How one's running peer is");
  add_running(*status, options, false);
  add_json(*status, options);
  CLI::App* why = add(app, options, "why", "Why that peer relays (conclave why leader)");
  why->add_option("leader")->required()->check(CLI::IsMember({"leader"}))->option_text(" ");
  add_running(*why, options, false);
  add_json(*why, options);
}

}  // namespace conclave
