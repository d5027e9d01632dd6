#include "protocol/ruling.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace protocol {

namespace {

using Removals = std::vector<const Statement*>;

// A member, as the pass has found it.
struct Seat {
  std::size_t rank = 0;   // the eldest first
  base::WallTime since;
  std::size_t depth = 0;  // admissions from the founding
  Removals removed_by;    // those that count
};
using Seats = std::map<base::PeerId, Seat>;

// What its issuer stated counts: it belonged, and whoever removed it knew of this statement.
bool counts(const Statement& statement, const Seats& seats) {
  const auto issuer = seats.find(statement.issuer_id);
  if (issuer == seats.end() || (statement.at <= issuer->second.since && statement.kind != kFounds)) return false;
  return std::all_of(issuer->second.removed_by.begin(), issuer->second.removed_by.end(), [&](const Statement* removal) {
    const auto& stands = removal->stands.items;
    return std::any_of(stands.begin(), stands.end(), [&](const Digest& d) { return d.bits == statement.id.words[0]; });
  });
}

// In each of the lists, so far as all say.
std::vector<EpochMark> meet(const std::vector<EpochMark>& a, const std::vector<EpochMark>& b) {
  std::vector<EpochMark> both;
  for (const EpochMark& one : a) {
    const auto other = std::find_if(b.begin(), b.end(), [&](const EpochMark& m) { return m.epoch == one.epoch; });
    if (other != b.end()) both.push_back({one.epoch, std::min(one.through, other->through)});
  }
  return both;
}

Seat seated(const Statement& admission, const Seats& seats, const Removals& removals) {
  const auto issuer = seats.find(admission.issuer_id);
  Seat seat{seats.size(), admission.at, issuer == seats.end() ? 0 : issuer->second.depth + 1, {}};
  for (const Statement* removal : removals) {
    if (seats.contains(removal->issuer_id) && counts(*removal, seats)) seat.removed_by.push_back(removal);
  }
  return seat;
}

Fallen fallen(const base::PeerId& id, const Removals& removals) {
  Fallen row{id, removals.front()->issuer_id, removals.front()->cut.items};
  for (const Statement* removal : removals) row.cut = meet(row.cut, removal->cut.items);
  return row;
}

}  // namespace

std::vector<Fallen> ruling(std::vector<Statement> statements) {
  std::sort(statements.begin(), statements.end(), [](const Statement& a, const Statement& b) {
    return std::tuple(a.kind != kFounds, a.at, a.id) < std::tuple(b.kind != kFounds, b.at, b.id);
  });
  std::map<base::PeerId, Removals> removals;
  std::map<base::PeerId, const Statement*> admitted;  // by the first admission
  for (const Statement& s : statements) {
    if (s.kind == kRemoves) removals[s.subject_id].push_back(&s);
    if (s.kind == kFounds || s.kind == kAdmits) admitted.try_emplace(s.subject_id, &s);
  }
  Seats seats;
  for (const Statement& s : statements) {
    if (s.kind != kFounds && s.kind != kAdmits) continue;
    if (seats.contains(s.subject_id) || (s.kind == kAdmits && !counts(s, seats))) continue;
    if (s.kind == kAdmits && seats.at(s.issuer_id).depth + 1 >= kChainMax) continue;
    seats.emplace(s.subject_id, seated(s, seats, removals[s.subject_id]));
  }
  std::vector<Fallen> all;
  for (const auto& [id, admission] : admitted) {
    const auto seat = seats.find(id);
    if (seat == seats.end()) {
      all.push_back({id, admission->issuer_id, {}});
    } else if (!seat->second.removed_by.empty()) {
      all.push_back(fallen(id, seat->second.removed_by));
    }
  }
  return all;
}

// Where the list is full, what lies before its first epoch was too old for it, and stands.
bool is_hidden(const Fallen& author, std::uint64_t epoch, std::uint64_t seq) {
  std::uint64_t oldest = kIntegerMax;
  for (const EpochMark& mark : author.cut) {
    if (mark.epoch == epoch) return seq > mark.through;
    oldest = std::min(oldest, mark.epoch);
  }
  return author.cut.size() < kCutsMax || epoch > oldest;
}

}  // namespace protocol
