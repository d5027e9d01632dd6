// What strangers wrote, made safe to show on a terminal: no control characters, escape sequences,
// text-direction overrides or invisible characters get through. For display only; never changes what is
// stored or sent.
#pragma once

#include <string>
#include <string_view>

namespace frontend::line {

// One line of text. A control character shows as its picture (ESC as U+241B), a tab as a blank, a byte that
// is not UTF-8 and a character that hides or reorders others as U+FFFD. Joiners, which emoji are built with,
// go.
std::string printable_text(std::string_view untrusted);

// A name. As above, but everything invisible shows: two names that differ must not look the same for that
// reason.
std::string printable_name(std::string_view untrusted);

}  // namespace frontend::line
