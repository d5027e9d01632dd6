// Archive: answers what others ask of the past, from memory and where that ends from the store. It reads outside the
// rules, a bounded piece a question and one question a peer and step. Owned by Peer.
#pragma once

#include <map>

#include "env/store.h"
#include "protocol/chat.h"

namespace node {

class Archive {
 public:
  Archive(env::Store* store, protocol::Chat& chat);
  Archive(const Archive&) = delete;
  Archive& operator=(const Archive&) = delete;

  // Gives the rules an answer to what the last tick was asked.
  void answer_all();

 private:
  protocol::History answer(const protocol::LookBack& question);

  env::Store* store_;
  protocol::Chat& chat_;
  std::map<base::PeerId, protocol::LookBack> asked_;  // by whom
};

}  // namespace node
