#include "sim/check/ledger.h"

#include <algorithm>

#include "base/random.h"
#include "sim/core/trace.h"
#include "wire/bundle.h"

namespace sim {

namespace {

std::uint64_t hash_of(LineIndex line) { return base::SeededRandom(line).next(); }

}  // namespace

void Ledger::started(HostIndex index) {
  HostPage& host = hosts_[index];
  ++host.life;
  host.ahead = base::Duration::min();
  host.behind = base::Duration::max();
  host.own.clear();
  host.unanswered = host.order;
  if (host.counts) return;
  host.counts = true;
  for (const LineIndex line : host.order) ++lines_[line].holders;
}

void Ledger::let_go(LineIndex line) {
  if (--lines_[line].holders == 0) lines_[line].lost = true;
}

void Ledger::stopped(HostIndex index, const std::vector<LineIndex>& kept, bool forgets, bool for_good) {
  HostPage& host = hosts_[index];
  LineSet remaining;
  for (const LineIndex line : kept) remaining.insert(line);
  for (const LineIndex line : host.order) {
    if (host.counts && (for_good || !remaining.contains(line))) let_go(line);
  }
  // What was said and is not even here was nowhere else.
  for (const LineIndex own : host.own) {
    if (!host.held.contains(own) && lines_[own].holders == 0) lines_[own].lost = true;
  }
  host.counts = host.counts && !for_good;
  host.held = remaining;
  host.order.clear();
  host.held_count = host.held_hash = 0;
  for (const LineIndex line : kept) {
    host.order.push_back(line);
    ++host.held_count;
    host.held_hash += hash_of(line);
  }
  if (forgets) host.seen = std::move(remaining);
}

void Ledger::clock_read(HostIndex index, base::Duration skew) {
  HostPage& host = hosts_[index];
  host.ahead = std::max(host.ahead, skew);
  host.behind = std::min(host.behind, skew);
}

LineIndex Ledger::said(const Saying& saying) {
  HostPage& host = hosts_[saying.host];
  const auto line = static_cast<LineIndex>(lines_.size());
  clock_read(saying.host, saying.skew);
  lines_.push_back({.author = saying.host,
                    .life = host.life,
                    .said_at = saying.at,
                    .ahead = host.ahead,
                    .behind = host.behind,
                    .id = saying.id,
                    .room = saying.room,
                    .text = saying.text,
                    .seq = 1,
                    .causes_begin = causes_.size()});
  if (!host.own.empty()) {
    // It is in the entry of the one before, or in the next.
    const Line& before = lines_[host.own.back()];
    const bool together = before.said_at == saying.at && saying.id == base::to_hex(wire::line_id(saying.stream, before.seq, before.index + 1));
    lines_.back().seq = before.seq + (together ? 0 : 1);
    lines_.back().index = together ? before.index + 1 : 0;
    causes_.push_back(host.own.back());
  }
  causes_.insert(causes_.end(), host.unanswered.begin(), host.unanswered.end());
  lines_.back().causes_end = causes_.size();
  host.unanswered.clear();
  host.own.push_back(line);
  by_id_.emplace(saying.id, line);
  return line;
}

void Ledger::shown(HostIndex index, LineIndex line) {
  HostPage& host = hosts_[index];
  host.seen.insert(line);
  if (host.held.contains(line)) return;
  host.held.insert(line);
  ++host.held_count;
  host.held_hash += hash_of(line);
  host.order.push_back(line);
  if (lines_[line].author != index || lines_[line].life != host.life) host.unanswered.push_back(line);
  ++lines_[line].holders;
}

std::optional<LineIndex> Ledger::find(const std::string& id) const {
  const auto found = by_id_.find(id);
  if (found == by_id_.end()) return std::nullopt;
  return found->second;
}

std::vector<LineIndex> Ledger::lines_of(const protocol::Entry& entry) const {
  std::vector<LineIndex> lines;
  wire::visit_lines(entry, [&](std::uint64_t index, const wire::Line&) {
    if (const auto line = find(base::to_hex(wire::line_id(entry.stream, entry.seq, index)))) lines.push_back(*line);
  });
  if (lines.size() != wire::count_lines(entry)) lines.clear();
  return lines;
}

std::string Ledger::describe(LineIndex index) const {
  const Line& line = lines_[index];
  return name_of(line.author) + "'s line \"" + line.text.substr(0, 24) + "\" said at " +
         in_seconds(line.said_at) + (line.acknowledged ? ", acknowledged" : ", not acknowledged");
}

}  // namespace sim
