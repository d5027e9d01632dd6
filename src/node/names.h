// Names: what each member is called now, and whose nicks look alike, so that people are not misled. Decides nothing in the
// protocol.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "node/session.h"

namespace node {

class Names {
 public:
  // `node`, a member, is called `nick` from now on.
  void note(const std::string& node, std::string_view nick);
  // The same, unless it is known better.
  void note_first(const std::string& node, std::string_view nick) {
    if (!names_.contains(node)) note(node, nick);
  }
  void forget(const std::string& node);  // it was removed: its name is free again

  // Whether another member's nick looks like `nick`, which `node` says it has.
  bool is_shared(const std::string& node, std::string_view nick) const;

  // Marks a message whose nick is shared, and puts a time that is not yet right.
  void mark(Message& message, base::WallTime now) const;

 private:
  void uncount(const std::string& look);

  struct Name {
    std::string nick, look;
  };
  std::map<std::string, Name, std::less<>> names_;        // by node
  std::map<std::string, std::size_t, std::less<>> count_;  // of nodes, by look
};

}  // namespace node
