#include "frontend/settings.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <tuple>

namespace frontend {

namespace {

using Json = nlohmann::json;

std::string text_in(const Json& json, const char* name) {
  const auto found = json.find(name);
  return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace

std::string to_json(const Topic& topic) {
  const Json json = {{"text", topic.text}, {"by", topic.by}, {"at", topic.at_seconds}};
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::optional<Topic> read_topic(const std::string& text) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) return std::nullopt;
  Topic topic{.text = text_in(json, "text"), .by = text_in(json, "by")};
  const auto at = json.find("at");
  if (at != json.end() && at->is_number_unsigned()) topic.at_seconds = static_cast<std::int64_t>(at->get<std::uint64_t>() & 0xff'ffff'ffff);
  return topic;
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

std::vector<HostedUser> hosted_users(const node::Session& session) {
  std::vector<HostedUser> users;
  session.visit_settings([&](const node::Setting& setting) {
    if (!setting.name.starts_with('u') || !setting.value.starts_with('{')) return;
    const Json json = Json::parse(setting.value, nullptr, false);
    if (!json.is_object()) return;
    std::string nick = text_in(json, "nick");
    if (!nick.empty()) users.push_back({setting.node, std::move(nick)});
  });
  return users;
}

bool is_hosted(const node::Session& session, std::string_view node, std::string_view nick) {
  const auto users = hosted_users(session);
  return std::any_of(users.begin(), users.end(), [&](const HostedUser& user) { return user.node == node && user.nick == nick; });
}

}  // namespace frontend
