// What clients say, and what they are told.
#include <algorithm>

#include "frontend/irc/gateway.h"
#include "frontend/irc/text.h"
#include "frontend/line/timestamp.h"

namespace frontend::irc {

namespace {

constexpr std::size_t kTargetsMax = 4;
constexpr std::size_t kLabelsMax = 1000;
// What comes every few seconds and means nothing a moment later is not for a log (CLIENTTAGDENY).
const std::vector<std::string_view> kDeniedTags = {"+typing", "+draft/typing"};

// A line of tags alone is for those who know tags.
bool takes(const Client& client, const node::Message& message) { return !message.text.empty() || client.has(kMessageTags); }

}  // namespace

void Gateway::on_privmsg(Client& client, const Message& message) {
  if (message.param(0).empty()) return numeric(client, "411", {"No recipient given (" + message.command + ")"});
  node::Saying saying{.as = client.nick, .notice = message.command == "NOTICE", .tags = client_tags(message, kDeniedTags)};
  if (message.command == "TAGMSG") {
    if (saying.tags.empty()) return;
  } else {
    if (message.param(1).empty()) return numeric(client, "412", {"No text to send"});
    saying.text = to_said(message.param(1));
  }
  std::size_t count = 0;
  for (const std::string& target : listed(message.param(0))) {
    if (count++ == kTargetsMax) return numeric(client, "407", {target, "Too many targets: four at once are the most"});
    say_to(client, target, message.command, saying);
  }
}

void Gateway::say_to(Client& client, const std::string& target, const std::string& command, node::Saying saying) {
  const auto refuse = [&](const char* number, const std::string& text) {
    if (!saying.notice) numeric(client, number, {target, text});
  };
  if (target.starts_with('#')) {
    const auto named = to_room(to_utf8(target));
    if (!named) return refuse("403", "No such channel");
    saying.room = directory_.room_called(*named);
    const Rule& rule = directory_.rule(saying.room);
    const bool outside = !self_of(client)->rooms.contains(saying.room);
    const bool has_power = !prefix_of(saying.room, *self_of(client), true).empty();
    const bool unheard = !has_power && (rule.has('m') || is_banned(*self_of(client), saying.room));
    if (outside || unheard) return refuse("404", "Cannot send to channel");
  } else {
    const User* user = directory_.named(target);
    if (user == nullptr) return refuse("401", "No such nick");
    if (!user->away.empty() && command == "PRIVMSG") numeric(client, "301", {user->nick, user->away});
    saying.node = user->node;
    if (directory_.is_hosted(*user)) saying.to_user = user->nick;
  }
  const auto said = session_.say_as(saying);
  if (!said) return fail(client, command, "CANNOT_SEND", said.error().message);
  if (!client.has(kEchoMessage) || !client.collecting || labels_.size() >= kLabelsMax) return;
  if (client.echoes == nullptr) client.echoes = std::make_shared<Echoes>(Echoes{client.id, client.label});
  ++client.echoes->awaited;
  labels_[said.value()] = client.echoes;
}

std::string Gateway::source_of(const node::Message& message) const {
  if (const User* user = directory_.author(message.node, message.nick)) return user->mask();
  const std::string nick = to_nick(node::shown_name(message.nick, message.node, message.namesake));
  return nick + "!~user@" + message.node.substr(0, 8) + ".conclave";
}

void Gateway::deliver(const node::Message& message) {
  if (!ready_) return;
  directory_.heard(message);
  if (message.past) return;  // was said long before: CHATHISTORY has it
  if (!message.text.empty()) backlog_.add(message);
  const std::string source = source_of(message);
  message.room.empty() ? deliver_alone(message, source) : deliver_in_room(message, source);
  Client* const author = message.own ? client_of(message.nick) : nullptr;
  if (author == nullptr || !author->has(kEchoMessage)) return;
  if (unechoed_.try_emplace(message.id, Unechoed{message, author->id}).second) ++author->unechoed;
}

// To whoever said it, once that is as good as done: another peer has it too, or there is none.
void Gateway::deliver_echo(const std::string& id) {
  const auto said = unechoed_.extract(id);
  const auto label = labels_.extract(id);  // also of who went before it came
  const auto found = said.empty() ? connected_.end() : connected_.find(said.mapped().client);
  if (found == connected_.end()) return;
  Client* const author = found->second.get();
  const node::Message& message = said.mapped().message;
  --author->unechoed;
  const std::shared_ptr<Echoes> echoes = label.empty() || label.mapped()->client != author->id ? nullptr : label.mapped();
  if (echoes == nullptr) return deliver_to(*author, message, source_of(message));
  // The answer to a command with a label is complete with the last echo of what it said.
  author->collecting = true;
  author->collected = std::move(echoes->lines);
  deliver_to(*author, message, source_of(message));
  author->label = echoes->label;
  author->echoes = --echoes->awaited > 0 ? echoes : nullptr;
  finish_label(*author);
}

void Gateway::deliver_alone(const node::Message& message, const std::string& source) {
  Client* const reader = message.to == directory_.self() ? client_of(message.to_user) : nullptr;
  if (reader == nullptr || !takes(*reader, message)) return;
  for (const Line& line : lines_of(message, source, reader->nick)) send(*reader, line);
}

// Most clients differ in few capabilities: what they are sent is made once for each kind.
void Gateway::deliver_in_room(const node::Message& message, const std::string& source) {
  constexpr std::uint32_t kMatters = kServerTime | kMessageTags | kAccountTag;
  const std::vector<Line> lines = lines_of(message, source, to_channel(message.room));
  if (lines.empty()) return;
  const Client* const author = message.own ? client_of(message.nick) : nullptr;
  std::vector<std::pair<std::uint32_t, std::string>> made;
  for (Client* client : present_in(message.room)) {
    if (client == author || !takes(*client, message)) continue;  // its author gets an echo
    const std::uint32_t kind = client->capabilities & kMatters;
    auto text = std::find_if(made.begin(), made.end(), [kind](const auto& m) { return m.first == kind; });
    if (text == made.end()) {
      text = made.insert(made.end(), {kind, {}});
      for (const Line& line : lines) text->second += text_of(line, kind);
    }
    clients_.send(client->id, text->second);
  }
}

std::vector<Line> Gateway::lines_of(const node::Message& message, const std::string& source, const std::string& target) const {
  std::vector<Line> lines;
  const User* author = directory_.named(message.nick);
  const bool has_tags = are_client_tags(message.tags);
  const auto add = [&](Line line) {
    line.time = line::rfc3339_utc(message.said_at);
    if (lines.empty()) {
      line.message_id = message.id;
      if (has_tags) line.tags = message.tags;
    }
    if (author != nullptr && author->node == message.node) {
      line.account = author->account;
      line.bot = author->bot;
    }
    lines.push_back(std::move(line));
  };
  for (const std::string& part : to_irc(message.text, source.size() + target.size() + 14)) {
    add({source, message.notice ? "NOTICE" : "PRIVMSG", {target, part}});
  }
  if (message.text.empty() && has_tags) add({source, "TAGMSG", {target}});
  return lines;
}

void Gateway::deliver_to(Client& client, const node::Message& message, const std::string& source, const std::string& batch) {
  const bool is_its_own = message.own && folded(message.nick) == folded(client.nick);
  if ((is_its_own && batch.empty() && !client.has(kEchoMessage)) || !takes(client, message)) return;
  std::string target = to_channel(message.room);
  if (message.room.empty()) target = is_its_own ? (message.to_user.empty() ? message.to.substr(0, 8) : message.to_user) : client.nick;
  for (Line& line : lines_of(message, source, target)) {
    line.batch = batch;
    send(client, line);
  }
}

void Gateway::on_away(Client& client, const Message& message) {
  User user = *self_of(client);
  user.away = to_utf8(beginning(message.param(0), 300));
  const bool away = !user.away.empty();
  change_user(client, user);
  numeric(client, away ? "306" : "305", {away ? "You have been marked as being away" : "You are no longer marked as being away"});
}

void Gateway::on_setname(Client& client, const Message& message) {
  User user = *self_of(client);
  user.real_name = to_utf8(beginning(message.param(0), 200));
  if (user.real_name.empty()) return fail(client, "SETNAME", "INVALID_REALNAME", "A real name needs at least one character");
  change_user(client, user);
}

}  // namespace frontend::irc
