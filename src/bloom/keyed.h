// Keyed<Row, Keys...>: a collection that holds one row a key. It decides what a second row of the same key
// means: the same row again, growth of its lattice columns, or a contradiction.
#pragma once

#include <tuple>
#include <type_traits>

#include "bloom/lattice.h"
#include "bloom/program.h"
#include "bloom/rows.h"

namespace bloom {

namespace keyed_detail {

template <class Row>
constexpr bool has_lattice_column() {
  bool found = false;
  if constexpr (std::is_aggregate_v<Row>) {
    found = decltype(visit_fields(std::declval<Row&>(), [](auto&... fields) {
      return std::bool_constant<(LatticeValue<std::remove_reference_t<decltype(fields)>> || ...)>{};
    }))::value;
  }
  return found;
}

}  // namespace keyed_detail

template <class Row, auto... Keys>
class Keyed : public Collection<Row> {
  static_assert((std::is_same_v<typename MemberOf<decltype(Keys)>::Row, Row> && ...),
                "bloom: a key names a member of the row it is declared with: write Table<Row, &Row::member>");

 public:
  using Collection<Row>::Collection;
  static constexpr std::size_t kKeyCount = sizeof...(Keys);
  static constexpr bool kWholeRowIsKey = kKeyCount == 0;
  static constexpr auto keys() { return std::tuple(Keys...); }

  bool grows_in_place() const override {
    return !kWholeRowIsKey && keyed_detail::has_lattice_column<Row>();
  }
  bool contains(const Row& row) const {
    this->check_readable();
    return position_of(row) != kNoPosition;
  }
  // The row with this key; nullptr where there is none. Valid until the next tick.
  const Row* find(const typename MemberOf<decltype(Keys)>::Type&... keys) const {
    this->check_readable();
    const Position at = keys_.find(tag_of_values(keys...), [&](Position p) {
      return (equal(this->rows_[p].*Keys, keys) && ...);
    });
    return at == kNoPosition ? nullptr : &this->rows_[at];
  }
  Position position_of(const Row& row) const override {
    const Position at = find_key(row);
    return at != kNoPosition && equal(this->rows_[at], row) ? at : kNoPosition;
  }

  void clear() override {
    keys_.clear();
    superseded_.clear();
    this->drop_rows();
  }

  void undo(Position mark) override {
    for (Position at = mark; at < this->end_; ++at) {
      if (this->live(at)) keys_.erase(tag(this->rows_[at]), at);
    }
    for (auto at = superseded_.rbegin(); at != superseded_.rend(); ++at) {
      if (*at >= mark) continue;
      this->mark_live(*at);
      link(*at);
    }
    superseded_.clear();
    this->truncate(mark);
  }

 protected:
  enum class Added : std::uint8_t { kNew, kKnown, kMerged, kConflict };

  static std::uint32_t tag(const Row& row) {
    if constexpr (kWholeRowIsKey) {
      return KeySet::tag_of(hash_into(value_detail::hash_seed, row));
    } else {
      return tag_of_values(row.*Keys...);
    }
  }
  static bool same_key(const Row& a, const Row& b) {
    if constexpr (kWholeRowIsKey) {
      return equal(a, b);
    } else {
      return (equal(a.*Keys, b.*Keys) && ...);
    }
  }
  Position find_key(const Row& row) const {
    return keys_.find(tag(row), [&](Position at) { return same_key(this->rows_[at], row); });
  }

  Added add(Row&& row) {
    keys_.reserve(1);
    return add_tagged(std::move(row), tag(row));
  }

  // Adds many: hashes a block ahead and prefetches its slots, so that cache misses overlap.
  template <class OnConflict>
  void add_all(std::vector<Row>& rows, const OnConflict& on_conflict) {
    if (rows.size() == 1) {
      if (add(std::move(rows[0])) == Added::kConflict) on_conflict(rows[0]);
      return;
    }
    constexpr std::size_t kBlock = 32;
    std::uint32_t tags[kBlock];
    for (std::size_t first = 0; first < rows.size(); first += kBlock) {
      const std::size_t count = std::min(kBlock, rows.size() - first);
      keys_.reserve(count);
      for (std::size_t i = 0; i < count; ++i) {
        tags[i] = tag(rows[first + i]);
        keys_.prefetch(tags[i]);
      }
      for (std::size_t i = 0; i < count; ++i) {
        if (add_tagged(std::move(rows[first + i]), tags[i]) == Added::kConflict) on_conflict(rows[first + i]);
      }
    }
  }

