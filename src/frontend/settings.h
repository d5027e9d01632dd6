// Settings that every front end can show: topics of rooms, and users that peers host (IRC clients). What others wrote is read
// with care: whatever is of another form is nothing. Names of settings are in docs/irc.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "node/session.h"

namespace frontend {

struct Topic {
  std::string text, by;
  std::int64_t at_seconds = 0;
};
std::string to_json(const Topic& topic);
std::optional<Topic> read_topic(const std::string& json);

inline constexpr std::size_t kTopicRoomBytesMax = 62;  // a room with a longer name has no topic
std::string topic_setting(std::string_view room);      // the name it is set under
// The latest, whoever set it; nothing where there is none.
std::optional<Topic> topic_of(const node::Session& session, std::string_view room);

struct HostedUser {
  std::string node, nick;
};
std::optional<HostedUser> hosted_user(const node::Setting& setting);  // whom it is about, where it is of a user who is there
std::vector<HostedUser> hosted_users(const node::Session& session);
std::optional<HostedUser> find_hosted(const node::Session& session, std::string_view nick);  // the first by that nick
bool is_hosted(const node::Session& session, std::string_view node, std::string_view nick);

// Times in settings are whole seconds since 1970.
std::int64_t seconds_of(base::WallTime at);

}  // namespace frontend
