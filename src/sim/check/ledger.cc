#include "sim/check/ledger.h"

#include <algorithm>

#include "base/random.h"
#include "sim/core/trace.h"

namespace sim {

void Ledger::started(HostIndex index) {
  HostPage& host = hosts_[index];
  const std::uint32_t life = host.life + 1;
  host = {};
  host.life = life;
  host.running = true;
}

void Ledger::stopped(HostIndex index) {
  HostPage& host = hosts_[index];
  host.running = false;
  for (const LineIndex shown : host.order) {
    if (--lines_[shown].holders == 0) lines_[shown].lost = true;
  }
  // What was said and not yet shown even here was nowhere else.
  for (const LineIndex own : host.own) {
    if (!host.shown.contains(own) && lines_[own].holders == 0) lines_[own].lost = true;
  }
}

LineIndex Ledger::said(const Saying& saying) {
  HostPage& host = hosts_[saying.host];
  const auto line = static_cast<LineIndex>(lines_.size());
  host.skew = std::max(host.skew, saying.skew);
  lines_.push_back({.author = saying.host,
                    .life = host.life,
                    .said_at = saying.at,
                    .skew = host.skew,
                    .id = saying.id,
                    .room = saying.room,
                    .text = saying.text,
                    .causes_begin = causes_.size()});
  if (!host.own.empty()) causes_.push_back(host.own.back());
  causes_.insert(causes_.end(), host.unanswered.begin(), host.unanswered.end());
  lines_.back().causes_end = causes_.size();
  host.unanswered.clear();
  host.own.push_back(line);
  by_id_.emplace(saying.id, line);
  return line;
}

void Ledger::shown(HostIndex index, LineIndex line, bool late) {
  HostPage& host = hosts_[index];
  host.shown.insert(line);
  ++host.shown_count;
  host.shown_hash += base::SeededRandom(line).next();
  host.order.push_back(line);
  host.late.push_back(late);
  if (lines_[line].author != index || lines_[line].life != host.life) host.unanswered.push_back(line);
  ++lines_[line].holders;
}

std::optional<LineIndex> Ledger::find(const std::string& id) const {
  const auto found = by_id_.find(id);
  if (found == by_id_.end()) return std::nullopt;
  return found->second;
}

std::string Ledger::describe(LineIndex index) const {
  const Line& line = lines_[index];
  return name_of(line.author) + "'s line \"" + line.text.substr(0, 24) + "\" said at " +
         in_seconds(line.said_at) + (line.acknowledged ? ", acknowledged" : ", not acknowledged");
}

}  // namespace sim
