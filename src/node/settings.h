// Settings: named values that members put on the log, the latest of each author and name: who is there at a peer, what a
// room's topic is. What a name means is the business of front ends. Owned by Peer.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "node/session.h"
#include "protocol/messages.h"

namespace node {

// A store finds settings under this room, which no line is said in.
inline constexpr std::string_view kSettingsRoom = "\x01settings";

class Settings {
 public:
  static constexpr std::size_t kNamesMax = 8192;  // of one author; further ones are passed on and kept, and mean nothing here

  // Whether it is news; of two of one name the later counts, in whatever order they come.
  bool take(const protocol::Entry& entry);
  void visit(const std::function<void(const Setting&)>& visit) const;

 private:
  std::map<base::PeerId, std::map<std::string, Setting, std::less<>>> by_author_;  // and name
};

Setting setting_of(const protocol::Entry& entry);

}  // namespace node
