// Rooms as channels: who is in them, what they are about, who has a say in them.
#include <algorithm>

#include "frontend/irc/gateway.h"
#include "frontend/irc/text.h"

namespace frontend::irc {

namespace {

constexpr std::size_t kRoomsMax = 100;  // of one client
constexpr std::size_t kTopicBytesMax = 390;

// What LIST asks for (ELIST=CMNTU): names and masks of channels, and those that it is not, of which one has to fit; and bounds
// that all have to hold: ">5" of users, "C<60" of the channel's age and "T<60" of its topic's, both in minutes.
class Listing {
 public:
  explicit Listing(std::string_view asked) {
    for (const std::string& word : listed(asked)) {
      const std::size_t sign = word.find_first_of("<>");
      const bool is_bound = sign == 0 || (sign == 1 && std::string_view("CTct").find(word[0]) != std::string_view::npos);
      if (is_bound) {
        bounds_.push_back({sign == 0 ? 'U' : folded(word)[0], word[sign] == '<', std::atoll(word.c_str() + sign + 1)});
      } else if (word.starts_with('!')) {
        not_these_.push_back(folded(word.substr(1)));
      } else {
        these_.push_back(folded(word));
      }
    }
  }

  struct Facts {
    std::int64_t users = 0, minutes = 0, topic_minutes = 0;
    bool has_topic = false;
  };
  bool takes(const std::string& channel, const Facts& facts) const {
    const auto fits = [name = folded(channel)](const std::string& mask) { return matches(mask, name); };
    if (!these_.empty() && std::none_of(these_.begin(), these_.end(), fits)) return false;
    if (std::any_of(not_these_.begin(), not_these_.end(), fits)) return false;
    return std::all_of(bounds_.begin(), bounds_.end(), [&](const Bound& bound) {
      if (bound.of == 't' && !facts.has_topic) return false;
      const std::int64_t fact = bound.of == 'U' ? facts.users : bound.of == 'c' ? facts.minutes : facts.topic_minutes;
      return bound.below ? fact < bound.than : fact > bound.than;
    });
  }

