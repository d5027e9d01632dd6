// Client: one connection of an IRC client, and what it has been told to be. Owned by Gateway, which carries out what it asks.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "env/clients.h"
#include "frontend/irc/message.h"
#include "frontend/line_buffer.h"

namespace frontend::irc {

// clang-format off
enum Capability : std::uint32_t {
  kMessageTags = 1 << 0, kServerTime = 1 << 1, kBatch = 1 << 2, kEchoMessage = 1 << 3, kLabeledResponse = 1 << 4,
  kMultiPrefix = 1 << 5, kUserhostInNames = 1 << 6, kExtendedJoin = 1 << 7, kAwayNotify = 1 << 8, kAccountNotify = 1 << 9,
  kAccountTag = 1 << 10, kInviteNotify = 1 << 11, kChghost = 1 << 12, kSetname = 1 << 13, kCapNotify = 1 << 14,
  kStandardReplies = 1 << 15, kChathistory = 1 << 16, kReadMarker = 1 << 17,
  kSasl = 1 << 18, kExtendedMonitor = 1 << 19,
};
// clang-format on

struct CapabilityName {
  std::string_view name;
  Capability bit;
};
inline constexpr CapabilityName kCapabilities[] = {
    {"message-tags", kMessageTags},         {"server-time", kServerTime},     {"batch", kBatch},
    {"echo-message", kEchoMessage},         {"labeled-response", kLabeledResponse}, {"multi-prefix", kMultiPrefix},
    {"userhost-in-names", kUserhostInNames}, {"extended-join", kExtendedJoin}, {"away-notify", kAwayNotify},
    {"account-notify", kAccountNotify},     {"account-tag", kAccountTag},     {"invite-notify", kInviteNotify},
    {"chghost", kChghost},                  {"setname", kSetname},            {"cap-notify", kCapNotify},
    {"standard-replies", kStandardReplies}, {"draft/chathistory", kChathistory},
    {"draft/read-marker", kReadMarker},     {"sasl", kSasl},                  {"extended-monitor", kExtendedMonitor},
};

// A line to be sent: tags are added as far as the client knows them.
struct Line {
  std::string source{}, command{};
  std::vector<std::string> params{};
  std::string time{}, message_id{}, batch{}, account{};
  bool bot = false;  // its author is one
  std::string tags{};  // that its author's client made up, as they travel
};

// What answers a command with a label, of whose lines echoes are awaited.
struct Echoes {
  env::ClientId client;
  std::string label;
  std::size_t awaited = 0;
  std::vector<std::string> lines{};
};

struct Client {
  Client(env::ClientId of, const env::ClientOrigin& origin, base::Instant now)
      : id(of), remote(origin.remote), certificate(origin.certificate), must_log_in(origin.over_tls), heard_at(now), opened_at(now),
        tokens_at(now) {}

  env::ClientId id;
  std::string remote;       // HOST:PORT
  std::string certificate;  // as in env::ClientOrigin
  bool must_log_in;         // it came by a door for everybody
  LineBuffer buffer{kClientTagBytesMax + kLineBytesMax};
  std::deque<std::string> waiting{};  // lines that came faster than is good for the others
  double tokens = 50;                 // how many may be carried out at once
  base::Instant heard_at, opened_at, tokens_at;
  bool pinged = false;
  bool warned_of_encoding = false;
  bool paused = false;  // nothing more is read of it until what waits is worked off
  // Its next command waits until what was said here before has come back, and not for ever.
  struct Hold {
    std::uint64_t said = 0;
    base::Instant until{};
    bool for_echoes = false;  // and its echoes
  };
  std::optional<Hold> hold{};
  std::size_t unechoed = 0;  // lines of it that were shown to others, and not yet to itself
  bool has_waited = false;  // the first of the waiting lines

  std::uint32_t capabilities = 0;
  bool negotiating = false;  // CAP END is awaited
  std::string nick{}, user{}, real_name{};
  std::string key{};  // its user in the directory, once it is registered
  // accounts.cc
  std::string account{};                   // it is logged in to
  std::string password{};                  // from PASS
  std::string mechanism{}, credentials{};  // of SASL, while it is under way
  bool checking = false;                   // an answer about its password is awaited
  int wrong_passwords = 0;
  std::string quit{};  // it said QUIT, and why
  bool is_registered() const { return !key.empty(); }
  bool has(Capability capability) const { return (capabilities & capability) != 0; }
  std::string name() const { return nick.empty() ? "*" : nick; }

  // While a command with a label is carried out, its answers are collected; echoes of what it said may be still to come.
  std::string label{};
  bool collecting = false;
  std::vector<std::string> collected{};
  std::shared_ptr<Echoes> echoes{};
  std::map<std::string, std::string> watched{};  // nicks, folded: as it wrote them
  // Rooms it was in when it was here last, and where it stopped hearing: what it missed is sent when it is in them again.
  std::set<std::string> missed_rooms{};
  std::uint64_t missed_since = 0;
  bool closing = false;
};

}  // namespace frontend::irc
