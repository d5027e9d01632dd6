#include "frontend/irc/setting_json.h"

#include "frontend/irc/text.h"
#include "frontend/json_fields.h"

namespace frontend::irc {

namespace {

constexpr std::size_t kItemsMax = 1000;

std::set<std::string> texts_in(const Json& json, const char* name) {
  std::set<std::string> texts;
  const auto found = json.find(name);
  if (found == json.end() || !found->is_array()) return texts;
  for (const Json& item : *found) {
    if (item.is_string() && texts.size() < kItemsMax) texts.insert(item.get<std::string>());
  }
  return texts;
}

// Names of the lists of masks, in the order of kMaskModes.
constexpr const char* kMaskNames[] = {"bans", "excepts", "invites"};

Masks masks_in(const Json& json, const char* name) {
  Masks masks;
  const auto found = json.find(name);
  if (found == json.end() || !found->is_object()) return masks;
  for (const auto& [mask, ban] : found->items()) {
    if (masks.size() >= kBansMax || mask.size() > kBanBytesMax || to_mask(mask) != mask || !ban.is_object()) continue;
    masks[mask] = {.by = to_nick(text_in(ban, "by")), .at_seconds = number_in(ban, "at")};
  }
  return masks;
}

}  // namespace

std::string to_json(const User& user) {
  return written({{"nick", user.nick}, {"user", user.user}, {"real", user.real_name}, {"away", user.away}, {"rooms", user.rooms},
                  {"since", seconds_of(user.since)}, {"account", user.account}, {"bot", user.bot}});
}
std::string to_json(const Rule& rule) {
  Json json{{"operators", rule.operators}, {"voices", rule.voices}, {"modes", rule.modes}, {"made", rule.made_seconds}, {"by", rule.by},
            {"key", rule.key}, {"limit", rule.limit}};
  for (std::size_t i = 0; i < kMaskModes.size(); ++i) {
    for (const auto& [mask, ban] : rule.masks(kMaskModes[i])) json[kMaskNames[i]][mask] = {{"by", ban.by}, {"at", ban.at_seconds}};
  }
  return written(json);
}
std::string to_json(const Kick& kick) { return written({{"nick", kick.nick}, {"by", kick.by}, {"reason", kick.reason}}); }
std::string to_json(const Asked& asked) { return written({{"room", asked.room}, {"by", asked.by}}); }

std::optional<User> read_user(const std::string& text) {
  const auto json = read_object(text);
  if (!json || !is_nick(text_in(*json, "nick"))) return std::nullopt;
  User user;
  user.nick = text_in(*json, "nick");
  user.user = to_user(text_in(*json, "user"));
  user.real_name = text_in(*json, "real");
  user.away = text_in(*json, "away");
  if (is_nick(text_in(*json, "account"))) user.account = text_in(*json, "account");
  for (const std::string& room : texts_in(*json, "rooms")) {
    if (to_room(to_channel(room)) == room) user.rooms.insert(room);
  }
  user.bot = flag_in(*json, "bot");
  user.since = base::WallTime(std::chrono::seconds(number_in(*json, "since")));
  return user;
}

std::optional<Rule> read_rule(const std::string& text) {
  const auto json = read_object(text);
  if (!json) return std::nullopt;
  Rule rule{.operators = texts_in(*json, "operators"), .voices = texts_in(*json, "voices"), .modes = "", .made_seconds = number_in(*json, "made"), .by = to_nick(text_in(*json, "by"))};
  for (const char mode : text_in(*json, "modes")) {
    if (kRoomModes.find(mode) != std::string_view::npos && rule.modes.find(mode) == std::string::npos) rule.modes += mode;
  }
  for (std::size_t i = 0; i < kMaskModes.size(); ++i) rule.masks(kMaskModes[i]) = masks_in(*json, kMaskNames[i]);
  if (const std::string key = text_in(*json, "key"); is_key(key)) rule.key = key;
  rule.limit = std::max<std::int64_t>(number_in(*json, "limit"), 0);
  return rule;
}

std::optional<Kick> read_kick(const std::string& room, const std::string& text) {
  const auto json = read_object(text);
  if (!json || !is_nick(text_in(*json, "nick"))) return std::nullopt;
  return Kick{.room = room, .nick = text_in(*json, "nick"), .by = to_nick(text_in(*json, "by")), .reason = text_in(*json, "reason")};
}

std::optional<Asked> read_asked(const std::string& nick, const std::string& text) {
  const auto json = read_object(text);
  if (!json || !to_room(to_channel(text_in(*json, "room")))) return std::nullopt;
  return Asked{.nick = nick, .room = text_in(*json, "room"), .by = to_nick(text_in(*json, "by"))};
}

}  // namespace frontend::irc
