// Draft: what was said here since the last tick and goes into one entry: a line in a room, and those that follow it there,
// up to the limits of a bundle. A pure value.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "base/bytes.h"
#include "protocol/messages.h"

namespace node {

class Draft {
 public:
  // A line for everybody in a room, with its nick. What its author adds to an entry it has already, or gets later.
  explicit Draft(protocol::Entry first);

  // Whether another such line can be said in this entry.
  bool takes(const protocol::Entry& line) const;
  void add(const protocol::Entry& line);
  std::uint64_t lines() const { return lines_; }

  protocol::Entry finish() &&;

 private:
  protocol::Entry entry_;  // as if the first line were alone
  base::Bytes bundle_;     // once there are more
  std::string last_nick_;
  std::size_t bytes_;      // at most
  std::uint64_t lines_ = 1;
};

}  // namespace node
