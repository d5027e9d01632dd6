// Modes: who has a say in a room, who may come in, who is heard there. Everybody's gateway goes by the same rules, which are
// on the log; who talks without one goes by none.
#include <algorithm>

#include "frontend/irc/gateway.h"
#include "frontend/irc/text.h"

namespace frontend::irc {

namespace {

constexpr std::size_t kModesAtOnce = 4;
constexpr std::size_t kModesMax = 50;  // of one command; what is beyond is left out
constexpr std::int64_t kLimitMax = 1'000'000;

// How a list of masks is answered: each of them, and its end.
struct MaskList {
  char mode;
  const char *item, *end, *end_text;
};
constexpr MaskList kMaskLists[] = {{'b', "367", "368", "End of channel ban list"},
                                   {'e', "348", "349", "End of channel exception list"},
                                   {'I', "346", "347", "End of channel invite exception list"}};

struct Difference {
  char sign, mode;
  std::string argument{};
};

void compare_names(char sign, char mode, const std::set<std::string>& from, const std::set<std::string>& to, std::vector<Difference>& all) {
  for (const std::string& nick : to) {
    if (!from.contains(nick)) all.push_back({sign, mode, nick});
  }
}

void compare_masks(char sign, const Rule& from, const Rule& to, std::vector<Difference>& all) {
  for (const char mode : kMaskModes) {
    for (const auto& [mask, ban] : to.masks(mode)) {
      if (!from.masks(mode).contains(mask)) all.push_back({sign, mode, mask});
    }
  }
}

bool matches_any(const Masks& masks, const User& user) {
  const std::string mask = masks.empty() ? std::string() : folded(user.mask());
  return std::any_of(masks.begin(), masks.end(), [&](const auto& known) { return matches(folded(known.first), mask); });
}

std::vector<Difference> differences(const Rule& before, const Rule& now) {
  std::vector<Difference> all;
  compare_names('-', 'o', now.operators, before.operators, all);
  compare_names('-', 'v', now.voices, before.voices, all);
  compare_masks('-', now, before, all);
  compare_names('+', 'o', before.operators, now.operators, all);
  compare_names('+', 'v', before.voices, now.voices, all);
  compare_masks('+', before, now, all);
  if (now.key.empty() && !before.key.empty()) all.push_back({'-', 'k', "*"});
  if (!now.key.empty() && now.key != before.key) all.push_back({'+', 'k', now.key});
  if (now.limit == 0 && before.limit != 0) all.push_back({'-', 'l'});
  if (now.limit != 0 && now.limit != before.limit) all.push_back({'+', 'l', std::to_string(now.limit)});
  for (const char mode : kRoomModes) {
    if (before.has(mode) && !now.has(mode)) all.push_back({'-', mode});
    if (!before.has(mode) && now.has(mode)) all.push_back({'+', mode});
  }
  return all;
}

}  // namespace

void Gateway::rule_set(const std::string& room, const Rule& before, const Rule& now) {
  const std::vector<Difference> all = differences(before, now);
  const User* by = directory_.named(now.by);
  const std::string source = by == nullptr ? server_ : by->mask();
  for (std::size_t first = 0; first < all.size(); first += kModesAtOnce) {
    Params params{to_channel(room), ""};
    char sign = 0;
    for (std::size_t i = first; i < std::min(all.size(), first + kModesAtOnce); ++i) {
      if (std::exchange(sign, all[i].sign) != all[i].sign) params[1] += sign;
      params[1] += all[i].mode;
      if (all[i].argument.empty()) continue;
      const bool of_user = all[i].mode == 'o' || all[i].mode == 'v';
      const User* user = of_user ? directory_.named(all[i].argument) : nullptr;
      params.push_back(user == nullptr ? all[i].argument : user->nick);
    }
    each_in(room, [&](Client& client) { send(client, {source, "MODE", params}); });
  }
}

void Gateway::on_mode(Client& client, const Message& message) {
  const std::string target(message.param(0));
  if (!target.starts_with('#')) return on_user_mode(client, message);
  const auto room = known_room(client, target);
  if (!room) return;
  const std::string_view change = message.param(1);
  if (change.empty()) return send_modes(client, *room);
  const bool asks = message.params.size() == 2;
  const std::string_view list = change.starts_with('+') ? change.substr(1) : change;
  if (asks && list.size() == 1 && kMaskModes.find(list[0]) != std::string_view::npos) return send_masks(client, *room, list[0]);
  if (!own_room(client, target)) return;
  if (!is_operator(client, *room)) return numeric(client, "482", {target, "You're not channel operator"});
  set_modes(client, *room, message);
}

void Gateway::on_user_mode(Client& client, const Message& message) {
  if (folded(message.param(0)) != folded(client.nick)) return numeric(client, "502", {"Can't change mode for other users"});
  User user = *self_of(client);
  bool add = true;
  std::string done;
  for (const char mode : message.param(1).substr(0, kModesMax)) {
    if (mode == '+' || mode == '-') {
      add = mode == '+';
    } else if (mode == 'B') {
      user.bot = add;
      done += add ? "+B" : "-B";
    } else if (mode == 'i') {
      done += "+i";  // nobody is listed but to those who know the nick, or the room
    } else if (std::string_view("wsx").find(mode) == std::string_view::npos) {
      return numeric(client, "501", {"Unknown MODE flag"});
    }
  }
  if (user.bot != self_of(client)->bot) change_user(client, user);
  done.empty() ? numeric(client, "221", {user.bot ? "+iB" : "+i"}) : reply(client, "MODE", {client.nick, done});
}

// The key is for those who have it.
void Gateway::send_modes(Client& client, const std::string& room) {
  const Rule& rule = directory_.rule(room);
  const bool inside = self_of(client)->rooms.contains(room);
  Params params{to_channel(room), "+" + rule.modes};
  if (!rule.key.empty()) params[1] += 'k';
  if (rule.limit != 0) params[1] += 'l';
  if (!rule.key.empty()) params.push_back(inside ? rule.key : "*");
  if (rule.limit != 0) params.push_back(std::to_string(rule.limit));
  numeric(client, "324", params);
  numeric(client, "329", {to_channel(room), std::to_string(rule.made_seconds == 0 ? seconds_of(started_wall_) : rule.made_seconds)});
}

void Gateway::send_masks(Client& client, const std::string& room, char mode) {
  const MaskList& list = *std::find_if(std::begin(kMaskLists), std::end(kMaskLists), [mode](const MaskList& l) { return l.mode == mode; });
  for (const auto& [mask, ban] : directory_.rule(room).masks(mode)) {
    numeric(client, list.item, {to_channel(room), mask, ban.by, std::to_string(ban.at_seconds)});
  }
  numeric(client, list.end, {to_channel(room), list.end_text});
}

void Gateway::set_modes(Client& client, const std::string& room, const Message& message) {
  Rule rule = directory_.rule(room);
  rule.by = client.nick;
  bool add = true;
  std::size_t next = 2;
  for (const char mode : message.param(1).substr(0, kModesMax)) {
    if (mode == '+' || mode == '-') {
      add = mode == '+';
    } else if (mode == 'o' || mode == 'v') {
      set_power(client, room, rule, add, mode, std::string(message.param(next++)));
    } else if (kMaskModes.find(mode) != std::string_view::npos) {
      set_mask(client, room, rule, add, mode, std::string(message.param(next++)));
    } else if (mode == 'k') {
      set_key(client, room, rule, add, std::string(message.param(next++)));
    } else if (mode == 'l') {
      const std::string count = add ? std::string(message.param(next++)) : "0";
      const std::int64_t limit = std::atoll(count.c_str());
      if (add && limit <= 0) numeric(client, "696", {to_channel(room), "l", count.empty() ? "*" : count, "A limit is a number of users"});
      else rule.limit = std::min(limit, kLimitMax);
    } else if (kRoomModes.find(mode) != std::string_view::npos) {
      std::erase(rule.modes, mode);
      if (add) rule.modes += mode;
    } else {
      numeric(client, "472", {std::string(1, mode), "is unknown mode char to me"});
    }
  }
  directory_.set_rule(room, rule);
  hold(client);
}

void Gateway::set_power(Client& client, const std::string& room, Rule& rule, bool add, char mode, const std::string& nick) {
  if (nick.empty()) return;
  const User* user = directory_.named(nick);
  if (user == nullptr) return numeric(client, "401", {nick, "No such nick"});
  if (!user->rooms.contains(room)) return numeric(client, "441", {nick, to_channel(room), "They aren't on that channel"});
  auto& names = mode == 'o' ? rule.operators : rule.voices;
  add ? static_cast<void>(names.insert(folded(nick))) : static_cast<void>(names.erase(folded(nick)));
}

void Gateway::set_mask(Client& client, const std::string& room, Rule& rule, bool add, char mode, const std::string& mask) {
  if (mask.empty()) return send_masks(client, room, mode);
  Masks& masks = rule.masks(mode);
  const std::string whole = to_mask(to_utf8(mask));
  const auto is_same = [&](const auto& known) { return folded(known.first) == folded(whole); };
  const auto known = std::find_if(masks.begin(), masks.end(), is_same);
  if (!add) {
    if (known != masks.end()) masks.erase(known);
  } else if (whole.empty() || whole.size() > kBanBytesMax) {
    numeric(client, "696", {to_channel(room), std::string(1, mode), "*", "A mask is NICK!USER@HOST, of at most " + std::to_string(kBanBytesMax) + " bytes"});
  } else if (known == masks.end() && masks.size() >= kBansMax) {
    numeric(client, "478", {to_channel(room), whole, "This list of the channel is full"});
  } else if (known == masks.end()) {
    masks[whole] = {.by = client.nick, .at_seconds = seconds_of(clock_.wall())};
  }
}

void Gateway::set_key(Client& client, const std::string& room, Rule& rule, bool add, const std::string& key) {
  if (add && !is_key(key)) {
    return numeric(client, "525", {to_channel(room), "A key has 1 to " + std::to_string(kKeyBytesMax) + " bytes without blanks or commas"});
  }
  rule.key = add ? key : std::string();
}

bool Gateway::is_banned(const User& user, const std::string& room) const {
  const Rule& rule = directory_.rule(room);
  return matches_any(rule.bans, user) && !matches_any(rule.excepts, user);
}

bool Gateway::is_kept_out(Client& client, const std::string& room, const std::string& key) {
  const Rule& rule = directory_.rule(room);
  const auto refuse = [&](const char* number, const std::string& why) {
    numeric(client, number, {to_channel(room), "Cannot join channel " + why});
    return true;
  };
  if (is_banned(*self_of(client), room)) return refuse("474", "(+b): you are banned from it");
  if (rule.has('i') && !matches_any(rule.invites, *self_of(client))) return refuse("473", "(+i): only who is invited may");
  if (!rule.key.empty() && key != rule.key) return refuse("475", "(+k): its key is asked for, as in /JOIN #room KEY");
  if (rule.limit != 0 && directory_.keys_in(room).size() >= static_cast<std::size_t>(rule.limit)) return refuse("471", "(+l): it is full");
  return false;
}

bool Gateway::is_hidden(const Client& client, const std::string& room) const {
  return directory_.rule(room).has('s') && !self_of(client)->rooms.contains(room);
}

std::vector<const User*> Gateway::seen_in(const Client& client, const std::string& room) const {
  return is_hidden(client, room) ? std::vector<const User*>() : directory_.in(room);
}

}  // namespace frontend::irc
