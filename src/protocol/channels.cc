#include "protocol/channels.h"

namespace protocol {

Channels::Channels(const bloom::Scope& scope)
    : credentials(scope, "credentials"), admission(scope, "admission"), refused(scope, "refused"), hello(scope, "hello"), heartbeat(scope, "heartbeat"), keep_alive(scope, "keep_alive"), goodbye(scope, "goodbye"),
      census(scope, "census"), members(scope, "members"),
      roll(scope, "roll"), statements(scope, "statements"), statement_census(scope, "statement_census"), submit(scope, "submit"), relay(scope, "relay"), receipt(scope, "receipt"),
      want(scope, "want"), batch(scope, "batch"),
      look_back(scope, "look_back"), history(scope, "history") {}

Channels::~Channels() = default;

}  // namespace protocol
