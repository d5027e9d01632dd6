#include "protocol/host.h"

namespace protocol {

Host::Host(const bloom::Scope& scope)
    : opened(scope, "opened"), closed(scope, "closed"), dialing(scope, "dialing"),
      not_dialed(scope, "not_dialed"), frame_came(scope, "frame_came"), listed(scope, "listed"),
      unlisted(scope, "unlisted"), resumed(scope, "resumed"), resigning(scope, "resigning"),
      said(scope, "said"), renaming(scope, "renaming"), leaving(scope, "leaving"), trim(scope, "trim"), stated(scope, "stated"), found(scope, "found"), boot(scope, "boot"),
      clock(scope, "clock"), watch(scope, "watch", kWatchEvery, bloom::Beats::kIfHeard) {}

Host::~Host() = default;

}  // namespace protocol
