#include "node/archive.h"

#include <algorithm>
#include <utility>

#include "protocol/exchange.h"
#include "wire/canonical.h"

namespace node {

namespace {

// A piece of the past: filled from the spans asked for in turn, each a share at a time, until it is full or nothing
// is left.
class Piece {
 public:
  Piece(env::Store* store, const protocol::Log& log, const protocol::LookBack& question)
      : store_(store), log_(log), history_{.to = question.from, .from = question.to}, spans_(question.missing.items) {
    share_ = protocol::kEntriesPerBatch / std::max<std::size_t>(spans_.size(), 1);
    for (protocol::Span& span : spans_) span.first = std::max<std::uint64_t>(span.first, 1);
  }

  protocol::History fill() {
    for (bool any = true; any && !full_;) {
      any = false;
      for (protocol::Span& rest : spans_) any |= !full_ && take(rest);
    }
    return std::move(history_);
  }

 private:
  // A share of one span, from the top; answers whether there was anything.
  bool take(protocol::Span& rest) {
    const std::size_t before = history_.entries.items.size();
    const std::size_t most = std::min(before + share_, protocol::kEntriesPerBatch);
    while (!full_ && rest.first <= rest.last && history_.entries.items.size() < most) {
      if (const protocol::Gap* gap = protocol::gap_at(log_.gaps_of(rest.stream), rest.last)) {
        rest.last = gap->first - 1;
      } else if (const protocol::Entry* entry = log_.entries.find(rest.stream, rest.last)) {
        add(*entry, rest);
      } else if (!read(rest, most - history_.entries.items.size())) {
        rest.last = 0;  // it is not here, or can't be read: the asker turns to others
      }
    }
    return history_.entries.items.size() != before;
  }

  // Answers whether there was anything.
  bool read(protocol::Span& rest, std::size_t count) {
    if (store_ == nullptr) return false;
    const std::size_t before = history_.entries.items.size();
    const auto& [author, epoch] = rest.stream;
    const env::Store::Stretch what{author, epoch, rest.first, rest.last, count};
    const auto status = store_->stretch(what, [&](std::uint64_t, base::ByteView body) {
      auto entry = wire::read_canonical(body);
      if (!full_ && std::holds_alternative<protocol::Entry>(entry)) add(std::get<protocol::Entry>(std::move(entry)), rest);
    });
    return status.ok() && history_.entries.items.size() != before;
  }

  void add(protocol::Entry entry, protocol::Span& rest) {
    bytes_ += protocol::bytes_of(entry);
    auto& entries = history_.entries.items;
    full_ = entries.size() == protocol::kEntriesPerBatch || (!entries.empty() && bytes_ > protocol::kBatchBytes);
    if (full_) return;
    rest.last = entry.seq - 1;
    entries.push_back(std::move(entry));
  }

  env::Store* store_;
  const protocol::Log& log_;
  protocol::History history_;
  std::vector<protocol::Span> spans_;  // what is left of each
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
