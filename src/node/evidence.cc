#include "node/evidence.h"

#include <string>

#include "wire/canonical.h"

namespace node {

namespace {

constexpr std::string_view kForkNote = "fork.";  // and the author: the first entry that should not be there

}  // namespace

base::Status Evidence::recall() {
  if (store_ == nullptr) return base::Done{};
  return store_->notes(kForkNote, [this](std::string_view name, base::ByteView) {
    const auto author = base::peer_id_from_hex(name.substr(kForkNote.size()));
    if (author) known_.insert(*author);
  });
}

bool Evidence::add(const protocol::Entry& other) {
  if (!known_.insert(other.stream.author).second) return false;
  if (store_ != nullptr) keeper_.note(std::string(kForkNote) + base::to_hex(other.stream.author), wire::canonical(other));
  return true;
}

}  // namespace node
