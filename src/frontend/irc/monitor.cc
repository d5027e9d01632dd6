// Who is told when somebody by a nick comes or goes (IRCv3 MONITOR), and who went lately.
#include <algorithm>

#include "frontend/irc/gateway.h"
#include "frontend/irc/text.h"

namespace frontend::irc {

namespace {

constexpr std::size_t kWatchedMax = 100;   // as ISUPPORT says
constexpr std::size_t kFormerMax = 1000;

}  // namespace

void Gateway::nick_came(const User& user) {
  users_most_ = std::max(users_most_, directory_.users().size());
  const auto watchers = watchers_.find(folded(user.nick));
  if (watchers == watchers_.end()) return;
  for (const env::ClientId id : watchers->second) numeric(*connected_.at(id), "730", {user.mask()});
}

void Gateway::nick_went(const User& user) {
  former_.push_front({user, clock_.wall()});
  if (former_.size() > kFormerMax) former_.pop_back();
  const auto watchers = watchers_.find(folded(user.nick));
  if (watchers == watchers_.end() || directory_.named(user.nick) != nullptr) return;
  for (const env::ClientId id : watchers->second) numeric(*connected_.at(id), "731", {user.nick});
}

std::set<env::ClientId> Gateway::extended_watchers_of(const std::string& nick) const {
  const auto watchers = watchers_.find(folded(nick));
  if (watchers == watchers_.end()) return {};
  std::set<env::ClientId> extended = watchers->second;
  std::erase_if(extended, [this](env::ClientId id) { return !connected_.at(id)->has(kExtendedMonitor); });
  return extended;
}

void Gateway::send_presence(Client& client, const std::string& nick) {
  const User* user = directory_.named(nick);
  user != nullptr ? numeric(client, "730", {user->mask()}) : numeric(client, "731", {nick});
}

void Gateway::watch(Client& client, const std::vector<std::string>& nicks) {
  for (std::size_t i = 0; i < nicks.size(); ++i) {
    const std::string& nick = nicks[i];
    if (!is_nick(nick)) continue;
    if (client.watched.size() >= kWatchedMax && !client.watched.contains(folded(nick))) {
      std::string rest = nick;
      while (++i < nicks.size()) rest += "," + nicks[i];
      return numeric(client, "734", {std::to_string(kWatchedMax), rest, "Monitor list is full"});
    }
    client.watched.emplace(folded(nick), nick);
    watchers_[folded(nick)].insert(client.id);
    send_presence(client, nick);
  }
}

void Gateway::unwatch(Client& client, const std::string& nick) {
  const std::string name = folded(nick);
  client.watched.erase(name);
  const auto watchers = watchers_.find(name);
  if (watchers == watchers_.end()) return;
  watchers->second.erase(client.id);
  if (watchers->second.empty()) watchers_.erase(watchers);
}

void Gateway::unwatch_all(Client& client) {
  while (!client.watched.empty()) unwatch(client, client.watched.begin()->first);
}

void Gateway::on_monitor(Client& client, const Message& message) {
  const std::string what = upper(message.param(0));
  const std::vector<std::string> nicks = listed(message.param(1));
  if (what == "+" || what == "-") {
    if (nicks.empty()) return numeric(client, "461", {"MONITOR", "Not enough parameters"});
    if (what == "+") return watch(client, nicks);
    for (const std::string& nick : nicks) unwatch(client, nick);
  } else if (what == "C") {
    unwatch_all(client);
  } else if (what == "S") {
    for (const auto& [folded_nick, nick] : client.watched) send_presence(client, nick);
  } else if (what == "L") {
    for (const auto& [folded_nick, nick] : client.watched) numeric(client, "732", {nick});
    numeric(client, "733", {"End of MONITOR list"});
  } else {
    numeric(client, "400", {"MONITOR", "It knows + - C L and S"});
  }
}

}  // namespace frontend::irc
