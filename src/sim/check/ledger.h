// Ledger: what was really said, and which peer has shown and acknowledged what. Kept beside the peers, from
// what they tell their users, so that checkers need not believe the peers. Lines are numbered in the order
// they were said.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/time.h"
#include "protocol/messages.h"
#include "sim/core/host_index.h"

namespace sim {

using LineIndex = std::uint32_t;

// A set of lines, as bits.
class LineSet {
 public:
  bool contains(LineIndex line) const {
    return line / 64 < words_.size() && (words_[line / 64] >> (line % 64) & 1) != 0;
  }
  void insert(LineIndex line) {
    if (line / 64 >= words_.size()) words_.resize(line / 64 + 16);
    words_[line / 64] |= std::uint64_t{1} << (line % 64);
  }
  void clear() { words_.clear(); }

 private:
  std::vector<std::uint64_t> words_;
};

struct Line {
  HostIndex author = kNoHost;
  std::uint32_t life = 0;  // of the author's host
  base::Instant said_at{};
  base::Duration ahead{};   // the furthest its author's wall clock was ahead so far, in this life,
  base::Duration behind{};  // and the furthest it was behind
  std::string id{}, room{}, text{};
  std::uint64_t seq = 0, index = 0;  // of its entry in its author's stream, and its place in that
  bool acknowledged = false;
  std::uint32_t holders = 0;     // hosts that have it, running or in their store
  bool lost = false;             // there was a moment when nobody had it
  std::size_t causes_begin = 0;  // what its author had seen since its line before: a range of causes()
  std::size_t causes_end = 0;
};

class Ledger {
 public:
  explicit Ledger(HostIndex hosts) : hosts_(hosts) {}

  struct HostPage {
    std::uint32_t life = 0;
    bool counts = false;  // what it has is a holding: it runs, or will again
    base::Duration ahead = base::Duration::min(), behind = base::Duration::max();
    LineSet held;  // shown in this life or an earlier one that left it in the store
    std::uint64_t held_count = 0;
    std::uint64_t held_hash = 0;        // of the set, whatever the order
    std::vector<LineIndex> order;       // of what is held
    LineSet seen;                       // shown by a life whose store remembers it, or should
    std::vector<LineIndex> own;         // said in this life
    std::vector<LineIndex> unanswered;  // seen by it, and not yet a cause of a line of its own
  };

  void started(HostIndex host);
  // Now it has only what `kept` names; and has seen only that, where `forgets`.
  void stopped(HostIndex host, const std::vector<LineIndex>& kept, bool forgets, bool for_good);
  // Answers the line's number.
  struct Saying {
    HostIndex host = 0;
    base::Instant at{};
    base::Duration skew{};  // of the author's wall clock
    protocol::Stream stream{};
    std::string id{}, room{}, text{};
  };
  LineIndex said(const Saying& saying);
  // How far the wall clock of `host` is off while it takes something in: what is too far ahead of it then, it
  // does not follow, however its clock stands when it speaks.
  void clock_read(HostIndex host, base::Duration skew);
  void shown(HostIndex host, LineIndex line);
  void acknowledged(LineIndex line) { lines_[line].acknowledged = true; }

  std::optional<LineIndex> find(const std::string& id) const;
  // Those that the entry has; none where nobody said one of them.
  std::vector<LineIndex> lines_of(const protocol::Entry& entry) const;
  const Line& line(LineIndex index) const { return lines_[index]; }
  LineIndex size() const { return static_cast<LineIndex>(lines_.size()); }
  const std::vector<LineIndex>& causes() const { return causes_; }
  const HostPage& host(HostIndex host) const { return hosts_[host]; }
  HostIndex hosts() const { return static_cast<HostIndex>(hosts_.size()); }

  // "p3's line 17 "text" of 12.3 s"
  std::string describe(LineIndex line) const;

 private:
  void let_go(LineIndex line);

  std::vector<Line> lines_;
  std::vector<LineIndex> causes_;
  std::vector<HostPage> hosts_;
  std::unordered_map<std::string, LineIndex> by_id_;  // looked up, never walked through
};

}  // namespace sim
