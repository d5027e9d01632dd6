// Directory: who is in the group and what its rooms are, as IRC needs it: the users of every peer, one namespace of nicks.
// Made from the session's members and settings; says what changed, so that clients can be told. Owned by Gateway.
//
// A peer's settings: "u0", "u1", ... are its users, each a place that is used again; "self" says whether it has a user of its
// own; "t ROOM" is a topic, "c ROOM" who has a say in a room, "k ROOM" who was put out of it, "i NICK" who was asked in.
// Of those about a room the latest counts, whoever set it.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "frontend/settings.h"
#include "node/session.h"

namespace frontend::irc {

struct User {
  std::string node, nick, user = "~user", real_name, away{};
  std::set<std::string> rooms{};
  base::WallTime since{};
  std::string account{};  // it is logged in to, as its peer says
  bool bot = false;  // it says so
  bool own = false;  // a client of this gateway, or one that was before it started again

  std::string host() const { return node.substr(0, 8) + ".conclave"; }
  std::string account_name() const { return account.empty() ? "*" : account; }
  std::string mask() const { return nick + "!" + user + "@" + host(); }
};

inline constexpr std::string_view kRoomModes = "imnst", kMaskModes = "beI";
inline constexpr std::size_t kBansMax = 50, kBanBytesMax = 100;
struct Ban {
  std::string by{};  // a nick
  std::int64_t at_seconds = 0;
};
using Masks = std::map<std::string, Ban>;
struct Rule {  // of a room
  std::set<std::string> operators{}, voices{};  // nicks, folded
  std::string modes = "n";
  Masks bans{}, excepts{}, invites{};  // who neither comes in nor is heard, unless excepted; and who needs no invitation
  std::string key{};                   // empty: none is asked for
  std::int64_t limit = 0;              // of users; 0: none
  std::int64_t made_seconds = 0;
  std::string by{};  // the nick of who set it last
  bool has(char mode) const { return modes.find(mode) != std::string::npos; }
  const Masks& masks(char mode) const { return mode == 'b' ? bans : mode == 'e' ? excepts : invites; }
  Masks& masks(char mode) { return mode == 'b' ? bans : mode == 'e' ? excepts : invites; }
};
struct Kick {
  std::string room, nick, by, reason;
};
struct Asked {  // in
  std::string nick, room, by;
};

class Directory {
 public:
  class Listener {
   public:
    virtual ~Listener() = default;
    virtual void nick_came(const User& user) = 0;   // somebody is here by that nick,
    virtual void nick_went(const User& user) = 0;   // and is not any more
    virtual void user_joined(const User& user, const std::string& room) = 0;
    virtual void user_parted(const User& user, const std::string& room, const std::string& reason) = 0;
    virtual void user_quit(const User& user, const std::string& reason) = 0;  // of all its rooms
    virtual void user_renamed(const User& before, const User& now) = 0;
    virtual void user_changed(const User& before, const User& now) = 0;  // away, or real name
    virtual void topic_set(const std::string& room, const Topic& topic) = 0;
    virtual void rule_set(const std::string& room, const Rule& before, const Rule& now) = 0;
    virtual void kicked(const Kick& kick) = 0;
    virtual void asked_in(const Asked& asked) = 0;
  };

  static constexpr std::size_t kUsersMax = 65'536;
  static constexpr std::size_t kRoomsMax = 65'536;  // that are listed; one can speak in any
  static constexpr base::Duration kAbsenceMax = std::chrono::minutes(10);  // of a peer, until its users are taken for gone

  Directory(node::Session& session, Listener& listener) : session_(session), listener_(listener) {}

  // What is known already; nobody is told. From then on events are.
  void begin(const std::string& own_node, std::string_view home_room);
  void member(const node::MemberChanged& changed, base::Instant now);
  void setting(const node::Setting& setting);
  void heard(const node::Message& message);  // its author is in that room, where it is a peer's own user
  void step(base::Instant now);
  std::optional<base::Instant> next_deadline() const;

