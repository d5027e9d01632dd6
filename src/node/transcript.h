// Transcript: what was said, in the group's order, as people see it. The newest of it is in memory; what is older is read
// from the store, if there is one. Changes nothing.
#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include "env/store.h"
#include "node/letters.h"
#include "node/session.h"
#include "protocol/chat.h"

namespace node {

class Transcript {
 public:
  // All of them outlive it; `store` may be null.
  Transcript(const protocol::Chat& chat, const Letters& letters, env::Store* store)
      : chat_(chat), letters_(letters), store_(store) {}

  // Which lines: of `room`, those that are `wanted`, the newest `count_max`.
  struct What {
    std::string room{};  // empty: lines for one member
    std::function<bool(const protocol::Entry&)> wanted{};
    std::size_t count_max = 0;
  };
  // Oldest first. Fails where the store can't be read; what is in memory was visited then.
  base::Status visit(const What& what, const Session::Visit& visit) const;

 private:
  bool is_shown(const protocol::Entry& entry, const What& what) const;
  base::Status visit_stored(const What& what, std::size_t count_max,
                            const std::function<void(const protocol::Entry&)>& visit) const;

  const protocol::Chat& chat_;
  const Letters& letters_;
  env::Store* const store_;
};

}  // namespace node
