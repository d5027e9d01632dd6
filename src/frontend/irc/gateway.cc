#include "frontend/irc/gateway.h"

#include <algorithm>

#include "frontend/irc/text.h"

namespace frontend::irc {

namespace {

using namespace std::chrono_literals;

constexpr base::Duration kRegisterWithin = 60s;
constexpr base::Duration kPingAfter = 90s;
constexpr base::Duration kSilenceMax = 180s;
constexpr base::Duration kFormerStayFor = 120s;  // users of the run before, until they have come back
constexpr base::Duration kBeat = 5s;
constexpr base::Duration kWhileBusy = 50ms;
constexpr std::size_t kRoomsRemembered = 4096;
constexpr std::size_t kInvitedMax = 10'000;

}  // namespace

Gateway::Gateway(node::Session& session, env::Clients& clients, const env::Clock& clock, GatewayOptions options)
    : session_(session),
      clients_(clients),
      clock_(clock),
      options_(std::move(options)),
      server_("conclave"),
      directory_(session, *this),
      started_at_(clock.now()),
      started_wall_(clock.wall()) {}

Gateway::~Gateway() = default;

base::Result<std::string> Gateway::listen(const std::string& address, std::optional<env::ClientDoor::Tls> tls) {
  return clients_.listen({.address = address, .tls = std::move(tls), .clients_max = options_.clients_max}, *this);
}

void Gateway::event(const node::Event& event) {
  if (const auto* ready = std::get_if<node::Ready>(&event)) {
    ready_ = true;
    directory_.begin(ready->node, options_.home_room);
    directory_.show_self(options_.own_user);
    for (auto& [id, client] : connected_) busy_.insert(id);  // what they said meanwhile waits
  } else if (const auto* message = std::get_if<node::Message>(&event)) {
    deliver(*message);
  } else if (const auto* acknowledged = std::get_if<node::Acknowledged>(&event)) {
    deliver_echo(acknowledged->id);
  } else if (const auto* member = std::get_if<node::MemberChanged>(&event)) {
    directory_.member(*member, clock_.now());
    settle_clashes();
  } else if (const auto* setting = std::get_if<node::Setting>(&event)) {
    directory_.setting(*setting);
    settle_clashes();
  } else if (const auto* failure = std::get_if<node::Failure>(&event)) {
    for (auto& [id, client] : connected_) {
      if (client->is_registered()) send(*client, {server_, "NOTICE", {client->nick, to_utf8(failure->message)}});
    }
  }
}

void Gateway::step() {
  const base::Instant now = clock_.now();
  if (!ready_) return;
  directory_.step(now);
  if (!former_forgotten_ && now >= started_at_ + kFormerStayFor) {
    former_forgotten_ = true;
    directory_.forget_former("did not come back");
  }
  const auto busy = busy_;
  for (const env::ClientId id : busy) {
    const auto client = connected_.find(id);
    if (client == connected_.end()) {
      busy_.erase(id);
      continue;
    }
    refill(*client->second, now);
    work_off(*client->second);
  }
  if (now >= beat_at_) {
    beat_at_ = now + kBeat;
    for (auto& [id, client] : connected_) look_after(*client, now);
  }
  directory_.flush();
}

void Gateway::look_after(Client& client, base::Instant now) {
  if (client.closing) return;
  if (!client.is_registered() && now >= client.opened_at + kRegisterWithin) {
    close(client, "Registration timed out");
  } else if (now >= client.heard_at + kSilenceMax) {
    close(client, "Ping timeout: 180 seconds");
  } else if (client.is_registered() && !client.pinged && now >= client.heard_at + kPingAfter) {
    client.pinged = true;
    send(client, {"", "PING", {server_}});
  }
}

std::optional<base::Instant> Gateway::next_deadline() const {
  std::optional<base::Instant> next = directory_.next_deadline();
  const auto at = [&](base::Instant instant) { next = next ? std::min(*next, instant) : instant; };
  if (!former_forgotten_) at(started_at_ + kFormerStayFor);
  if (!connected_.empty()) at(beat_at_);
  if (!busy_.empty() || directory_.has_unsaid()) at(clock_.now() + kWhileBusy);
  return next;
}

void Gateway::close_all(const std::string& reason) {
  ending_ = true;
  for (auto& [id, client] : connected_) {
    if (!client->closing) close(*client, reason);
  }
}

void Gateway::client_opened(env::ClientId id, const env::ClientOrigin& origin) {
  const bool crowded = origin.over_tls && is_crowded(origin.remote);
  Client& client = *connected_.emplace(id, std::make_unique<Client>(id, origin, clock_.now())).first->second;
  if (crowded) close(client, "Too many have come and not logged in: try again later");
}

void Gateway::bytes_received(env::ClientId id, std::string_view bytes) {
  const auto found = connected_.find(id);
  if (found == connected_.end() || found->second->closing) return;
  Client& client = *found->second;
  client.heard_at = clock_.now();
  client.pinged = false;
  client.buffer.take(bytes, [&](std::string_view line, bool whole) {
    if (!client.closing) take_line(client, line, whole);
  });
  refill(client, client.heard_at);
  work_off(client);
  directory_.flush();
}

void Gateway::client_closed(env::ClientId id, std::string_view reason) {
  const auto found = connected_.find(id);
  if (found == connected_.end()) return;
  const std::unique_ptr<Client> client = std::move(found->second);
  connected_.erase(found);
  unclaim(*client);
  unwatch_all(*client);
  if (!client->is_registered()) return;
  by_key_.erase(client->key);
  directory_.touch();
  if (ending_) return;
  if (const User* user = self_of(*client)) backlog_.leave(folded(client->nick), user->rooms);
  directory_.leave(client->key, client->quit.empty() ? to_utf8(reason) : client->quit);
}

Client* Gateway::client_of(std::string_view nick) {
  const auto claim = claimed_.find(folded(nick));
  if (claim == claimed_.end()) return nullptr;
  Client& client = *connected_.at(claim->second);
  return client.is_registered() ? &client : nullptr;
}

const std::vector<Client*>& Gateway::present_in(const std::string& room) {
  if (present_.size() > kRoomsRemembered) present_.clear();
  Present& present = present_[room];
  if (present.version == directory_.version()) return present.clients;
  present.version = directory_.version();
  present.clients.clear();
  for (const std::string& key : directory_.keys_in(room)) {
    const auto client = by_key_.find(key);
    if (client != by_key_.end()) present.clients.push_back(connected_.at(client->second).get());
  }
  return present.clients;
}

void Gateway::change_user(Client& client, const User& user, const std::string& reason) {
  directory_.change(client.key, user, reason);
}

Line Gateway::join_of(const User& user, const std::string& channel, const Client& reader) {
  return {user.mask(), "JOIN", reader.has(kExtendedJoin) ? Params{channel, user.account_name(), user.real_name} : Params{channel}};
}

void Gateway::user_joined(const User& user, const std::string& room) {
  const std::string channel = to_channel(room);
  each_in(room, [&](Client& client) {
    send(client, join_of(user, channel, client));
    if (!user.away.empty() && client.has(kAwayNotify) && self_of(client) != directory_.named(user.nick)) {
      send(client, {user.mask(), "AWAY", {user.away}});
    }
  });
}

void Gateway::user_parted(const User& user, const std::string& room, const std::string& reason) {
  const std::string channel = to_channel(room);
  const Line line{user.mask(), "PART", reason.empty() ? Params{channel} : Params{channel, reason}};
  each_in(room, [&](Client& client) { send(client, line); });
  // Who parted is not in it any more, and is told all the same.
  Client* const self = user.own ? client_of(user.nick) : nullptr;
  if (self != nullptr) send(*self, line);
}

void Gateway::user_quit(const User& user, const std::string& reason) {
  each_near(user, [&](Client& client) { send(client, {user.mask(), "QUIT", {reason.empty() ? "Client quit" : reason}}); });
}

void Gateway::user_renamed(const User& before, const User& now) {
  const Line line{before.mask(), "NICK", {now.nick}};
  each_near(now, [&](Client& client) {
    if (client.nick != before.nick && client.nick != now.nick) send(client, line);
  });
  Client* const self = now.own ? client_of(before.nick) : nullptr;
  if (self == nullptr) return;
  claim(*self, now.nick);
  send(*self, line);
  keep_power(before, now);
}

// Who has a say in a room has it under another nick as well.
void Gateway::keep_power(const User& before, const User& now) {
  for (const std::string& room : now.rooms) {
    Rule rule = directory_.rule(room);
    bool changed = false;
    for (auto* names : {&rule.operators, &rule.voices}) {
      if (names->erase(folded(before.nick)) == 0) continue;
      names->insert(folded(now.nick));
      changed = true;
    }
    if (changed) directory_.set_rule_silently(room, rule);
  }
}

void Gateway::user_changed(const User& before, const User& now) {
  std::set<env::ClientId> concerned = extended_watchers_of(now.nick);
  each_near(now, [&](const Client& client) { concerned.insert(client.id); });
  for (const env::ClientId id : concerned) {
    Client& client = *connected_.at(id);
    const bool self = client.nick == now.nick;
    if (before.away != now.away && client.has(kAwayNotify) && !self) send(client, {now.mask(), "AWAY", now.away.empty() ? Params{} : Params{now.away}});
    if (before.account != now.account && client.has(kAccountNotify)) send(client, {now.mask(), "ACCOUNT", {now.account_name()}});
    if (before.real_name != now.real_name && client.has(kSetname)) send(client, {now.mask(), "SETNAME", {now.real_name}});
  }
}

void Gateway::topic_set(const std::string& room, const Topic& topic) {
  const User* by = directory_.named(topic.by);
  each_in(room, [&](Client& client) { send(client, {by == nullptr ? server_ : by->mask(), "TOPIC", {to_channel(room), topic.text}}); });
}

void Gateway::kicked(const Kick& kick) {
  const User* user = directory_.named(kick.nick);
  if (user == nullptr || !user->rooms.contains(directory_.room_called(kick.room))) return;
  const User* by = directory_.named(kick.by);
  const Line line{by == nullptr ? server_ : by->mask(), "KICK", {to_channel(kick.room), user->nick, kick.reason.empty() ? kick.by : kick.reason}};
  each_in(kick.room, [&](Client& client) { send(client, line); });
  directory_.put_out(kick);
}

void Gateway::asked_in(const Asked& asked) {
  const User* by = directory_.named(asked.by);
  for (const auto& [key, id] : by_key_) {
    Client& client = *connected_.at(id);
    const User* self = directory_.user(key);
    const bool concerns = self != nullptr && folded(self->nick) == folded(asked.nick);
    if (concerns && invited_.size() < kInvitedMax) invited_.insert({folded(asked.nick), folded(asked.room)});
    const bool watches = client.has(kInviteNotify) && self != nullptr && self->rooms.contains(directory_.room_called(asked.room));
    if (concerns || watches) send(client, {by == nullptr ? server_ : by->mask(), "INVITE", {asked.nick, to_channel(asked.room)}});
  }
}

}  // namespace frontend::irc
