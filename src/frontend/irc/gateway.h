// Gateway: the IRC server that a peer is to its own machine. Each client is a user of the group; those of all peers see each
// other. Owned by main(), which drives it as it drives a front end; session, clients and clock outlive it.
#pragma once

#include <algorithm>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "env/accounts.h"
#include "env/clients.h"
#include "env/clock.h"
#include "frontend/irc/backlog.h"
#include "frontend/irc/client.h"
#include "frontend/irc/directory.h"
#include "node/session.h"

namespace frontend::irc {

struct GatewayOptions {
  std::string network = "conclave";   // of ISUPPORT: the group's name
  std::string version;
  std::string home_room = "lobby";    // where members without a client are
  bool own_user = true;               // this peer has a user besides the clients
  bool paced = true;                  // who floods waits
  env::Accounts* accounts = nullptr;  // null: nobody can log in
  std::size_t clients_max = 6000;
  std::size_t backlog_on_join = 50;
};

class Gateway : private env::Clients::Listener, private Directory::Listener {
 public:
  Gateway(node::Session& session, env::Clients& clients, const env::Clock& clock, GatewayOptions options);
  ~Gateway() override;
  Gateway(const Gateway&) = delete;
  Gateway& operator=(const Gateway&) = delete;

  // HOST:PORT of this machine; answers with the address really bound. Who comes by TLS has to log in.
  base::Result<std::string> listen(const std::string& address, std::optional<env::ClientDoor::Tls> tls = std::nullopt);

  void event(const node::Event& event);
  void step();
  std::optional<base::Instant> next_deadline() const;
  // Every client is told why, and closed. To others their users are where they were: this peer may come back.
  void close_all(const std::string& reason);

 private:
  using Params = std::vector<std::string>;
  struct Command {
    std::string_view name, usage;
    void (Gateway::*carry_out)(Client&, const Message&);
    std::size_t params_min = 0;
    bool before_registration = false;
  };
  static const std::vector<Command>& commands();
  void look_after(Client& client, base::Instant now);

  void client_opened(env::ClientId client, const env::ClientOrigin& origin) override;
  void bytes_received(env::ClientId client, std::string_view bytes) override;
  void client_closed(env::ClientId client, std::string_view reason) override;

  void nick_came(const User& user) override;
  void nick_went(const User& user) override;
  void user_joined(const User& user, const std::string& room) override;
  void user_parted(const User& user, const std::string& room, const std::string& reason) override;
  void user_quit(const User& user, const std::string& reason) override;
  void user_renamed(const User& before, const User& now) override;
  void user_changed(const User& before, const User& now) override;
  void topic_set(const std::string& room, const Topic& topic) override;
  void rule_set(const std::string& room, const Rule& before, const Rule& now) override;
  void kicked(const Kick& kick) override;
  void asked_in(const Asked& asked) override;

  // dispatch.cc: lines in, lines out
  void take_line(Client& client, std::string_view line, bool whole);
  void carry_out(Client& client, const Message& message);
  bool is_held(Client& client);
  bool hold(Client& client, bool for_echoes = false);
  bool is_awaited(const Client& client, const Client::Hold& hold) const;
  void finish_label(Client& client);
  void send(Client& client, const Line& line);
  void write(Client& client, std::string text);
  void numeric(Client& client, const char* number, Params params);
  void reply(Client& client, const std::string& command, Params params);
  void fail(Client& client, const std::string& command, const std::string& code, const std::string& text, const Params& context = {});
  void close(Client& client, const std::string& reason);
  void refill(Client& client, base::Instant now);
  void work_off(Client& client);
  std::string now_text() const;

  // registration.cc
  void on_cap(Client& client, const Message& message);
  void on_nick(Client& client, const Message& message);
  void on_user(Client& client, const Message& message);
  void on_quit(Client& client, const Message& message);
  void on_ping(Client& client, const Message& message);
  void on_pong(Client&, const Message&) {}
  void register_if_complete(Client& client);
  std::uint32_t offered() const;
  void welcome(Client& client);
  void settle_clashes();
  void claim(Client& client, const std::string& nick);
  void unclaim(const Client& client);
  bool is_free(const Client& client, const std::string& nick) const;

