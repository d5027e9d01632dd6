// What programs add to a line for other programs: IRCv3 client-only tags ("+draft/reply=ID;+draft/react=:-)"), as they travel
// before the text of an entry. A line of tags alone has no text: nobody reads it, and it is no part of history. Pure functions.
#pragma once

#include <string>
#include <string_view>

namespace node {

struct TaggedText {
  std::string_view tags, text;  // parts of what was read
};

std::string tagged_text(const TaggedText& parts);
// Whatever no peer of ours writes is text as it stands.
TaggedText read_tagged_text(std::string_view said);

}  // namespace node