  // A user of this gateway: takes the place of one of that nick that was there before it started, or a free one.
  // Changed or gone, it is told here, and put on the log by flush().
  std::string enter(User user);  // answers with its key
  void change(const std::string& key, const User& user, const std::string& reason = "");
  void leave(const std::string& key, const std::string& reason);
  // Own users that no client took over in time leave.
  void forget_former(const std::string& reason);
  bool was_here(std::string_view nick) const;  // in the run before, and no client has taken it over

  void set_topic(const std::string& room, const Topic& topic);
  void set_rule(const std::string& room, const Rule& rule);
  // Known here at once, and nobody is told: of a room's first user, or where only a nick is another.
  void set_rule_silently(const std::string& room, const Rule& rule);
  void kick(const Kick& kick);
  void put_out(const Kick& kick);  // silently: the kick was told
  void show_self(bool shown);  // whether this peer has a user of its own
  void ask_in(const Asked& asked);

  // Puts on the log what is not there yet, as far as the session takes it.
  void flush();
  bool has_unsaid() const { return !unsaid_.empty() || !unsaid_once_.empty(); }

  // Another one whenever somebody came, went or is called something else; and after touch().
  std::uint64_t version() const { return version_; }
  void touch() { ++version_; }

  const std::string& self() const { return self_; }  // our node
  const User* user(std::string_view key) const;
  const User* named(std::string_view nick) const;
  // It is one of several of its peer, not that peer's own.
  bool is_hosted(const User& user) const;
  // Its peer is gone: who comes by that nick is that person.
  bool may_be_taken_over(const User& user) const;
  // Users by a nick that others have too.
  std::set<std::string> clashing() const;
  // The user who said that.
  const User* author(std::string_view node, std::string_view nick) const;
  std::vector<const User*> in(const std::string& room) const;  // by nick
  const std::set<std::string>& keys_in(const std::string& room) const;
  const std::map<std::string, User, std::less<>>& users() const { return users_; }
  // As it is written where it is known by another case.
  std::string room_called(const std::string& room) const;
  std::vector<std::string> rooms() const;
  const Topic* topic(const std::string& room) const;
  const Rule& rule(const std::string& room) const;
  bool has_rule(const std::string& room) const;
  bool knows_room(const std::string& room) const;

 private:
  struct Latest {
    std::uint64_t at = 0;
    std::string node;
    bool operator<(const Latest& other) const { return std::tie(at, node) < std::tie(other.at, other.node); }
  };

  void apply(const std::string& key, std::optional<User> now, const std::string& reason);
  void apply_gone(const std::string& node, const std::string& reason);  // all its users
  const std::string* key_of(std::string_view nick) const;
  const std::string* former_of(std::string_view nick) const;
  void note_room(const std::string& room);
  void index(const std::string& key, const User& user, bool add);
  void take_member(const node::MemberInfo& member);
  void take_user(const node::Setting& setting);
  bool is_latest(const node::Setting& setting);
  void put(const std::string& name, std::string value);
  std::string free_place();

  node::Session& session_;
  Listener& listener_;
  std::string self_, home_room_;
  bool telling_ = false;
  std::uint64_t version_ = 1;
  std::map<std::string, User, std::less<>> users_;                          // by node, or node/place
  std::map<std::string, std::set<std::string>, std::less<>> by_nick_;       // folded: keys
  std::set<std::string, std::less<>> shared_nicks_;                         // folded, of more than one
  std::map<std::string, std::set<std::string>, std::less<>> by_room_;       // folded: keys
  std::map<std::string, std::string, std::less<>> rooms_;                   // folded: as written
  std::map<std::string, Topic, std::less<>> topics_;                        // by folded room
  std::map<std::string, Rule, std::less<>> rules_;                          // likewise
  std::map<std::string, Latest, std::less<>> latest_;                       // by name of setting
  std::set<std::string, std::less<>> without_self_;                         // nodes without a user of their own
  std::set<std::size_t> free_places_;                                       // below places_
  std::size_t places_ = 0;
  std::set<std::string, std::less<>> former_;                               // own keys of the run before
  std::map<std::string, base::Instant, std::less<>> absent_;                // nodes
  std::map<std::string, std::string, std::less<>> unsaid_;                  // settings to be put on the log
  std::deque<std::pair<std::string, std::string>> unsaid_once_;             // likewise, where none takes another's place
};

}  // namespace frontend::irc