  // accounts.cc
  void on_pass(Client& client, const Message& message);
  void on_authenticate(Client& client, const Message& message);
  void check_plain(Client& client, const std::string& credentials);
  void check_certificate(Client& client, const std::string& credentials);
  void check(Client& client, const std::string& account, const std::string& password, bool by_sasl);
  void checked(Client& client, const std::string& account, bool right, bool by_sasl);
  void log_in(Client& client, const std::string& account);
  bool is_crowded(std::string_view remote) const;
  bool may_register(Client& client);

  // channels.cc
  void on_join(Client& client, const Message& message);
  void on_part(Client& client, const Message& message);
  void on_topic(Client& client, const Message& message);
  void on_names(Client& client, const Message& message);
  void on_kick(Client& client, const Message& message);
  void on_invite(Client& client, const Message& message);
  void on_list(Client& client, const Message& message);
  void join(Client& client, const std::string& channel, const std::string& key);
  void kick(Client& client, const std::string& channel, const std::vector<std::string>& nicks, const std::string& reason);
  void show_room(Client& client, const std::string& room);
  void send_names(Client& client, const std::string& room);
  void send_topic(Client& client, const std::string& room, bool also_none);
  bool is_operator(const Client& client, const std::string& room) const;
  std::string prefix_of(const std::string& room, const User& user, bool all) const;
  // The room of a channel that there is, and of one that the client is in; else it is told why not.
  std::optional<std::string> known_room(Client& client, const std::string& channel);
  std::optional<std::string> own_room(Client& client, const std::string& channel);

  // modes.cc
  void on_mode(Client& client, const Message& message);
  void on_user_mode(Client& client, const Message& message);
  void set_modes(Client& client, const std::string& room, const Message& message);
  void set_power(Client& client, const std::string& room, Rule& rule, bool add, char mode, const std::string& nick);
  void set_mask(Client& client, const std::string& room, Rule& rule, bool add, char mode, const std::string& mask);
  void set_key(Client& client, const std::string& room, Rule& rule, bool add, const std::string& key);
  void send_modes(Client& client, const std::string& room);
  void send_masks(Client& client, const std::string& room, char mode);
  bool is_banned(const User& user, const std::string& room) const;
  bool is_hidden(const Client& client, const std::string& room) const;  // it is secret, and the client is not there
  std::vector<const User*> seen_in(const Client& client, const std::string& room) const;
  // By the room's modes; then it is told why.
  bool is_kept_out(Client& client, const std::string& room, const std::string& key);

  // talk.cc
  void on_privmsg(Client& client, const Message& message);
  void on_away(Client& client, const Message& message);
  void on_setname(Client& client, const Message& message);
  void say_to(Client& client, const std::string& target, const std::string& command, node::Saying saying);
  void deliver(const node::Message& message);
  void deliver_echo(const std::string& id);
  void deliver_alone(const node::Message& message, const std::string& source);
  void deliver_in_room(const node::Message& message, const std::string& source);
  void deliver_to(Client& client, const node::Message& message, const std::string& source, const std::string& batch = "");
  std::vector<Line> lines_of(const node::Message& message, const std::string& source, const std::string& target) const;
  std::string text_of(const Line& line, std::uint32_t capabilities) const;
  std::string source_of(const node::Message& message) const;

  // history.cc
  void on_chathistory(Client& client, const Message& message);
  void replay(Client& client, const std::string& room);
  void send_batch(Client& client, const std::string& target, const std::vector<node::Message>& lines);

