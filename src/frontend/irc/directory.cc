#include "frontend/irc/directory.h"

#include <algorithm>
#include <charconv>

#include "frontend/irc/setting_json.h"
#include "frontend/irc/text.h"

namespace frontend::irc {

namespace {

constexpr std::string_view kGone = "-";
constexpr std::size_t kRoomsOfOneMax = 100;  // in which a member without a client is shown

std::string node_of(std::string_view key) { return std::string(key.substr(0, key.find('/'))); }
std::string place_of(std::string_view key) { return std::string(key.substr(key.find('/') + 1)); }

}  // namespace

void Directory::begin(const std::string& own_node, std::string_view home_room) {
  self_ = own_node;
  home_room_ = home_room;
  note_room(home_room_);
  session_.visit_settings([this](const node::Setting& given) { setting(given); });
  for (const node::MemberInfo& info : session_.members()) take_member(info);
  for (const auto& [key, user] : users_) {
    if (user.own) former_.insert(key);
  }
  telling_ = true;
}

// A peer's own user has no place among its settings: it is in the room where people meet, and where it speaks.
void Directory::take_member(const node::MemberInfo& member) {
  if (without_self_.contains(member.node)) return;
  User user{.node = member.node, .nick = to_nick(node::shown_name(member.nick, member.node, member.namesake)), .real_name = member.nick};
  if (const User* before = this->user(member.node)) user.rooms = before->rooms;
  user.rooms.insert(home_room_);
  apply(member.node, std::move(user), "");
}

void Directory::member(const node::MemberChanged& changed, base::Instant now) {
  if (changed.change == node::Change::kDown) {
    absent_.emplace(changed.node, now);
    return;
  }
  absent_.erase(changed.node);
  if (changed.change == node::Change::kLeft) return apply_gone(changed.node, "left");
  if (changed.change == node::Change::kRemoved) return apply_gone(changed.node, "removed from the group");
  for (const node::MemberInfo& info : session_.members()) {
    if (info.node == changed.node) take_member(info);
  }
}

void Directory::heard(const node::Message& message) {
  if (message.room.empty()) return;
  note_room(message.room);
  const User* known = author(message.node, message.nick);
  if (known == nullptr || is_hosted(*known)) return;
  if (known->rooms.contains(message.room) || known->rooms.size() >= kRoomsOfOneMax) return;
  User now = *known;
  now.rooms.insert(message.room);
  apply(message.node, std::move(now), "");
}

void Directory::step(base::Instant now) {
  std::vector<std::string> lost;
  for (const auto& [node, since] : absent_) {
    if (since + kAbsenceMax <= now) lost.push_back(node);
  }
  for (const std::string& node : lost) {
    absent_.erase(node);
    apply_gone(node, "no word from there");
  }
}

void Directory::apply_gone(const std::string& node, const std::string& reason) {
  std::vector<std::string> keys;
  for (auto it = users_.lower_bound(node); it != users_.end() && node_of(it->first) == node; ++it) keys.push_back(it->first);
  for (const std::string& key : keys) apply(key, std::nullopt, reason);
}

std::optional<base::Instant> Directory::next_deadline() const {
  std::optional<base::Instant> next;
  for (const auto& [node, since] : absent_) next = next ? std::min(*next, since + kAbsenceMax) : since + kAbsenceMax;
  return next;
}

bool Directory::is_latest(const node::Setting& setting) {
  Latest& latest = latest_[setting.name];
  const Latest now{setting.at, setting.node};
  if (now < latest) return false;
  latest = now;
  return true;
}

void Directory::setting(const node::Setting& setting) {
  const std::string_view name = setting.name;
  if (name == "self") {
    if (setting.node == self_ && telling_) return;
    if (setting.value != kGone) {
      without_self_.erase(setting.node);
      return;
    }
    without_self_.insert(setting.node);
    return apply(setting.node, std::nullopt, "");
  }
  if (name.starts_with('u') && name.find(' ') == std::string_view::npos) return take_user(setting);
  if (name.size() < 3 || name[1] != ' ' || !is_latest(setting)) return;
  const std::string about(name.substr(2));
  if (name.starts_with("t ")) {
    if (auto topic = read_topic(setting.value)) {
      topic->by = to_nick(topic->by);
      note_room(about);
      topics_[folded(about)] = *topic;
      if (telling_) listener_.topic_set(about, *topic);
    }
  } else if (name.starts_with("c ")) {
    if (auto rule = read_rule(setting.value)) {
      note_room(about);
      const Rule before = this->rule(about);
      rules_[folded(about)] = *rule;
      if (telling_) listener_.rule_set(about, before, *rule);
    }
  } else if (name.starts_with("k ") && telling_) {
    if (auto kick = read_kick(about, setting.value)) listener_.kicked(*kick);
  } else if (name.starts_with("i ") && telling_) {
    if (auto asked = read_asked(about, setting.value)) listener_.asked_in(*asked);
  }
}

void Directory::take_user(const node::Setting& setting) {
  const std::string key = setting.node + "/" + setting.name;
  if (setting.node == self_ && telling_) return;  // it was told here before it was said
  if (setting.value == kGone || setting.value.starts_with("- ")) {
    return apply(key, std::nullopt, setting.value.size() > 2 ? setting.value.substr(2) : "");
  }
  auto user = read_user(setting.value);
  if (!user) return;
  user->node = setting.node;
  user->own = setting.node == self_;
  apply(key, std::move(user), "");
}

// One door for every change: the indexes follow, and who listens hears of the difference.
void Directory::apply(const std::string& key, std::optional<User> now, const std::string& reason) {
  const auto found = users_.find(key);
  if (!now) {
    if (found == users_.end()) return;
    const User before = std::move(found->second);
    index(key, before, false);
    users_.erase(found);
    former_.erase(key);
    if (!telling_) return;
    listener_.user_quit(before, reason);
    return listener_.nick_went(before);
  }
  if (found == users_.end() && users_.size() >= kUsersMax) return;
  std::optional<User> before;
  if (found != users_.end()) {
    before = found->second;
    index(key, *before, false);
  } else if (const std::string* same = key_of(now->nick); same != nullptr && may_be_taken_over(users_.at(*same))) {
    // Whoever comes by the nick of somebody whose peer is gone is that person, at another peer now.
    const std::string other = *same;
    before = users_.at(other);
    index(other, *before, false);
    users_.erase(other);
  }
  const User after = users_.insert_or_assign(key, std::move(*now)).first->second;
  index(key, after, true);
  if (!telling_) return;
  const bool other_nick = !before || folded(before->nick) != folded(after.nick);
  if (before && before->nick != after.nick) listener_.user_renamed(*before, after);
  if (before && other_nick) listener_.nick_went(*before);
  if (other_nick) listener_.nick_came(after);
  if (before && (before->away != after.away || before->real_name != after.real_name || before->account != after.account)) listener_.user_changed(*before, after);
  for (const std::string& room : after.rooms) {
    if (!before || !before->rooms.contains(room)) listener_.user_joined(after, room);
  }
  if (!before) return;
  for (const std::string& room : before->rooms) {
    if (!after.rooms.contains(room)) listener_.user_parted(after, room, reason);
  }
}

void Directory::note_room(const std::string& room) {
  if (rooms_.size() < kRoomsMax) rooms_.emplace(folded(room), room);
}

void Directory::index(const std::string& key, const User& user, bool add) {
  touch();
  const auto note = [&](auto& keys) { add ? static_cast<void>(keys.insert(key)) : static_cast<void>(keys.erase(key)); };
  const std::string nick = folded(user.nick);
  auto& same = by_nick_[nick];
  note(same);
  same.size() > 1 ? static_cast<void>(shared_nicks_.insert(nick)) : static_cast<void>(shared_nicks_.erase(nick));
  if (same.empty()) by_nick_.erase(nick);
  for (const std::string& room : user.rooms) {
    note_room(room);
    note(by_room_[folded(room)]);
  }
}

const User* Directory::user(std::string_view key) const {
  const auto found = users_.find(key);
  return found == users_.end() ? nullptr : &found->second;
}

// Of several by one nick the one that was there first, until the others are renamed.
const std::string* Directory::key_of(std::string_view nick) const {
  const auto keys = by_nick_.find(folded(nick));
  if (keys == by_nick_.end()) return nullptr;
  const auto rank = [this](const std::string& key) { return std::tie(users_.at(key).since, users_.at(key).node); };
  return &*std::min_element(keys->second.begin(), keys->second.end(), [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
}

const User* Directory::named(std::string_view nick) const {
  const std::string* key = key_of(nick);
  return key == nullptr ? nullptr : user(*key);
}

bool Directory::may_be_taken_over(const User& user) const {
  return absent_.contains(user.node) && is_hosted(user);  // a member itself comes back under its own key only
}

bool Directory::is_hosted(const User& user) const {
  const auto own = users_.find(user.node);
  return own == users_.end() || &own->second != &user;
}

const User* Directory::author(std::string_view node, std::string_view nick) const {
  const auto keys = by_nick_.find(folded(to_nick(nick)));
  if (keys != by_nick_.end()) {
    for (const std::string& key : keys->second) {
      if (node_of(key) == node) return user(key);
    }
  }
  const User* own = user(node);
  return own != nullptr && own->real_name == nick ? own : nullptr;
}

const std::set<std::string>& Directory::keys_in(const std::string& room) const {
  static const std::set<std::string> kNobody;
  const auto keys = by_room_.find(folded(room));
  return keys == by_room_.end() ? kNobody : keys->second;
}

std::set<std::string> Directory::clashing() const {
  std::set<std::string> keys;
  for (const std::string& nick : shared_nicks_) keys.insert(by_nick_.at(nick).begin(), by_nick_.at(nick).end());
  return keys;
}

std::vector<const User*> Directory::in(const std::string& room) const {
  std::vector<const User*> users;
  for (const std::string& key : keys_in(room)) users.push_back(user(key));
  std::sort(users.begin(), users.end(), [](const User* a, const User* b) { return std::tie(a->nick, a->node) < std::tie(b->nick, b->node); });
  return users;
}

std::string Directory::room_called(const std::string& room) const {
  const auto known = rooms_.find(folded(room));
  return known == rooms_.end() ? room : known->second;
}

std::vector<std::string> Directory::rooms() const {
  std::vector<std::string> names;
  for (const auto& [folded, name] : rooms_) names.push_back(name);
  return names;
}

const Topic* Directory::topic(const std::string& room) const {
  const auto found = topics_.find(folded(room));
  return found == topics_.end() || found->second.text.empty() ? nullptr : &found->second;
}

const Rule& Directory::rule(const std::string& room) const {
  static const Rule kNone;
  const auto found = rules_.find(folded(room));
  return found == rules_.end() ? kNone : found->second;
}

bool Directory::knows_room(const std::string& room) const { return rooms_.contains(folded(room)); }

bool Directory::has_rule(const std::string& room) const { return rules_.contains(folded(room)); }

const std::string* Directory::former_of(std::string_view nick) const {
  const auto keys = by_nick_.find(folded(nick));
  if (keys == by_nick_.end()) return nullptr;
  const auto former = std::find_if(keys->second.begin(), keys->second.end(), [this](const auto& key) { return former_.contains(key); });
  return former == keys->second.end() ? nullptr : &*former;
}

bool Directory::was_here(std::string_view nick) const { return former_of(nick) != nullptr; }

std::string Directory::enter(User user) {
  user.node = self_;
  user.own = true;
  const std::string* former = former_of(user.nick);
  const std::string key = former == nullptr ? self_ + "/" + free_place() : *former;
  if (former != nullptr) {
    user.rooms = this->user(key)->rooms;
    user.since = this->user(key)->since;
    former_.erase(key);
  } else if (const User* elsewhere = named(user.nick); elsewhere != nullptr && may_be_taken_over(*elsewhere)) {
    user.rooms = elsewhere->rooms;
    user.since = elsewhere->since;
  }
  change(key, user);
  return key;
}

void Directory::change(const std::string& key, const User& user, const std::string& reason) {
  apply(key, user, reason);
  put(place_of(key), to_json(user));
}

void Directory::leave(const std::string& key, const std::string& reason) {
  std::size_t place = 0;
  const std::string name = place_of(key);
  const auto read = std::from_chars(name.data() + 1, name.data() + name.size(), place);
  if (read.ec == std::errc() && place < places_) free_places_.insert(place);
  apply(key, std::nullopt, reason);
  put(place_of(key), reason.empty() ? std::string(kGone) : "- " + reason);
}

void Directory::forget_former(const std::string& reason) {
  const auto keys = former_;
  for (const std::string& key : keys) leave(key, reason);
}

std::string Directory::free_place() {
  while (!free_places_.empty()) {
    const std::string place = "u" + std::to_string(*free_places_.begin());
    free_places_.erase(free_places_.begin());
    if (!users_.contains(self_ + "/" + place)) return place;
  }
  std::string place;
  do place = "u" + std::to_string(places_++);
  while (users_.contains(self_ + "/" + place));
  return place;
}

void Directory::set_topic(const std::string& room, const Topic& topic) { put(topic_setting(room), to_json(topic)); }
void Directory::set_rule(const std::string& room, const Rule& rule) { put("c " + room, to_json(rule)); }
void Directory::set_rule_silently(const std::string& room, const Rule& rule) {
  note_room(room);
  rules_[folded(room)] = rule;
  set_rule(room, rule);
}
void Directory::kick(const Kick& kick) { unsaid_once_.emplace_back("k " + kick.room, to_json(kick)); }
void Directory::show_self(bool shown) {
  if (shown != without_self_.contains(self_)) return;
  put("self", shown ? "+" : std::string(kGone));
  if (!shown) {
    without_self_.insert(self_);
    return apply(self_, std::nullopt, "");
  }
  without_self_.erase(self_);
  for (const node::MemberInfo& info : session_.members()) {
    if (info.self) take_member(info);
  }
}

// Every peer that hears of the kick takes the user out; its own one says so on the log too.
void Directory::put_out(const Kick& kick) {
  const std::string* named = key_of(kick.nick);
  if (named == nullptr) return;
  const std::string key = *named;
  User user = *this->user(key);
  user.rooms.erase(room_called(kick.room));
  const bool told = std::exchange(telling_, false);
  apply(key, user, "");
  telling_ = told;
  if (user.own) put(place_of(key), to_json(user));
}

void Directory::ask_in(const Asked& asked) { unsaid_once_.emplace_back("i " + asked.nick, to_json(asked)); }

void Directory::put(const std::string& name, std::string value) { unsaid_[name] = std::move(value); }

void Directory::flush() {
  constexpr std::size_t kUnderWayMax = 1000;
  const auto say = [this](const auto& setting) {
    return session_.unacknowledged() < kUnderWayMax && session_.set(setting.first, setting.second).ok();
  };
  while (!unsaid_.empty() && say(*unsaid_.begin())) unsaid_.erase(unsaid_.begin());
  while (!unsaid_once_.empty() && say(unsaid_once_.front())) unsaid_once_.pop_front();
}

}  // namespace frontend::irc
