#include "protocol/channels.h"

namespace protocol {

Channels::Channels(const bloom::Scope& scope)
    : hello(scope, "hello"), heartbeat(scope, "heartbeat"), goodbye(scope, "goodbye"),
      members(scope, "members"), submit(scope, "submit"), relay(scope, "relay"), receipt(scope, "receipt"),
      want(scope, "want"), batch(scope, "batch") {}

Channels::~Channels() = default;

}  // namespace protocol
