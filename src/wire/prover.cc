#include "wire/prover.h"

#include <algorithm>
#include <bit>
#include <tuple>
#include <variant>

#include "wire/canonical.h"
#include "wire/key_pair.h"
#include "wire/statement.h"

namespace wire {

Prover::Prover(const base::GroupId& group, std::size_t remembered)
    : group_(group), remembered_(std::bit_ceil(remembered)) {}

void Prover::prove(std::span<protocol::Entry> entries) {
  for (protocol::Entry& entry : entries) chains_.push_back(&entry);
  prove_chains();
}

void Prover::prove_entries(const std::vector<Message*>& messages) {
  const auto list = [this](auto& row) {
    if constexpr (requires { row.entry.proven; }) chains_.push_back(&row.entry);
    if constexpr (requires { row.entries.items.front().proven; }) {
      for (protocol::Entry& entry : row.entries.items) chains_.push_back(&entry);
    }
  };
  for (Message* message : messages) std::visit(list, *message);
  prove_chains();
}

// Backwards along each author's chain, so that what follows an entry is known before the entry is looked at.
void Prover::prove_chains() {
  std::sort(chains_.begin(), chains_.end(), [](const protocol::Entry* a, const protocol::Entry* b) {
    return std::tie(a->stream, b->seq) < std::tie(b->stream, a->seq);
  });
  const protocol::Entry* next = nullptr;  // the last looked at
  for (protocol::Entry* entry : chains_) {
    const bool named = next != nullptr && next->proven && next->stream == entry->stream &&
                       next->seq == entry->seq + 1 && next->previous == entry->id;
    entry->proven = named || is_signed(*entry);
    next = entry;
  }
  chains_.clear();
}

void Prover::prove_statements(Message& message) {
  std::visit(
      [this](auto& row) {
        if constexpr (requires { row.chain.items.front().proven; }) {
          for (protocol::Statement& statement : row.chain.items) prove(statement);
        }
        if constexpr (requires { row.list.items.front().proven; }) {
          for (protocol::Statement& statement : row.list.items) prove(statement);
        }
      },
      message);
}

// The id is a hash of the signature too, so one that was seen to hold needs no second look.
bool Prover::is_signed(const protocol::Entry& entry) {
  if (slot_of(entry.id) == entry.id) return true;
  ++signatures_checked_;
  if (!verify(entry.key, signed_part(group_, entry), entry.signature)) return false;
  remember(entry.id);
  return true;
}

void Prover::prove(protocol::Statement& statement) { statement.proven = is_signed(statement); }

// Its id is a hash like that of an entry, so both are remembered alike.
bool Prover::is_signed(const protocol::Statement& statement) {
  const base::EntryId id{statement.id.words};
  if (slot_of(id) == id) return true;
  ++signatures_checked_;
  if (!is_valid(group_, statement)) return false;
  remember(id);
  return true;
}

void Prover::remember(const base::EntryId& id) { slot_of(id) = id; }

}  // namespace wire
