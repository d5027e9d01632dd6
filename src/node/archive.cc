#include "node/archive.h"

#include <algorithm>
#include <utility>

#include "protocol/exchange.h"
#include "wire/canonical.h"

namespace node {

namespace {

// A piece of the past: filled from the streams in turn, each a share at a time, until it is full or nothing is left.
class Piece {
 public:
  Piece(env::Store* store, const protocol::Log& log, const protocol::LookBack& question)
      : store_(store), log_(log), history_{.to = question.from, .from = question.to}, streams_(question.below.items) {
    share_ = protocol::kEntriesPerBatch / std::max<std::size_t>(streams_.size(), 1);
  }

  protocol::History fill() {
    for (bool any = true; any && !full_;) {
      any = false;
      for (protocol::Mark& next : streams_) any |= !full_ && take(next);
    }
    return std::move(history_);
  }

 private:
  // A share of one stream; answers whether there was anything.
  bool take(protocol::Mark& next) {
    const std::size_t before = history_.entries.items.size();
    const std::size_t most = std::min(before + share_, protocol::kEntriesPerBatch);
    while (const protocol::Entry* entry = log_.entries.find(next.stream, next.through)) {
      if (history_.entries.items.size() == most || !add(*entry, next)) break;
    }
    if (history_.entries.items.size() == before && next.through != 0 && store_ != nullptr) read(next, most - before);
    return history_.entries.items.size() != before;
  }

  void read(protocol::Mark& next, std::size_t count) {
    const auto& [author, epoch] = next.stream;
    bool gap = false;
    // What can't be read is not answered; the asker turns to others.
    (void)store_->stretch({author, epoch, 1, next.through, count}, [&](std::uint64_t seq, base::ByteView body) {
      auto entry = wire::read_canonical(body);
      gap |= full_ || seq != next.through || !std::holds_alternative<protocol::Entry>(entry);
      if (!gap) gap = !add(std::get<protocol::Entry>(std::move(entry)), next);
    });
  }

  bool add(protocol::Entry entry, protocol::Mark& next) {
    bytes_ += protocol::bytes_of(entry);
    auto& entries = history_.entries.items;
    full_ = entries.size() == protocol::kEntriesPerBatch || (!entries.empty() && bytes_ > protocol::kBatchBytes);
    if (full_) return false;
    --next.through;
    entries.push_back(std::move(entry));
    return true;
  }

  env::Store* store_;
  const protocol::Log& log_;
  protocol::History history_;
  std::vector<protocol::Mark> streams_;  // the next of each
  std::size_t share_ = 0, bytes_ = 0;
  bool full_ = false;
};

}  // namespace

Archive::Archive(env::Store* store, protocol::Chat& chat) : store_(store), chat_(chat) {
  chat.past.sought.on_emit([this](const protocol::LookBack& question) { asked_[question.from] = question; });
}

void Archive::answer_all() {
  for (const auto& [peer, question] : std::exchange(asked_, {})) chat_.host.found.insert(answer(question));
}

protocol::History Archive::answer(const protocol::LookBack& question) {
  return Piece(store_, chat_.log, question).fill();
}

}  // namespace node
