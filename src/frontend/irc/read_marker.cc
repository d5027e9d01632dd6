// How far a user has read (IRCv3 draft/read-marker), so that its next client begins there.
#include <algorithm>

#include "frontend/irc/gateway.h"
#include "frontend/irc/text.h"

namespace frontend::irc {

namespace {

constexpr std::string_view kTimestamp = "timestamp=";
constexpr std::size_t kUsersMax = 10'000;
constexpr std::size_t kTargetsMax = 200;  // of one user

// "2026-11-28T10:00:00.000Z": times so written are in order as texts are.
bool is_time(std::string_view text) {
  constexpr std::string_view kForm = "dddd-dd-ddTdd:dd:dd.dddZ";
  return text.size() == kForm.size() && std::equal(text.begin(), text.end(), kForm.begin(), [](char c, char form) {
           return form == 'd' ? c >= '0' && c <= '9' : c == form;
         });
}

}  // namespace

void Gateway::send_read_marker(Client& client, const std::string& target) {
  std::string time = "*";
  const auto user = read_.find(folded(client.nick));
  if (user != read_.end()) {
    const auto read = user->second.find(folded(target));
    if (read != user->second.end()) time = std::string(kTimestamp) + read->second;
  }
  reply(client, "MARKREAD", {target, time});
}

void Gateway::on_markread(Client& client, const Message& message) {
  const std::string target(message.param(0));
  const auto refuse = [&](const std::string& code, const std::string& text) { fail(client, "MARKREAD", code, text); };
  if (target.empty()) return refuse("NEED_MORE_PARAMS", "Usage: MARKREAD TARGET [timestamp=YYYY-MM-DDThh:mm:ss.sssZ]");
  if (message.params.size() < 2) return send_read_marker(client, target);
  std::string_view time = message.param(1);
  if (!time.starts_with(kTimestamp) || !is_time(time.substr(kTimestamp.size()))) {
    return refuse("INVALID_PARAMS", "A time is written timestamp=YYYY-MM-DDThh:mm:ss.sssZ");
  }
  time.remove_prefix(kTimestamp.size());
  const std::string nick = folded(client.nick);
  if (read_.size() >= kUsersMax && !read_.contains(nick)) read_.erase(read_.begin());
  auto& targets = read_[nick];
  if (targets.size() >= kTargetsMax && !targets.contains(folded(target))) targets.erase(targets.begin());
  std::string& read = targets[folded(target)];
  read = std::max(read, std::string(time));
  send_read_marker(client, target);
}

}  // namespace frontend::irc
