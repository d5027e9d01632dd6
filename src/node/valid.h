// Checks what a person typed against the limits of the protocol, and says in a sentence what is wrong.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "base/utf8.h"
#include "node/look.h"
#include "protocol/text.h"

namespace node {

// `Limited` is one of protocol/text.h; `what` names it to the person.
template <class Limited>
base::Status valid(std::string_view text, const std::string& what) {
  if (text.size() < Limited::kBytesMin)
    return base::Error{"The " + what + " is empty: give at least one character."};
  if (text.size() > Limited::kBytesMax) {
    return base::Error{"The " + what + " is " + std::to_string(text.size()) + " bytes long, the most is " +
                       std::to_string(Limited::kBytesMax) + ": shorten it."};
  }
  if (!base::is_utf8(text)) return base::Error{"The " + what + " is not UTF-8: send it in that encoding."};
  return base::Done{};
}

// A nick in the one form it is known by.
inline base::Result<std::string> valid_nick(std::string_view text) {
  if (auto status = valid<protocol::Nick>(text, "nick"); !status) return status.error();
  std::string nick = composed(text);
  if (auto status = valid<protocol::Nick>(nick, "nick"); !status) return status.error();
  return nick;
}

}  // namespace node
