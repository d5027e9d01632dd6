// How a nick looks to people, so that two which are different bytes and look the same are known to. Pure functions.
#pragma once

#include <string>
#include <string_view>

namespace node {

// The same text in its one composed form (Unicode's NFC): what one keyboard writes as "e" and an accent, another
// writes as one letter. `text` is UTF-8.
std::string composed(std::string_view text);

// Equal for nicks that look alike: capitals, letters of other alphabets, invisible characters, and a key tag behind it
// are no difference (Unicode's NFKC_Casefold, then the skeleton of UTS #39). Not to be shown.
std::string look_of(std::string_view nick);

}  // namespace node
