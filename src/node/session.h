// Session: the one API every front end uses to talk through a peer. Owned by node::Peer.
// It says what happened in the group; it never prints, parses commands or touches a socket.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/ids.h"
#include "base/keys.h"
#include "base/result.h"
#include "base/time.h"

namespace node {

// Ids are lower-case hex: 64 digits for a node; a message id is unique in its group.
struct Ready {
  std::string node, nick, listen;
};
struct Message {
  std::string id, room, nick, node, text;
  base::WallTime said_at;  // by its author's clock; by ours where that is ahead of it by more than kClockAheadMax
  bool late = false;       // belongs before something already reported
  bool past = false;       // was said long before, and was fetched to complete the log: no news
  bool own = false;
  std::string to{};  // the node it is for alone (its room is empty then); empty: everybody in the room
  std::string to_user{};   // of that node, for whom alone it is; empty: for its own user
  bool notice = false;     // asks for no answer: programs say it
  bool namesake = false;   // another member's nick looks like this one: shown_name() tells them apart
  std::string tags{};      // what programs say to programs (node/tagged_text.h); with an empty text: that alone
};
struct Acknowledged {
  std::string id;
  bool alone = false;  // no other peer was there to hold it
};
enum class Change : std::uint8_t { kUp, kDown, kJoined, kLeft, kNick, kRemoved };
struct MemberChanged {
  Change change{};
  std::string node, nick;
};
struct LeaderChanged {
  std::string node, nick;
  bool self = false;
};
struct Failure {
  std::string code, message;  // one word for programs, a sentence for people
};
// A value that a member put on the log under a name of its own: it stays until that member sets another.
struct Setting {
  std::string node, name, value;
  std::uint64_t at = 0;  // later ones have greater ones, whoever sets them
};
using Event = std::variant<Ready, Message, Acknowledged, MemberChanged, LeaderChanged, Failure, Setting>;

// How many lines and settings were said here since the start, and of how many the events were told.
struct Spoken {
  std::uint64_t said = 0, told = 0;
};

// What one of several users of this peer says. In a room, or to a node: to its own user, or to `to_user` there. Users of
// this peer speak to each other in that way as well.
struct Saying {
  std::string room{}, node{};
  std::string text{};
  std::string as{};  // a nick; empty: our own
  std::string to_user{};
  bool notice = false;
  std::string tags{};  // as of Message; without text it is told to those who are here, and is no part of history
};

struct MemberInfo {
  std::string node, nick, address;
  bool here = false, leads = false, self = false;
  bool namesake = false;  // as in Message
};

// Somebody who was let into the group, here or not.
struct Belonging {
  std::string node, nick;        // as they were called when they came; of who is known better, as now
  std::string admitted_by;       // a node; its own where it made the group
  base::WallTime since;          // by the clock of who let it in
  std::string removed_by{};      // a node; empty: it belongs
  std::string words{};           // six to compare aloud with that person, the same at both ends; empty for oneself
  bool forked = false;           // it signed two different lines for one place
  bool self = false;
};

// How many may come by an invite, and for how long.
struct InviteTerms {
  std::uint64_t uses = 1;
  base::Duration valid_for = std::chrono::hours(24);
};

// What a newcomer needs. Whoever has it may come in: it is a secret.
struct Invite {
  std::vector<std::string> addresses{};  // HOST:PORT, where members may be met
  std::string group_name{};
  base::GroupId group{};
  base::PeerId inviter{};
  base::InviteSeed seed{};
  base::WallTime until{};
};

// A nick with the first digits of its node behind it, where others have one that looks the same.
inline constexpr char kTagMark = '~';
inline constexpr std::size_t kTagDigits = 8;
inline std::string shown_name(const std::string& nick, std::string_view node, bool namesake) {
  return namesake ? nick + kTagMark + std::string(node.substr(0, kTagDigits)) : nick;
}

inline constexpr base::Duration kClockAheadMax = std::chrono::minutes(1);
inline constexpr std::size_t kTextBytesMax = 16 * 1024;
inline constexpr std::size_t kNickBytesMax = 32;
inline constexpr std::size_t kHistoryMax = 100'000;  // lines of a room that are asked for at once

class Session {
 public:
  virtual ~Session() = default;

  // Events arrive in order, from the event loop, never from inside a call below; every listener is told all of them.
  virtual void on_event(std::function<void(const Event&)> listener) = 0;

  // Says a line in `room`; answers with the message's id. Refuses text that is empty, not UTF-8 or longer
  // than kTextBytesMax, and more than the stated number of unacknowledged lines.
  virtual base::Result<std::string> say(std::string_view room, std::string_view text) = 0;
  // The same for one member alone, here or away, of whom all 64 digits are given; others keep and pass it on, and can't read it.
  virtual base::Result<std::string> say_to(std::string_view node, std::string_view text) = 0;
  // Either, by one of several users.
  virtual base::Result<std::string> say_as(const Saying& saying) = 0;
  // Settings: a name of at most 64 bytes, a value of 1 to kTextBytesMax. Each is a line of the log, and fails as one.
  virtual base::Status set(std::string_view name, std::string_view value) = 0;
  virtual void visit_settings(const std::function<void(const Setting&)>& visit) const = 0;
  virtual base::Status set_nick(std::string_view nick) = 0;

  // Who belongs to the group, by date. Letting somebody in, and removing somebody, for whom `who` is a node, the
  // first eight or more digits of one, or a nick that only one member has.
  virtual std::vector<Belonging> belonging() const = 0;
  virtual base::Result<Invite> invite(const InviteTerms& terms) = 0;
  virtual base::Status remove(std::string_view who) = 0;

  virtual std::vector<MemberInfo> members() const = 0;                    // by nick, then node
  // The newest lines of `room`, in the group's order; and of what was said between `node` and ourselves alone. What is
  // not in memory any more is read from the disk meanwhile.
  using Visit = std::function<void(Message&&)>;
  virtual void visit_history(std::string_view room, std::size_t count_max, const Visit& visit) const = 0;
  virtual void visit_conversation(std::string_view node, std::size_t count_max, const Visit& visit) const = 0;
  std::vector<Message> history(std::string_view room, std::size_t count_max = kHistoryMax) const;
  std::vector<Message> conversation(std::string_view node, std::size_t count_max = kHistoryMax) const;
  virtual std::size_t unacknowledged() const = 0;
  virtual Spoken spoken() const = 0;
  virtual std::string why_leader() const = 0;  // the derivation, for people; several lines

  // Tells the others goodbye. The peer sends nothing new afterwards.
  virtual void leave() = 0;
};

inline std::vector<Message> Session::history(std::string_view room, std::size_t count_max) const {
  std::vector<Message> messages;
  visit_history(room, count_max, [&](Message&& message) { messages.push_back(std::move(message)); });
  return messages;
}

inline std::vector<Message> Session::conversation(std::string_view node, std::size_t count_max) const {
  std::vector<Message> messages;
  visit_conversation(node, count_max, [&](Message&& message) { messages.push_back(std::move(message)); });
  return messages;
}

}  // namespace node
