#include "node/draft.h"

#include <utility>

#include "protocol/limits.h"
#include "wire/bundle.h"

namespace node {

namespace {

wire::Line line_of(const protocol::Entry& entry) { return wire::LineCursor(entry).next().value(); }

}  // namespace

Draft::Draft(protocol::Entry first) : entry_(std::move(first)), bytes_(wire::bytes_of(line_of(entry_))) {}

bool Draft::takes(const protocol::Entry& line) const {
  return line.room.value == entry_.room.value && lines_ < protocol::kBundleLines &&
         bytes_ + wire::bytes_of(line_of(line)) <= protocol::kBundleBytes;
}

void Draft::add(const protocol::Entry& line) {
  if (lines_++ == 1) {
    last_nick_ = entry_.nick.value;
    wire::append_line(bundle_, line_of(entry_), last_nick_);
  }
  wire::append_line(bundle_, line_of(line), last_nick_);
  last_nick_ = line.nick.value;
  bytes_ += wire::bytes_of(line_of(line));
}

protocol::Entry Draft::finish() && {
  if (lines_ > 1) {
    entry_.kind = protocol::kBundles;
    entry_.text = {std::string(bundle_.begin(), bundle_.end())};
  }
  return std::move(entry_);
}

}  // namespace node
