#include "apps/conclave/command_line.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <map>
#include <sstream>
#include <string_view>

#include "frontend/line/command.h"
#include "os/asio/address.h"

namespace conclave {

namespace {

constexpr std::array kLater = {"invite", "join", "status", "why", "doctor"};

constexpr const char* kAbout =
    "A group chat without a server. Every peer is a client; one of them, elected, relays.\n"
    "When it dies the next takes over, and nothing typed is lost.";

constexpr const char* kExamples =
    "Examples:\n"
    "  conclave ada                              chat as ada; peers on this machine find each other\n"
    "  conclave bob --peer 10.0.0.7:4000         join through a peer on another machine\n"
    "  conclave ada --listen 0.0.0.0:4000        accept peers from other machines\n"
    "  echo hello | conclave bot                 say a line and leave\n"
    "  conclave bot --json                       for programs: one JSON object per event\n"
    "  conclave history ada --search reboot      what was said, as ada's log has it\n"
    "  conclave -- demo                          chat as somebody who is called demo\n"
    "\n"
    "Anybody who reaches the port can read and write: this release has no encryption and no\n"
    "admission, which is why it listens on this machine alone unless told otherwise.\n"
    "\n"
    "Exit status: 0 everything said was acknowledged, 1 failure, 2 wrong usage.\n"
    "Ctrl-C leaves politely; a second one ends at once, with status 130.";

const std::map<std::string, os::LogLevel> kLevels = {{"debug", os::LogLevel::kDebug},
                                                     {"info", os::LogLevel::kInfo},
                                                     {"warning", os::LogLevel::kWarning},
                                                     {"error", os::LogLevel::kError},
                                                     {"off", os::LogLevel::kOff}};

std::string data_problem(const std::string& folder) {
  return folder.empty() ? "the folder's name is empty" : "";
}

std::string address_problem(const std::string& address) {
  const auto parsed = os::parse_host_port(address);
  return parsed ? std::string() : parsed.error().message;
}

// Everything the parser fills in.
struct Parsed {
  ChatOptions chat;
  bool line = false;
  std::string level = "error", format = "text";
  demo::Options demo;
  HistoryOptions history;
};

void add_chat_options(CLI::App& app, Parsed& parsed) {
  app.add_option("NICK", parsed.chat.nick, "What others call you (default: your login name)")
      ->type_name("")
      ->check([](const std::string& nick) { return frontend::line::nick_problem(nick); });
  CLI::Option* line = app.add_flag("--line", parsed.line, "Line mode, also on a terminal")->option_text(" ");
  app.add_flag("--json", parsed.chat.json, "One JSON object per event on standard output")
      ->option_text(" ")
      ->excludes(line);
  app.add_option("--listen", parsed.chat.listen, "Where to accept peers; port 0: any (default: 127.0.0.1:0)")
      ->option_text("HOST:PORT")
      ->check(address_problem);
  app.add_option("--peer", parsed.chat.peers, "A peer to start from; repeatable; a dead one is retried")
      ->option_text("HOST:PORT")
      ->allow_extra_args(false)
      ->check(address_problem);
  CLI::Option* data = app.add_option("--data", parsed.chat.data,
                                     "Folder of this peer's log and identity\n"
                                     "(default: one for each group and nick, below ~/.local/share/conclave)")
                          ->option_text("DIR")
                          ->check(data_problem);
  app.add_flag("--ephemeral", parsed.chat.ephemeral, "Keep nothing on disk")
      ->excludes(data)
      ->option_text(" ");
  app.add_option("--group", parsed.chat.group, "Which group (default: home)")->option_text("NAME");
  app.add_option("--room", parsed.chat.room, "Which room to begin in (default: lobby)")->option_text("ROOM");
  app.add_flag("--no-local", parsed.chat.no_local, "Ignore peers of yours on this machine");
  app.add_option("--log-level", parsed.level,
                 "What goes to standard error: debug, info, warning, error or off\n(default: error)")
      ->check(CLI::IsMember({"debug", "info", "warning", "error", "off"}))
      ->option_text("LEVEL");
  app.add_option("--log-format", parsed.format, "text or json (default: text)")
      ->check(CLI::IsMember({"text", "json"}))
      ->option_text("FORMAT");
}

CLI::App* add_demo(CLI::App& app, Parsed& parsed) {
  CLI::App* demo = app.add_subcommand("demo", "Five peers on this machine, the one that relays killed");
  demo->footer(
      "Exit status: 0 nothing lost, nothing twice, all transcripts the same; 1 otherwise;\n130 interrupted.");
  demo->add_option("--lines", parsed.demo.lines, "Lines said in all, 20 to 10000 (default: 60)")
      ->check(CLI::Range(std::size_t{20}, std::size_t{10'000}))
      ->option_text("N");
  demo->add_flag("--json", parsed.demo.json, "Figures only, as one JSON object");
  return demo;
}

CLI::App* add_history(CLI::App& app, Parsed& parsed) {
  HistoryOptions& options = parsed.history;
  CLI::App* history = app.add_subcommand("history", "What was said, as this machine has it");
  history->add_option("NICK", options.folder.nick, "Whose log (default: your login name)")
      ->type_name("")
      ->check([](const std::string& nick) { return frontend::line::nick_problem(nick); });
  history->add_option("--room", options.room, "Of this room only")->option_text("ROOM");
  history
      ->add_option("--search", options.search,
                   "Lines that have all these words; a word that ends in * stands for all that begin so")
      ->option_text("WORDS");
  history->add_option("--last", options.last, "The newest N lines (default: all)")
      ->option_text("N")
      ->check(CLI::Range(std::size_t{1}, std::size_t{1} << 40));
  history->add_flag("--json", options.json, "One JSON object per line")->option_text(" ");
  history->add_option("--group", options.folder.group, "Of which group (default: home)")->option_text("NAME");
  history->add_option("--data", options.folder.given, "Folder of the log, where it was given to the peer too")
      ->option_text("DIR")
      ->check(data_problem);
  history->footer("The peer may be running. Exit status: 0, or 1 where there is no log or it can't be read.");
  return history;
}

void add_later_ones(CLI::App& app) {
  for (const char* name : kLater) app.add_subcommand(name)->group("")->allow_extras();
}

Answer wrong_usage(const std::string& what) {
  return {kUsageError, "conclave: " + what + "\nTry: conclave --help\n"};
}

Answer not_parsed(const CLI::App& app, const CLI::ParseError& error) {
  std::ostringstream out, ignored;
  if (app.exit(error, out, ignored) == 0) return {0, out.str()};
  return wrong_usage(error.what());
}

Invocation chat_of(Parsed parsed, const std::string& login_name) {
  ChatOptions& chat = parsed.chat;
  if (chat.nick.empty()) chat.nick = login_name;
  chat.room = std::string(frontend::line::without_hash(chat.room));
  if (const std::string problem = frontend::line::room_problem(chat.room); !problem.empty()) {
    return wrong_usage("--room: " + problem);
  }
  if (const std::string problem = frontend::line::group_problem(chat.group); !problem.empty()) {
    return wrong_usage("--group: " + problem);
  }
  chat.log = {.level = kLevels.at(parsed.level), .json = parsed.format == "json"};
  return chat;
}

Invocation history_of(HistoryOptions history, const std::string& login_name) {
  if (history.folder.nick.empty()) history.folder.nick = login_name;
  if (history.folder.group.empty()) history.folder.group = ChatOptions().group;
  history.room = std::string(frontend::line::without_hash(history.room));
  return history;
}

bool any_option_given(const CLI::App& app) {
  const auto options = app.get_options();
  return std::any_of(options.begin(), options.end(),
                     [](const CLI::Option* option) { return option->count() > 0; });
}

}  // namespace

Invocation parse_command_line(const std::vector<std::string>& arguments, const std::string& login_name,
                              const std::string& version) {
  Parsed parsed;
  CLI::App app(kAbout, "conclave");
  app.set_version_flag("--version", "conclave " + version);
  app.footer(kExamples);
  app.get_formatter()->column_width(28);
  add_chat_options(app, parsed);
  const CLI::App* demo = add_demo(app, parsed);
  const CLI::App* history = add_history(app, parsed);
  add_later_ones(app);
  try {
    app.parse(
        std::vector<std::string>(arguments.rbegin(), arguments.rend()));  // CLI11 takes them from the back
  } catch (const CLI::ParseError& error) {
    return not_parsed(app, error);
  }
  for (const CLI::App* chosen : app.get_subcommands()) {
    if (chosen == demo || chosen == history) continue;
    return wrong_usage("'" + chosen->get_name() +
                       "' comes with a later release. To chat under that nick: conclave -- " +
                       chosen->get_name());
  }
  if (app.get_subcommands().empty()) return chat_of(std::move(parsed), login_name);
  const std::string chosen = app.get_subcommands().front()->get_name();
  if (any_option_given(app)) {
    return wrong_usage("options of " + chosen + " stand behind it; see: conclave " + chosen + " --help");
  }
  if (demo->parsed()) return parsed.demo;
  return history_of(std::move(parsed.history), login_name);
}

}  // namespace conclave
