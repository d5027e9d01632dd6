#include "frontend/settings.h"

#include <algorithm>
#include <chrono>
#include <tuple>

#include "frontend/json_fields.h"

namespace frontend {

std::string to_json(const Topic& topic) {
  return written({{"text", topic.text}, {"by", topic.by}, {"at", topic.at_seconds}});
}

std::optional<Topic> read_topic(const std::string& text) {
  const auto json = read_object(text);
  if (!json) return std::nullopt;
  return Topic{.text = text_in(*json, "text"), .by = text_in(*json, "by"), .at_seconds = number_in(*json, "at")};
}

std::string topic_setting(std::string_view room) { return "t " + std::string(room); }

std::optional<Topic> topic_of(const node::Session& session, std::string_view room) {
  const std::string name = topic_setting(room);
  node::Setting latest;
  session.visit_settings([&](const node::Setting& setting) {
    if (setting.name == name && std::tie(latest.at, latest.node) < std::tie(setting.at, setting.node)) latest = setting;
  });
  auto topic = read_topic(latest.value);
  if (!topic || topic->text.empty()) return std::nullopt;
  return topic;
}

std::optional<HostedUser> hosted_user(const node::Setting& setting) {
  if (!setting.name.starts_with('u') || !setting.value.starts_with('{')) return std::nullopt;
  const auto json = read_object(setting.value);
  std::string nick = json ? text_in(*json, "nick") : std::string();
  if (nick.empty()) return std::nullopt;
  return HostedUser{setting.node, std::move(nick)};
}

std::vector<HostedUser> hosted_users(const node::Session& session) {
  std::vector<HostedUser> users;
  session.visit_settings([&](const node::Setting& setting) {
    if (auto user = hosted_user(setting)) users.push_back(*std::move(user));
  });
  return users;
}

bool is_hosted(const node::Session& session, std::string_view node, std::string_view nick) {
  const auto users = hosted_users(session);
  return std::any_of(users.begin(), users.end(), [&](const HostedUser& user) { return user.node == node && user.nick == nick; });
}

std::optional<HostedUser> find_hosted(const node::Session& session, std::string_view nick) {
  for (const HostedUser& user : hosted_users(session)) {
    if (user.nick == nick) return user;
  }
  return std::nullopt;
}

std::int64_t seconds_of(base::WallTime at) {
  return std::chrono::duration_cast<std::chrono::seconds>(at.time_since_epoch()).count();
}

}  // namespace frontend
