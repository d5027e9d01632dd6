#include "apps/conclave/doctor.h"

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <vector>

#include "apps/conclave/say.h"
#include "frontend/line/printable.h"
#include "node/identity.h"
#include "os/clock.h"
#include "os/control_client.h"
#include "os/interfaces.h"
#include "os/registry/file_registry.h"
#include "os/sqlite/sqlite_store.h"
#include "wire/canonical.h"

namespace conclave {

namespace {

using Json = nlohmann::ordered_json;
using frontend::line::printable_text;
using namespace std::chrono_literals;

constexpr rlim_t kFilesMin = 1024;                       // links, clients and the log
constexpr std::uintmax_t kDiskMin = 100 * 1024 * 1024;   // bytes
constexpr base::WallTime kClockMin{std::chrono::sys_days{std::chrono::year{2025} / 1 / 1}};

struct Finding {
  std::string about, text;
  bool good = true;
};

class Examination {
 public:
  explicit Examination(const DoctorOptions& options) : options_(options), path_(path_of(options.folder)) {}

  std::vector<Finding> all() {
    privacy("data", path_);
    privacy("runtime", os::default_registry_directory());
    log();
    disk();
    peer();
    addresses();
    files();
    clock();
    texts();
    return std::move(findings_);
  }

 private:
  void good(std::string about, std::string text) { findings_.push_back({std::move(about), std::move(text), true}); }
  void bad(std::string about, std::string text) { findings_.push_back({std::move(about), std::move(text), false}); }

  // A folder, and all that is in it, belongs to this user alone. What is missing is made when it is needed.
  void privacy(const std::string& about, const std::string& folder) {
    struct stat status {};
    if (::lstat(folder.c_str(), &status) != 0) return good(about, folder + " is not there yet");
    if (!S_ISDIR(status.st_mode)) return bad(about, folder + " is no folder: move it away");
    if (status.st_uid != ::geteuid()) return bad(about, folder + " belongs to another user: give another with --data, or move it away");
    if ((status.st_mode & 077) != 0) return bad(about, "others may look into " + folder + ": chmod 700 '" + folder + "'");
    std::error_code error;
    for (const auto& file : std::filesystem::directory_iterator(folder, error)) {
      const bool shared = ::lstat(file.path().c_str(), &status) == 0 && S_ISREG(status.st_mode) && (status.st_mode & 077) != 0;
      if (shared) return bad(about, "others may read " + file.path().string() + ": chmod 600 '" + file.path().string() + "'");
    }
    good(about, folder + " is this user's alone");
  }

  void log() {
    if (!findings_.front().good) return bad("log", "not looked at as long as its folder is not in order");
    if (!std::filesystem::exists(path_ + "/log.db")) return good("log", "none yet: conclave " + options_.folder.nick + " makes it");
    auto store = os::SqliteStore::open_to_read(path_);
    if (!store) return bad("log", store.error().message);
    const auto owner = node::recall_owner(*store.value());
    if (!owner) return bad("log", owner.error().message);
    std::size_t count = 0, unreadable = 0;
    const auto status = store.value()->search({.count_max = ~std::size_t{0}}, [&](base::ByteView body, std::optional<std::size_t>) {
      ++count;
      const auto entry = wire::read_canonical(body);
      unreadable += std::holds_alternative<protocol::Entry>(entry) ? 0 : 1;
    });
    if (!status) return bad("log", status.error().message);
    const std::string lines = std::to_string(count) + (count == 1 ? " entry" : " entries");
    if (unreadable != 0) return bad("log", std::to_string(unreadable) + " of " + lines + " can't be read: the file is damaged. Others still have them: move " + path_ + " away and come in by a new invite");
    good("log", lines + ", all readable; " + std::to_string(owner.value().members.size()) + " belong to the group");
  }

  void disk() {
    std::filesystem::path folder = path_;
    std::error_code error;
    while (!std::filesystem::exists(folder, error) && folder.has_relative_path()) folder = folder.parent_path();
    const auto space = std::filesystem::space(folder, error);
    if (error) return bad("disk", folder.string() + " can't be examined: " + error.message());
    const std::string free = std::to_string(space.available / (1024 * 1024)) + " MB free";
    if (space.available < kDiskMin) return bad("disk", free + ": what you say is held back when it is full; make room");
    good("disk", free);
  }

