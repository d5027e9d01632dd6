// What the front end does with what happened in the group.
#include <algorithm>
#include <cctype>

#include "frontend/line/name.h"
#include "frontend/line/printable.h"
#include "frontend/settings.h"
#include "frontend/tui/tui_frontend.h"

namespace frontend::tui {

namespace {

constexpr base::Duration kAnnouncedFor = std::chrono::seconds{15};

bool is_word_byte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || std::isalnum(byte) != 0 || c == '_';
}

bool same_letter(char a, char b) {
  return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
}

// As a word of its own, whatever its case.
bool names(std::string_view text, std::string_view nick) {
  auto from = text.begin();
  while (!nick.empty()) {
    const auto at = std::search(from, text.end(), nick.begin(), nick.end(), same_letter);
    if (at == text.end()) return false;
    const auto end = at + static_cast<std::ptrdiff_t>(nick.size());
    if ((at == text.begin() || !is_word_byte(*(at - 1))) && (end == text.end() || !is_word_byte(*end)))
      return true;
    from = at + 1;
  }
  return false;
}

}  // namespace

void TuiFrontend::handle(const node::Event& event) {
  dirty_ = true;
  own_user_.event(event);
  std::visit([this](const auto& happened) { on(happened); }, event);
}

void TuiFrontend::on(const node::Ready& ready) {
  self_ = ready.node;
  self_nick_ = ready.nick;
  members_changed_ = true;
  load(*room_);
  notice("You are " + line::printable_name(ready.nick) + ", in group " +
         line::printable_name(options_.group) + ", at " + ready.listen + ".");
  if (options_.first_start) notice("To let somebody in, type /invite and hand the link over.");
  notice("Type a line to say it, /help for the rest, /quit to leave.");
}

Line TuiFrontend::line_of(const node::Message& message) {
  Line line{.at = message.said_at};
  line.author = book_.author(message.node, node::shown_name(message.nick, message.node, message.namesake));
  line.own = message.own;
  line.late = message.late && !message.past;
  line.mention = is_mention(message);
  line.text = message.text;
  if (message.own) {
    const auto waits = waiting_.find(message.id);
    if (waits != waiting_.end()) line.waiting = waits->second;
  }
  return line;
}

// With whom a private line was exchanged, as Room::node has it.
std::string TuiFrontend::other_of(const node::Message& message) const {
  if (message.own) return message.to + (message.to_user.empty() ? "" : "/" + message.to_user);
  return message.node + (is_hosted(session_, message.node, message.nick) ? "/" + message.nick : "");
}

Room* TuiFrontend::room_of(const node::Message& message) {
  if (message.to.empty()) return book_.room(message.room);
  const std::string other = other_of(message);
  const std::string hosted = split_peer(other).second;
  if (!hosted.empty()) return book_.private_room(other, hosted);
  return book_.private_room(other, message.own ? nick_of(other) : message.nick);
}

void TuiFrontend::on(const node::Message& reported) {
  const auto shown = own_user_.shown(reported);
  if (!shown || ignored_.contains(shown->node)) return;
  const node::Message& message = *shown;
  Room* const listed = room_of(message);
  if (listed == nullptr) return;  // history and search have it
  Room& room = *listed;
  Line line = line_of(message);
  const bool mention = line.mention || (!message.to.empty() && !message.own);
  if (message.late || message.past) {
    room.place(std::move(line));
  } else {
    room.append(std::move(line));
  }
  if (message.past || message.own) return;
  if (&room != room_) {
    ++room.unread;
    if (mention) ++room.mentions;
  }
  if (mention) alarm(message);
}

bool TuiFrontend::is_mention(const node::Message& message) const {
  return !message.own && names(message.text, self_nick_);
}

void TuiFrontend::alarm(const node::Message& message) {
  if (options_.alarm == Alarm::kBell) terminal_.bell();
  if (options_.alarm == Alarm::kNotification)
    terminal_.notify(line::name_of(message) + ": " +
                     line::printable_text(message.text.substr(0, 200)));
}

void TuiFrontend::on(const node::Acknowledged& acknowledged) {
  const auto waits = waiting_.find(acknowledged.id);
  if (waits == waiting_.end()) return;
  waiting_numbers_.erase(waits->second);
  waiting_.erase(waits);
}

std::string TuiFrontend::nick_of(std::string_view node) const {
  for (const node::MemberInfo& member : members_) {
    if (member.node == node) return member.nick;
  }
  for (const node::Belonging& member : session_.belonging()) {
    if (member.node == node) return member.nick;
  }
  return {};
}

void TuiFrontend::on(const node::MemberChanged& member) {
  members_changed_ = true;
  const bool self = member.node == self_;
  const std::string nick = line::printable_name(member.nick);
  std::string& known = nicks_[member.node];
  const std::string before = line::printable_name(known);
  known = member.nick;
  switch (member.change) {
    case node::Change::kJoined:
      return self ? void() : notice(nick + (relay_ ? " joined" : " is here"));
    case node::Change::kUp:
      return self ? void() : notice(nick + " is back");
    case node::Change::kDown:
      nicks_.erase(member.node);
      return notice(nick + " is gone: no word from there");
    case node::Change::kLeft:
      nicks_.erase(member.node);
      return self ? void() : notice(nick + " left");
    case node::Change::kRemoved:
      nicks_.erase(member.node);
      return notice((self ? "You were" : nick + " was") + std::string(" removed from the group"));
    case node::Change::kNick:
      if (self) self_nick_ = member.nick;
      return notice((self ? "You are " : (before.empty() ? "Somebody" : before) + " is ") + nick + " now");
  }
}

// Only a change from one peer to another is a takeover, as in line mode.
void TuiFrontend::on(const node::LeaderChanged& leader) {
  members_changed_ = true;
  const bool alone_so_far = !relay_ && leader.self;
  const bool takeover = relay_ && !relay_->self && relay_->node != leader.node;
  relay_ = leader;
  if (alone_so_far) return;
  const std::string who = leader.self ? "You relay" : line::printable_name(leader.nick) + " relays";
  if (!takeover) return notice(who + " here");
  const std::size_t waiting = session_.unacknowledged();
  const std::string text = who + " now; " +
                           (waiting == 0 ? "nothing was lost"
                                         : std::to_string(waiting) + (waiting == 1 ? " line" : " lines") +
                                               " of yours on the way again");
  notice(text);
  announce(text);
}

void TuiFrontend::on(const node::Setting& setting) {
  constexpr std::size_t kPrefix = 2;
  const auto topic = setting.name.starts_with("t ") ? read_topic(setting.value) : std::nullopt;
  if (!topic || setting.name.substr(kPrefix) != room_->name || room_->is_private()) return;
  notice(line::printable_name(topic->by) + " set the topic: " + line::printable_text(topic->text));
}

void TuiFrontend::on(const node::Failure& failure) { fail(line::printable_text(failure.message)); }

void TuiFrontend::announce(const std::string& text) {
  announced_ = text;
  announced_until_ = clock_.now() + kAnnouncedFor;
}

void TuiFrontend::notice(const std::string& text) { add_notice(LineKind::kNotice, text); }

void TuiFrontend::fail(const std::string& text) { add_notice(LineKind::kFailure, text); }

// Several lines are one notice, with one time.
void TuiFrontend::add_notice(LineKind kind, std::string_view text) {
  while (text.ends_with('\n')) text.remove_suffix(1);
  if (text.empty()) return;
  Line line{.at = clock_.wall()};
  line.kind = kind;
  line.text = text;
  room_->append(std::move(line));
}

}  // namespace frontend::tui