 private:
  struct Bound {
    char of;
    bool below;
    std::int64_t than;
  };
  std::vector<std::string> these_, not_these_;
  std::vector<Bound> bounds_;
};

}  // namespace

// Of very many rooms not all are listed, but its own a client knows.
std::optional<std::string> Gateway::known_room(Client& client, const std::string& channel) {
  if (const auto named = to_room(channel)) {
    std::string room = directory_.room_called(*named);
    if (directory_.knows_room(room) || self_of(client)->rooms.contains(room)) return room;
  }
  numeric(client, "403", {channel, "No such channel"});
  return std::nullopt;
}

std::optional<std::string> Gateway::own_room(Client& client, const std::string& channel) {
  auto room = known_room(client, channel);
  if (!room || self_of(client)->rooms.contains(*room)) return room;
  numeric(client, "442", {channel, "You're not on that channel"});
  return std::nullopt;
}

bool Gateway::is_operator(const Client& client, const std::string& room) const {
  return directory_.rule(room).operators.contains(folded(client.nick));
}

std::string Gateway::prefix_of(const std::string& room, const User& user, bool all) const {
  const Rule& rule = directory_.rule(room);
  std::string prefix;
  if (rule.operators.contains(folded(user.nick))) prefix += '@';
  if (rule.voices.contains(folded(user.nick))) prefix += '+';
  return all ? prefix : prefix.substr(0, 1);
}

void Gateway::on_join(Client& client, const Message& message) {
  if (message.param(0) == "0") {
    for (const std::string& room : std::set<std::string>(self_of(client)->rooms)) on_part(client, {.tags = {}, .command = "PART", .params = {to_channel(room)}});
    return;
  }
  const std::vector<std::string> channels = listed(message.param(0)), keys = listed(message.param(1));
  for (std::size_t i = 0; i < channels.size(); ++i) join(client, channels[i], i < keys.size() ? keys[i] : std::string());
}

void Gateway::join(Client& client, const std::string& channel, const std::string& key) {
  const auto named = to_room(to_utf8(channel));
  if (!named) return numeric(client, "403", {channel, "No such channel: a name begins with # and has 1 to 64 bytes without blanks or commas"});
  const std::string room = directory_.room_called(*named);
  User user = *self_of(client);
  if (user.rooms.contains(room)) return;
  if (user.rooms.size() >= kRoomsMax) return numeric(client, "405", {channel, "You have joined too many channels"});
  bool is_new = directory_.in(room).empty() && !directory_.has_rule(room) && room != options_.home_room;
  if (is_new) session_.visit_history(room, 1, [&](node::Message&&) { is_new = false; });
  const auto invitation = invited_.find({folded(client.nick), folded(room)});
  if (invitation == invited_.end()) {
    if (is_kept_out(client, room, key)) return;
  } else {
    invited_.erase(invitation);
  }
  user.rooms.insert(room);
  change_user(client, user);
  // Whoever makes a room has a say in it.
  if (is_new) {
    directory_.set_rule_silently(room, {.operators = {folded(client.nick)}, .voices = {}, .modes = "nt", .made_seconds = seconds_of(clock_.wall()), .by = client.nick});
  }
  show_room(client, room);
}

// What a client is told of a room that it has just come into.
void Gateway::show_room(Client& client, const std::string& room) {
  send_topic(client, room, false);
  if (client.has(kReadMarker)) send_read_marker(client, to_channel(room));
  send_names(client, room);
  replay(client, room);
}

void Gateway::on_part(Client& client, const Message& message) {
  for (const std::string& channel : listed(message.param(0))) {
    const auto room = own_room(client, channel);
    if (!room) continue;
    User user = *self_of(client);
    user.rooms.erase(*room);
    change_user(client, user, to_utf8(beginning(message.param(1), 300)));
  }
}

void Gateway::send_topic(Client& client, const std::string& room, bool also_none) {
  const Topic* topic = directory_.topic(room);
  const std::string channel = to_channel(room);
  if (topic == nullptr) {
    if (also_none) numeric(client, "331", {channel, "No topic is set"});
    return;
  }
  numeric(client, "332", {channel, topic->text});
  numeric(client, "333", {channel, topic->by, std::to_string(topic->at_seconds)});
}

void Gateway::on_topic(Client& client, const Message& message) {
  const std::string channel(message.param(0));
  if (message.params.size() == 1) {
    const auto known = known_room(client, channel);
    return known ? send_topic(client, *known, true) : void();
  }
  const auto room = own_room(client, channel);
  if (!room) return;
  if (room->size() > kTopicRoomBytesMax) return numeric(client, "437", {channel, "The name of this channel is too long to have a topic"});
  if (directory_.rule(*room).has('t') && !is_operator(client, *room)) return numeric(client, "482", {channel, "You're not channel operator"});
  directory_.set_topic(*room, {.text = to_utf8(beginning(message.param(1), kTopicBytesMax)), .by = client.nick, .at_seconds = seconds_of(clock_.wall())});
  hold(client);
}

void Gateway::send_names(Client& client, const std::string& room) {
  const std::string channel = to_channel(room);
  const bool is_secret = directory_.rule(room).has('s');
  const std::size_t around = 2 * server_.size() + client.nick.size() + channel.size() + 20;
  std::string names;
  const auto flush = [&] {
    if (!names.empty()) numeric(client, "353", {is_secret ? "@" : "=", channel, names});
    names.clear();
  };
  for (const User* user : seen_in(client, room)) {
    const std::string name = prefix_of(room, *user, client.has(kMultiPrefix)) + (client.has(kUserhostInNames) ? user->mask() : user->nick);
    if (around + names.size() + name.size() + 1 > kLineBytesMax) flush();
    names += (names.empty() ? "" : " ") + name;
  }
  flush();
  numeric(client, "366", {channel, "End of /NAMES list"});
}

void Gateway::on_names(Client& client, const Message& message) {
  if (message.params.empty()) return numeric(client, "366", {"*", "End of /NAMES list"});
  for (const std::string& channel : listed(message.param(0))) {
    const auto named = to_room(channel);
    if (named) send_names(client, directory_.room_called(*named));
    else numeric(client, "366", {channel, "End of /NAMES list"});
  }
}

void Gateway::on_list(Client& client, const Message& message) {
  const Listing listing(message.param(0));
  const std::int64_t now = seconds_of(clock_.wall());
  numeric(client, "321", {"Channel", "Users  Name"});
  for (const std::string& room : directory_.rooms()) {
    const std::string channel = to_channel(room);
    const Topic* topic = directory_.topic(room);
    const auto users = static_cast<std::int64_t>(directory_.keys_in(room).size());
    if (topic == nullptr && !directory_.has_rule(room) && users == 0) continue;  // nobody ever made anything of it
    if (is_hidden(client, room)) continue;
    const bool fits = listing.takes(channel, {.users = users,
                                              .minutes = (now - directory_.rule(room).made_seconds) / 60,
                                              .topic_minutes = topic == nullptr ? 0 : (now - topic->at_seconds) / 60,
                                              .has_topic = topic != nullptr});
    if (!fits) continue;
    numeric(client, "322", {channel, std::to_string(users), topic == nullptr ? "" : topic->text});
  }
  numeric(client, "323", {"End of /LIST"});
}

// One channel and several nicks, or as many channels as nicks.
void Gateway::on_kick(Client& client, const Message& message) {
  const std::vector<std::string> channels = listed(message.param(0)), nicks = listed(message.param(1));
  const std::string reason = to_utf8(beginning(message.param(2), 300));
  if (channels.size() == 1) {
    kick(client, channels.front(), nicks, reason);
  } else if (channels.size() == nicks.size()) {
    for (std::size_t i = 0; i < nicks.size(); ++i) kick(client, channels[i], {nicks[i]}, reason);
  } else {
    numeric(client, "461", {"KICK", "Not enough parameters"});
  }
  hold(client);
}

void Gateway::kick(Client& client, const std::string& channel, const std::vector<std::string>& nicks, const std::string& reason) {
  const auto room = own_room(client, channel);
  if (!room) return;
  if (!is_operator(client, *room)) return numeric(client, "482", {channel, "You're not channel operator"});
  for (const std::string& nick : nicks) {
    const User* user = directory_.named(nick);
    if (user == nullptr || !user->rooms.contains(*room)) {
      numeric(client, "441", {nick, channel, "They aren't on that channel"});
      continue;
    }
    directory_.kick({.room = *room, .nick = user->nick, .by = client.nick, .reason = reason});
  }
}

void Gateway::on_invite(Client& client, const Message& message) {
  const User* user = directory_.named(message.param(0));
  if (user == nullptr) return numeric(client, "401", {std::string(message.param(0)), "No such nick"});
  const auto room = own_room(client, std::string(message.param(1)));
  if (!room) return;
  if (user->rooms.contains(*room)) return numeric(client, "443", {user->nick, to_channel(*room), "is already on channel"});
  if (directory_.rule(*room).has('i') && !is_operator(client, *room)) return numeric(client, "482", {to_channel(*room), "You're not channel operator"});
  directory_.ask_in({.nick = user->nick, .room = *room, .by = client.nick});
  numeric(client, "341", {user->nick, to_channel(*room)});
  hold(client);
}

}  // namespace frontend::irc
