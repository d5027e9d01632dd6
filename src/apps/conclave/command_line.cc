#include "apps/conclave/command_line.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>
#include <optional>
#include <sstream>
#include <string_view>

#include "frontend/line/command.h"
#include "node/invite_link.h"
#include "os/asio/address.h"

namespace conclave {

namespace {

constexpr const char* kAbout =
    "A group chat without a server. Every peer is a client; one of them, elected, relays.\n"
    "When it dies the next takes over, and nothing typed is lost.";

constexpr const char* kExamples =
    "Examples:\n"
    "  conclave ada                              chat as ada; peers on this machine find each other\n"
    "  conclave invite                           a link for somebody on another machine\n"
    "  conclave join LINK bob                    come in by such a link\n"
    "  conclave                                  again, as last time\n"
    "  echo hello | conclave bot                 say a line and leave\n"
    "  conclave bot --json                       for programs: one JSON object per event\n"
    "  conclave --irc 127.0.0.1:6667             and let IRC clients of this machine in\n"
    "  conclave history ada --search reboot      what was said, as ada's log has it\n"
    "  conclave -- demo                          chat as somebody who is called demo\n"
    "\n"
    "A group is private: who belongs to it was let in by a member, and everything between members\n"
    "is encrypted. An invite is a secret: whoever has the link may come in.\n"
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

// Whoever reaches such a port is a user of the group, without a password.
std::string irc_problem(const std::string& address) {
  const auto parsed = os::parse_host_port(address);
  if (!parsed) return parsed.error().message;
  const std::string& host = parsed.value().host;
  if (host.starts_with("127.") || host == "::1") return {};
  return host + " may be reached from other machines, and there clients log in and use TLS: give 127.0.0.1 or ::1 here, or "
                "--irc-tls " + address + " instead";
}

// Everything the parser fills in.
struct Parsed {
  ChatOptions chat;
  std::string level = "error", format = "text";
  demo::Options demo;
  HistoryOptions history;
  ControlOptions control;
  AccountOptions account;
  DoctorOptions doctor;
  std::string link;
};

void add_chat_options(CLI::App& app, Parsed& parsed) {
  app.add_option("NICK", parsed.chat.nick, "What others call you (default: as last time, or your login name)")
      ->type_name("")
      ->check([](const std::string& nick) { return frontend::line::nick_problem(nick); });
  CLI::Option* line = app.add_flag("--line,--plain", parsed.chat.line, "Plain lines, also on a terminal: for screen readers")->option_text(" ");
  app.add_flag("--no-bell", parsed.chat.no_bell, "No bell when somebody calls your nick");
  app.add_flag("--json", parsed.chat.json, "One JSON object per event on standard output")
      ->option_text(" ")
      ->excludes(line);
  app.add_option("--listen", parsed.chat.listen,
                 "Where to accept peers; port 0: any\n(default: 0.0.0.0, at the port of last time)")
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
  app.add_option("--group", parsed.chat.group, "Which group (default: as last time, or home)")
      ->option_text("NAME")
      ->check([](const std::string& group) { return frontend::line::group_problem(group); });
  app.add_option("--room", parsed.chat.room, "Which room to begin in (default: lobby)")->option_text("ROOM");
  app.add_option("--irc", parsed.chat.irc, "Serve IRC clients of this machine there, each a user of the group; repeatable")
      ->option_text("HOST:PORT")
      ->allow_extra_args(false)
      ->check(irc_problem);
  app.add_option("--irc-tls", parsed.chat.irc_tls,
                 "Serve IRC clients of other machines there, with TLS; they log in\n(conclave account add NAME); repeatable")
      ->option_text("HOST:PORT")
      ->allow_extra_args(false)
      ->check(address_problem);
  CLI::Option* certificate = app.add_option("--irc-certificate", parsed.chat.irc_certificate,
                                            "For --irc-tls, in PEM (default: one made at the first start)")
                                 ->option_text("FILE");
  CLI::Option* key = app.add_option("--irc-key", parsed.chat.irc_key, "Its key")->option_text("FILE")->needs(certificate);
  certificate->needs(key);
  app.add_flag("--irc-unpaced", parsed.chat.irc_unpaced, "Let IRC clients flood: for measuring")->option_text(" ");
  app.add_flag("--no-local", parsed.chat.no_local, "Ignore peers of yours on this machine");
  app.add_flag("--no-discovery", parsed.chat.no_discovery, "Don't look for members on the local network");
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
  history->add_option("--with", options.with, "What was said between you and one member alone")
      ->option_text("NICK")
      ->excludes("--room");
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

CLI::App* add_doctor(CLI::App& app, Parsed& parsed) {
  DoctorOptions& options = parsed.doctor;
  CLI::App* doctor = app.add_subcommand("doctor", "What is wrong here, and what mends it");
  doctor->add_option("NICK", options.folder.nick, "Whose peer and log (default: as you were called last)")
      ->type_name("")
      ->check([](const std::string& nick) { return frontend::line::nick_problem(nick); });
  doctor->add_option("--group", options.folder.group, "In which group (default: as last)")->option_text("NAME");
  doctor->add_option("--data", options.folder.given, "Its data folder, where that was given to the peer too")
      ->option_text("DIR")
      ->check(data_problem);
  doctor->add_flag("--json", options.json, "The findings as one JSON object")->option_text(" ");
  doctor->footer("Changes nothing, and the peer may be running. Exit status: 0 all is well, 1 something is wrong, 2 wrong usage.");
  return doctor;
}

CLI::App* add_join(CLI::App& app, Parsed& parsed) {
  CLI::App* join = app.add_subcommand("join", "Come into a group by the link of an invite, and chat");
  join->add_option("LINK", parsed.link, "As `conclave invite` printed it for somebody who belongs")
      ->type_name("")
      ->required();
  add_chat_options(*join, parsed);
  join->footer(
      "Later, `conclave` alone comes back to it. Exit status: as of a chat; 2 for a link that can't be "
      "read.");
  return join;
}

CLI::App* add_serve(CLI::App& app, Parsed& parsed) {
  CLI::App* serve = app.add_subcommand("serve", "A peer without a user of its own, for IRC clients of this machine");
  add_chat_options(*serve, parsed);
  serve->footer(
      "Clients connect to 127.0.0.1:6667 unless --irc says otherwise; each is a user of the group.\n"
      "  conclave serve                         and then: irssi -c 127.0.0.1\n"
      "  conclave serve east --irc 127.0.0.1:7000\n"
      "  conclave account add ada --as gateway; conclave serve --irc-tls 0.0.0.0:6697\n"
      "NICK names the peer (default: gateway). Exit status: 0, or 1 where it could not start.");
  return serve;
}

Answer wrong_usage(const std::string& what) {
  return {kUsageError, "conclave: " + what + "\nTry: conclave --help\n"};
}

Answer not_parsed(const CLI::App& app, const CLI::ParseError& error) {
  std::ostringstream out, ignored;
  if (app.exit(error, out, ignored) == 0) return {0, out.str()};
  return wrong_usage(error.what());
}

// The group of last time is that of the nick of last time.
void by_habit(std::string& nick, std::string& group, const Habits& habits) {
  if (nick.empty()) nick = habits.last ? habits.last->nick : habits.login_name;
  if (group.empty()) group = habits.last && habits.last->nick == nick ? habits.last->group : "home";
}

Invocation chat_of(Parsed parsed, const Habits& habits) {
  ChatOptions& chat = parsed.chat;
  chat.nick_given = !chat.nick.empty() || habits.last.has_value();
  if (!parsed.link.empty()) {
    auto invite = node::invite_of(parsed.link);
    if (!invite) return Answer{kUsageError, "conclave: " + invite.error().message + "\n"};
    if (chat.group.empty()) chat.group = invite.value().group_name;
    chat.invite = std::move(invite.value());
  }
  by_habit(chat.nick, chat.group, habits);
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

Invocation history_of(HistoryOptions history, const Habits& habits) {
  by_habit(history.folder.nick, history.folder.group, habits);
  history.room = std::string(frontend::line::without_hash(history.room));
  return history;
}

Invocation control_of(ControlOptions control, const Habits& habits) {
  by_habit(control.folder.nick, control.folder.group, habits);
  return control;
}

bool any_option_given(const CLI::App& app) {
  const auto options = app.get_options();
  return std::any_of(options.begin(), options.end(),
                     [](const CLI::Option* option) { return option->count() > 0; });
}

}  // namespace

Invocation parse_command_line(const std::vector<std::string>& arguments, const Habits& habits,
                              const std::string& version) {
  Parsed parsed;
  parsed.chat.version = version;
  CLI::App app(kAbout, "conclave");
  app.set_version_flag("--version", "conclave " + version);
  app.footer(kExamples);
  app.get_formatter()->column_width(28);
  add_chat_options(app, parsed);
  app.add_option("--join", parsed.link, "Come in by the link of an invite")->option_text("LINK");
  const CLI::App* demo = add_demo(app, parsed);
  const CLI::App* history = add_history(app, parsed);
  const CLI::App* doctor = add_doctor(app, parsed);
  const CLI::App* join = add_join(app, parsed);
  const CLI::App* serve = add_serve(app, parsed);
  const CLI::App* account = add_account_command(app, parsed.account);
  add_control_commands(app, parsed.control);
  try {
    app.parse(
        std::vector<std::string>(arguments.rbegin(), arguments.rend()));  // CLI11 takes them from the back
  } catch (const CLI::ParseError& error) {
    return not_parsed(app, error);
  }
  if (app.get_subcommands().empty()) return chat_of(std::move(parsed), habits);
  const std::string chosen = app.get_subcommands().front()->get_name();
  if (any_option_given(app)) {
    return wrong_usage("options of " + chosen + " stand behind it; see: conclave " + chosen + " --help");
  }
  if (demo->parsed()) return parsed.demo;
  if (history->parsed()) return history_of(std::move(parsed.history), habits);
  if (doctor->parsed()) {
    by_habit(parsed.doctor.folder.nick, parsed.doctor.folder.group, habits);
    return parsed.doctor;
  }
  if (account->parsed()) {
    by_habit(parsed.account.folder.nick, parsed.account.folder.group, habits);
    return parsed.account;
  }
  if (serve->parsed()) {
    parsed.chat.serve = true;
    if (parsed.chat.nick.empty()) parsed.chat.nick = "gateway";
    if (parsed.chat.irc.empty() && parsed.chat.irc_tls.empty()) parsed.chat.irc = {"127.0.0.1:6667"};
    return chat_of(std::move(parsed), habits);
  }
  if (join->parsed()) return chat_of(std::move(parsed), habits);
  return control_of(std::move(parsed.control), habits);
}

}  // namespace conclave
