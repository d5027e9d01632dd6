#include "apps/conclave/last_used.h"

#include <nlohmann/json.hpp>

#include "frontend/line/command.h"
#include "os/data_directory.h"
#include "os/log.h"
#include "os/private_file.h"

namespace conclave {

namespace {

std::string path() { return os::default_data_root() + "/last.json"; }

}  // namespace

std::optional<LastUsed> last_used() {
  const auto content = os::read_private_file(path());
  if (!content) return std::nullopt;
  constexpr bool kThrow = false;
  const auto object = nlohmann::json::parse(*content, nullptr, kThrow);
  if (!object.is_object() || !object.contains("nick") || !object.contains("group")) return std::nullopt;
  if (!object["nick"].is_string() || !object["group"].is_string()) return std::nullopt;
  LastUsed used{object["nick"], object["group"]};
  const bool valid =
      frontend::line::nick_problem(used.nick).empty() && frontend::line::group_problem(used.group).empty();
  return valid ? std::optional(used) : std::nullopt;
}

void remember_last_used(const LastUsed& used) {
  const nlohmann::json object = {{"nick", used.nick}, {"group", used.group}};
  const auto status = os::write_private_file(path(), object.dump() + "\n");
  if (!status) os::log(os::LogLevel::kInfo, status.error().message);
}

}  // namespace conclave
