// An invite as the one line of text that people pass on, and back. Pure functions; whether an invite is still
// good is not asked here.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "node/session.h"

namespace node {

inline constexpr std::string_view kLinkPrefix = "conclave:";
inline constexpr std::size_t kLinkBytesMax = 4096;  // of its text
inline constexpr std::size_t kLinkAddressesMax = 6;

// In small letters and digits, none of which are mistaken for each other (Crockford's base 32). Addresses
// that are too long, and those after the first kLinkAddressesMax, are left out; `until` is cut to seconds.
std::string to_link(const Invite& invite);

// Takes capital letters, blanks and hyphens too. Anything else is an error, said in a sentence: no link,
// mistyped, cut off, or of a newer version.
base::Result<Invite> invite_of(std::string_view link);

}  // namespace node
