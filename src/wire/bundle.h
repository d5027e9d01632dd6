// Bundles: lines that were said together in one room, as one entry holds them in its text. They share a signature, a place
// in the log, a frame and a tick, which is what a line costs ("packing": Friedman, van Renesse, "Packing messages as a tool
// for boosting the performance of total ordering protocols", HPDC 1997). Pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/bytes.h"
#include "base/ids.h"
#include "protocol/messages.h"
#include "wire/reader.h"

namespace wire {

struct Line {
  std::string_view nick, text;
  bool notice = false;
};

// Puts a line behind those that `bundle` has, whose last was said as `nick_before`.
void append_line(base::Bytes& bundle, const Line& line, std::string_view nick_before);
// The most bytes that it takes.
std::size_t bytes_of(const Line& line);

// Whether its text has the bytes of a bundle: two lines or more in their one form, within the limits.
bool is_bundle(const protocol::Entry& entry);

// The lines of an entry that was read, in their order: one, or those of a bundle. None of a setting. The text of one for a
// single member is sealed.
class LineCursor {
 public:
  explicit LineCursor(const protocol::Entry& entry);  // which outlives it
  std::optional<Line> next();

 private:
  Line line_;
  Reader rest_;
  bool one_ = false;
};

// visit(index, line) for each of them.
template <class Visit>
void visit_lines(const protocol::Entry& entry, Visit&& visit) {
  LineCursor cursor(entry);
  std::uint64_t index = 0;
  while (const auto line = cursor.next()) visit(index++, *line);
}
// How many they are; a setting counts as one.
std::uint64_t count_lines(const protocol::Entry& entry);

// The name of a line: a hash of its place in its group. It is known before the entry is signed.
base::EntryId line_id(const protocol::Stream& stream, std::uint64_t seq, std::uint64_t index = 0);

}  // namespace wire
