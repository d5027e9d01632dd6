// A client comes in: capabilities, nick and user; later changes of its nick; and how it goes.
#include <algorithm>

#include "frontend/irc/gateway.h"
#include "frontend/irc/text.h"

namespace frontend::irc {

namespace {

const CapabilityName* find_capability(std::string_view name) {
  const auto* found = std::find_if(std::begin(kCapabilities), std::end(kCapabilities), [&](const auto& c) { return c.name == name; });
  return found == std::end(kCapabilities) ? nullptr : found;
}

// With what CAP LS 302 says of one besides its name, where that is wanted.
std::string joined(std::uint32_t which, bool with_values = false) {
  std::string names;
  for (const auto& [name, bit] : kCapabilities) {
    if ((which & bit) == 0) continue;
    names += (names.empty() ? "" : " ") + std::string(name);
    if (with_values && bit == kSasl) names += "=PLAIN,EXTERNAL";
  }
  return names;
}

}  // namespace

void Gateway::on_cap(Client& client, const Message& message) {
  const std::string what = upper(message.param(0));
  const auto answer = [&](Params params) {
    params.insert(params.begin(), client.name());
    reply(client, "CAP", std::move(params));
  };
  if (what == "LS") {
    client.negotiating = client.negotiating || !client.is_registered();
    const bool knows_values = message.param(1) >= "302" && message.param(1).size() == 3;
    if (knows_values) client.capabilities |= kCapNotify;
    answer({"LS", joined(offered(), knows_values)});
  } else if (what == "LIST") {
    answer({"LIST", joined(client.capabilities)});
  } else if (what == "REQ") {
    client.negotiating = client.negotiating || !client.is_registered();
    std::uint32_t wanted = client.capabilities;
    for (const std::string& name : words(message.param(1))) {
      const bool off = name.starts_with('-');
      const CapabilityName* capability = find_capability(std::string_view(name).substr(off ? 1 : 0));
      if (capability == nullptr || (capability->bit & offered()) == 0) return answer({"NAK", std::string(message.param(1))});
      wanted = off ? wanted & ~capability->bit : wanted | capability->bit;
    }
    client.capabilities = wanted;
    answer({"ACK", std::string(message.param(1))});
  } else if (what == "END") {
    client.negotiating = false;
    register_if_complete(client);
  } else {
    numeric(client, "410", {std::string(message.param(0)), "Invalid CAP command"});
  }
}

std::uint32_t Gateway::offered() const { return options_.accounts == nullptr ? ~std::uint32_t{kSasl} : ~0U; }

void Gateway::claim(Client& client, const std::string& nick) {
  unclaim(client);
  client.nick = nick;
  claimed_.emplace(folded(nick), client.id);
}

void Gateway::unclaim(const Client& client) {
  const auto claim = claimed_.find(folded(client.nick));
  if (claim != claimed_.end() && claim->second == client.id) claimed_.erase(claim);
}

bool Gateway::is_free(const Client& client, const std::string& nick) const {
  const User* holder = directory_.named(nick);
  return holder == nullptr || holder == self_of(client) || (directory_.was_here(nick) && holder->own) || directory_.may_be_taken_over(*holder);
}

void Gateway::on_nick(Client& client, const Message& message) {
  const std::string nick(message.param(0));
  if (nick.empty()) return numeric(client, "431", {"No nickname given"});
  if (!is_nick(nick)) return numeric(client, "432", {nick, "Erroneous nickname"});
  const auto holder = claimed_.find(folded(nick));
  const bool taken = holder != claimed_.end() && holder->second != client.id;
  if (taken || (ready_ && !is_free(client, nick))) return numeric(client, "433", {nick, "Nickname is already in use"});
  if (!client.is_registered()) {
    claim(client, nick);
    return register_if_complete(client);
  }
  if (client.nick == nick) return;
  User user = *self_of(client);
  user.nick = nick;
  change_user(client, user);
}

void Gateway::on_user(Client& client, const Message& message) {
  if (client.is_registered()) return numeric(client, "462", {"You may not reregister"});
  if (message.param(3).empty()) return numeric(client, "461", {"USER", "Not enough parameters: the real name is missing"});
  client.user = to_user(message.param(0));
  client.real_name = to_utf8(beginning(message.param(3), 200));
  register_if_complete(client);
}

void Gateway::register_if_complete(Client& client) {
  if (!ready_ || client.is_registered() || client.negotiating || client.nick.empty() || client.user.empty()) return;
  if (!may_register(client)) return;
  if (!is_free(client, client.nick)) {
    numeric(client, "433", {client.nick, "Nickname is already in use"});
    unclaim(client);
    client.nick.clear();
    return;
  }
  User user{.node = {}, .nick = client.nick, .user = client.user, .real_name = client.real_name};
  user.since = clock_.wall();
  user.account = client.account;
  Backlog::Left left = backlog_.came(folded(client.nick));
  const bool was_here = directory_.was_here(client.nick);
  client.key = directory_.enter(user);
  client.missed_since = left.at;
  client.missed_rooms = was_here ? self_of(client)->rooms : std::move(left.rooms);
  by_key_[client.key] = client.id;
  clients_most_ = std::max(clients_most_, by_key_.size());
  directory_.touch();
  welcome(client);
}

void Gateway::welcome(Client& client) {
  const User user = *self_of(client);
  numeric(client, "001", {"Welcome to the group " + options_.network + ", " + user.mask()});
  numeric(client, "002", {"Your host is " + server_ + ", running conclave " + options_.version});
  numeric(client, "003", {"There is no server: this peer relays your lines, and if it goes another does"});
  numeric(client, "004", {server_, "conclave-" + options_.version, "i", "imnotv"});
  send_isupport(client);
  on_lusers(client, {});
  on_motd(client, {});
  // It was here when this peer went down: to everybody else it never left.
  for (const std::string& room : user.rooms) {
    const std::string channel = to_channel(room);
    send(client, join_of(user, channel, client));
    show_room(client, room);
  }
}

// Of two by one nick, in two halves of the group that find together, the one who came later goes by another.
void Gateway::settle_clashes() {
  for (const std::string& key : directory_.clashing()) {
    const auto own = by_key_.find(key);
    if (own == by_key_.end()) continue;
    Client& client = *connected_.at(own->second);
    const User* self = directory_.user(key);
    if (self == nullptr || directory_.named(self->nick) == self) continue;
    User user = *self;
    const std::string suffix = "-" + user.node.substr(0, 4);
    user.nick = std::string(beginning(user.nick, 32 - suffix.size())) + suffix;
    if (directory_.named(user.nick) != nullptr) continue;
    reply(client, "NOTICE", {client.nick, "Somebody who was here before you has the nick " + client.nick + ": you are " + user.nick + " now."});
    change_user(client, user);
  }
}

void Gateway::on_quit(Client& client, const Message& message) {
  const std::string reason = to_utf8(beginning(message.param(0), 300));
  client.quit = reason.empty() ? "Client quit" : "Quit: " + reason;
  close(client, client.quit);
}

void Gateway::on_ping(Client& client, const Message& message) {
  if (message.params.empty()) return numeric(client, "409", {"No origin specified"});
  reply(client, "PONG", {server_, std::string(message.param(0))});
}

}  // namespace frontend::irc