  void peer() {
    const auto reply = os::ask(control_socket_of(path_), R"({"request":"status"})", 5s);
    if (const auto* none = std::get_if<os::Unanswered>(&reply)) {
      if (*none == os::Unanswered::kTooLate) return bad("peer", "it does not answer: is it stopped, or very busy?");
      return good("peer", "none is running as " + options_.folder.nick + " in group " + options_.folder.group);
    }
    constexpr bool kThrow = false;
    const Json answer = Json::parse(std::get<std::string>(reply), nullptr, kThrow);
    if (!answer.is_object() || !answer.value("ok", false)) return bad("peer", "its answer can't be read: is it of another version? Start it again");
    const Json& leader = answer["leader"];
    const std::size_t here = answer["here"].size();
    if (!leader.is_object()) return bad("peer", "it runs, and nobody relays: lines are kept until somebody does. Others may be unreachable");
    const std::string relays = leader.value("self", false) ? "it relays" : printable_text(leader.value("nick", "")) + " relays";
    good("peer", "it runs at " + printable_text(answer.value("listen", "")) + "; " + relays + ", " + std::to_string(here) + (here == 1 ? " is here" : " are here"));
  }

  void addresses() {
    std::string list;
    for (const std::string& address : os::interface_addresses(os::Family::kBoth)) list += (list.empty() ? "" : ", ") + address;
    const bool alone = list.empty() || list.starts_with("127.") || list.starts_with("::1");
    if (alone) return bad("network", "no interface is up but this machine's own: nobody else can be reached");
    good("network", "others may reach this machine at " + list);
  }

  void files() {
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    const std::string open = std::to_string(limit.rlim_cur) + " open files";
    if (limit.rlim_cur < kFilesMin) return bad("files", open + " are few for a large group: ulimit -n " + std::to_string(std::max(kFilesMin, std::min<rlim_t>(limit.rlim_max, 65'536))));
    good("files", "up to " + open);
  }

  void clock() {
    const base::WallTime now = os::SystemClock().wall();
    if (now < kClockMin) return bad("clock", "this machine's clock is years behind: times of your lines will be wrong. Set it");
    good("clock", "plausible");
  }

  void texts() {
    if (::isatty(STDOUT_FILENO) == 0) return;
    std::string locale;
    for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
      const char* value = std::getenv(name);
      if (locale.empty() && value != nullptr) locale = value;
    }
    std::transform(locale.begin(), locale.end(), locale.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    const bool unicode = locale.find("utf-8") != std::string::npos || locale.find("utf8") != std::string::npos;
    if (!unicode) return bad("terminal", "the locale is not UTF-8, so names and texts may look broken: export LANG=C.UTF-8");
    good("terminal", "shows UTF-8");
  }

  const DoctorOptions& options_;
  const std::string path_;
  std::vector<Finding> findings_;
};

}  // namespace

int run_doctor(const DoctorOptions& options) {
  const std::vector<Finding> findings = Examination(options).all();
  const auto wrong = std::count_if(findings.begin(), findings.end(), [](const Finding& finding) { return !finding.good; });
  if (options.json) {
    Json checks = Json::array();
    for (const auto& [about, text, good] : findings) checks.push_back({{"about", about}, {"ok", good}, {"text", text}});
    print(Json{{"ok", wrong == 0}, {"checks", checks}}.dump(-1, ' ', true, Json::error_handler_t::replace));
    return wrong == 0 ? 0 : 1;
  }
  for (const auto& [about, text, good] : findings) print((good ? "ok  " : "!!  ") + about + ": " + text);
  if (wrong != 0) print(std::to_string(wrong) + (wrong == 1 ? " thing is" : " things are") + " wrong; what mends it is behind each.");
  return wrong == 0 ? 0 : 1;
}

}  // namespace conclave