  // queries.cc
  void on_who(Client& client, const Message& message);
  void on_whois(Client& client, const Message& message);
  void on_whowas(Client& client, const Message& message);
  void on_ison(Client& client, const Message& message);
  void on_userhost(Client& client, const Message& message);
  void on_motd(Client& client, const Message& message);
  void on_lusers(Client& client, const Message& message);
  void on_version(Client& client, const Message& message);
  void on_time(Client& client, const Message& message);
  void on_info(Client& client, const Message& message);
  void on_admin(Client& client, const Message& message);
  void on_links(Client& client, const Message& message);
  void on_help(Client& client, const Message& message);
  void on_refused(Client& client, const Message& message);
  void send_isupport(Client& client);

  // monitor.cc
  void on_monitor(Client& client, const Message& message);
  void watch(Client& client, const std::vector<std::string>& nicks);
  void unwatch(Client& client, const std::string& nick);
  void unwatch_all(Client& client);
  void send_presence(Client& client, const std::string& nick);
  std::set<env::ClientId> extended_watchers_of(const std::string& nick) const;  // who is told more than whether it is here

  // read_marker.cc
  void on_markread(Client& client, const Message& message);
  void send_read_marker(Client& client, const std::string& target);

  const User* self_of(const Client& client) const { return directory_.user(client.key); }
  // The client that is the user of that nick; null where there is none here.
  Client* client_of(std::string_view nick);
  static Line join_of(const User& user, const std::string& channel, const Client& reader);
  // Clients in that room; good until somebody comes or goes.
  const std::vector<Client*>& present_in(const std::string& room);
  void keep_power(const User& before, const User& now);
  void change_user(Client& client, const User& user, const std::string& reason = "");
  template <class Each>
  void each_in(const std::string& room, Each&& each);
  // Every client that shares a room with that user, and its own, also where it is in no room, each once.
  template <class Each>
  void each_near(const User& user, Each&& each);

  node::Session& session_;
  env::Clients& clients_;
  const env::Clock& clock_;
  const GatewayOptions options_;
  const std::string server_;
  Directory directory_;
  Backlog backlog_;
  std::map<env::ClientId, std::unique_ptr<Client>> connected_;
  std::map<std::string, env::ClientId, std::less<>> by_key_;
  std::map<std::string, env::ClientId, std::less<>> claimed_;  // nicks, folded
  std::map<std::string, std::shared_ptr<Echoes>> labels_;  // of messages whose echo is awaited, by id
  struct Unechoed {
    node::Message message;
    env::ClientId client;
  };
  std::map<std::string, Unechoed> unechoed_;  // by id: what clients said, until another peer has it
  base::Instant started_at_{};
  base::WallTime started_wall_{};
  struct Present {
    std::uint64_t version = 0;  // of the directory
    std::vector<Client*> clients{};
  };
  std::map<std::string, Present, std::less<>> present_;  // by room
  std::set<std::pair<std::string, std::string>> invited_;  // users here, to rooms; folded
  std::map<std::string, std::set<env::ClientId>, std::less<>> watchers_;  // by nick, folded
  struct Former {
    User user;
    base::WallTime left{};
  };
  std::deque<Former> former_;  // who went lately, the latest first
  // How far each user has read, by nick and target, folded: a time as it is written. For as long as this peer runs.
  std::map<std::string, std::map<std::string, std::string, std::less<>>, std::less<>> read_;
  std::set<env::ClientId> busy_;  // whose lines wait
  base::Instant beat_at_{};
  bool ready_ = false, former_forgotten_ = false, ending_ = false;
  std::uint64_t batches_ = 0;
  std::size_t clients_most_ = 0, users_most_ = 0;  // at once
};

template <class Each>
void Gateway::each_in(const std::string& room, Each&& each) {
  for (Client* client : present_in(room)) each(*client);
}

template <class Each>
void Gateway::each_near(const User& user, Each&& each) {
  std::map<env::ClientId, Client*> near;
  for (const std::string& room : user.rooms) {
    for (Client* client : present_in(room)) near.emplace(client->id, client);
  }
  Client* const own = user.own ? client_of(user.nick) : nullptr;
  if (own != nullptr) near.emplace(own->id, own);
  for (const auto& [id, client] : near) each(*client);
}

}  // namespace frontend::irc
