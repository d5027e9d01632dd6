// A link that somebody pastes: it is refused with a sentence, or read as an invite that makes a link which
// reads the same.
#include "node/invite_link.h"

#include <string_view>

#include "base/check.h"
#include "fuzz/target.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto invite = node::invite_of({reinterpret_cast<const char*>(data), size});
  if (!invite) {
    CHECK(!invite.error().message.empty(), "a refusal says why");
    return 0;
  }
  const auto again = node::invite_of(node::to_link(invite.value()));
  CHECK(again.ok(), "what was read can be passed on");
  CHECK(again.value().addresses == invite.value().addresses &&
            again.value().group_name == invite.value().group_name,
        "the same addresses and name");
  CHECK(again.value().group == invite.value().group && again.value().inviter == invite.value().inviter &&
            again.value().seed == invite.value().seed && again.value().until == invite.value().until,
        "the same secrets");
  return 0;
}
