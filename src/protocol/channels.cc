#include "protocol/channels.h"

namespace protocol {

Channels::Channels(const bloom::Scope& scope)
    : hello(scope, "hello"), heartbeat(scope, "heartbeat"), goodbye(scope, "goodbye"),
      census(scope, "census"), members(scope, "members"),
      roll(scope, "roll"), submit(scope, "submit"), relay(scope, "relay"), receipt(scope, "receipt"),
      want(scope, "want"), batch(scope, "batch"),
      look_back(scope, "look_back"), history(scope, "history") {}

Channels::~Channels() = default;

}  // namespace protocol