  // A row that contradicts the one held. A peer's row is refused alone; our own is an error of the rule.
  void conflict(const Row& row, const Rule* rule) {
    if (rule == nullptr || !rule->from_peers) throw KeyConflict(conflict_text(row));
    this->program().refused(*this, to_text(row), rule);
  }
  // The same where no rule is running: the row is dropped and reported, the tick goes on.
  void conflict_aside(const Row& row, const Rule* rule) {
    if (rule != nullptr && rule->from_peers) {
      this->program().refused(*this, to_text(row), rule);
    } else {
      this->program().fail(rule, this->name(), conflict_text(row));
    }
  }

  void kill(Position at) {
    keys_.erase(tag(this->rows_[at]), at);
    this->mark_dead(at);
  }
  void link(Position at) {
    keys_.reserve(1);
    keys_.find_or_insert(tag(this->rows_[at]), at, [](Position) { return false; });
  }

  // Squeezes dead rows out once they are the majority; cursors of readers are moved along.
  void compact() {
    if (this->dead_count_ < 16 || this->dead_count_ * 2 < this->end_) return;
    std::vector<Position> moved_to(this->end_ + 1);
    Position next = 0;
    for (Position at = 0; at < this->end_; ++at) {
      moved_to[at] = next;
      if (!this->live(at)) continue;
      if (next != at) this->rows_[next] = std::move(this->rows_[at]);
      ++next;
    }
    moved_to[this->end_] = next;
    this->rows_.erase(this->rows_.begin() + next, this->rows_.end());
    this->dead_.clear();
    this->dead_count_ = 0;
    this->end_ = next;
    ++this->shuffles;
    this->forget_indexes();
    keys_.clear();
    keys_.reserve(next);
    for (Position at = 0; at < next; ++at) link(at);
    for (const auto& reader : this->readers) {
      Rule::Input& input = reader.rule->inputs[reader.input];
      input.read_to(moved_to[input.read()]);
      reader.rule->input_lost_rows = true;  // positions an aggregate remembers are stale
    }
  }

  std::vector<Position> superseded_;  // killed in this tick by a merge: undo brings them back

 private:
  std::string conflict_text(const Row& row) const {
    return this->name() + " holds " + to_text(this->rows_[find_key(row)]) + " and is given " + to_text(row) +
           " of the same key: replace it with <+-, or make the differing column a key or a lattice";
  }
  static std::uint32_t tag_of_values(const typename MemberOf<decltype(Keys)>::Type&... keys) {
    std::uint64_t hash = value_detail::hash_seed;
    ((hash = hash_into(hash, keys)), ...);
    return KeySet::tag_of(hash);
  }

  // Room in keys_ must have been reserved.
  Added add_tagged(Row&& row, std::uint32_t tag) {
    const Position known = keys_.find_or_insert(tag, this->end_, [&](Position at) { return same_key(this->rows_[at], row); });
    if (known == kNoPosition) {
      this->append(std::move(row));
      return Added::kNew;
    }
    if constexpr (kWholeRowIsKey) {
      return Added::kKnown;
    } else {
      if (equal(this->rows_[known], row)) return Added::kKnown;
      if constexpr (keyed_detail::has_lattice_column<Row>()) return merge(known, row, tag);
      return Added::kConflict;
    }
  }

  // Lattice columns merge, the others must agree. A row that grew is a new row in a new place.
  Added merge(Position known, const Row& row, std::uint32_t tag) {
    Row merged = this->rows_[known];
    bool agrees = true;
    bool grew = false;
    const auto join_field = [&]<class F>(F& into, const F& from) {
      if constexpr (LatticeValue<F>) {
        grew |= into.merge(from);
      } else {
        agrees = agrees && equal(into, from);
      }
    };
    visit_fields(merged, [&](auto&... into) {
      visit_fields(row, [&](auto&... from) { (join_field(into, from), ...); });
    });
    if (!agrees) return Added::kConflict;
    if (!grew) return Added::kKnown;
    keys_.move(tag, known, this->end_);
    this->mark_dead(known);
    superseded_.push_back(known);
    this->program().queue_begin(*this);
    this->append(std::move(merged));
    return Added::kMerged;
  }

 protected:
  KeySet keys_;
};

}  // namespace bloom
