// Who somebody was last, and where: what `conclave` means without a nick. A small file below the user's data
// folder.
#pragma once

#include <optional>
#include <string>

namespace conclave {

struct LastUsed {
  std::string nick, group;
};

std::optional<LastUsed> last_used();
// Losing it costs somebody a word on the next command line: a failure is only logged.
void remember_last_used(const LastUsed& used);

}  // namespace conclave
