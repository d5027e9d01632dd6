#include "sim/check/judge.h"

#include <variant>

#include "sim/check/caps.h"
#include "sim/check/causal_order.h"
#include "sim/check/exactly_once.h"
#include "sim/check/honest_peers.h"
#include "sim/check/longest_lived.h"
#include "sim/check/no_circle.h"
#include "sim/check/nothing_lost.h"
#include "sim/check/one_leader.h"
#include "sim/check/one_log.h"
#include "sim/check/safe_first.h"
#include "sim/check/stored_entries.h"
#include "sim/check/who_is_here.h"

namespace sim {

Judge::Judge(World& world) : world_(world), ledger_(world.hosts()), stored_lines_(ledger_) {
  checkers_.push_back(std::make_unique<ExactlyOnce>(world_, ledger_, verdict_));
  checkers_.push_back(std::make_unique<NothingLost>(world_, ledger_, verdict_));
  checkers_.push_back(std::make_unique<OneLog>(world_, ledger_, stored_lines_, verdict_));
  checkers_.push_back(std::make_unique<CausalOrder>(world_, ledger_, stored_lines_, verdict_));
  checkers_.push_back(std::make_unique<OneLeader>(world_, ledger_, verdict_));
  checkers_.push_back(std::make_unique<LongestLived>(world_, ledger_, verdict_));
  checkers_.push_back(std::make_unique<WhoIsHere>(world_, ledger_, verdict_));
  checkers_.push_back(std::make_unique<SafeFirst>(world_, ledger_, verdict_));
  checkers_.push_back(std::make_unique<NoCircle>(world_, ledger_, verdict_));
  checkers_.push_back(std::make_unique<StoredEntries>(world_, ledger_, stored_lines_, verdict_));
  checkers_.push_back(std::make_unique<Caps>(world_, ledger_, verdict_));
  checkers_.push_back(std::make_unique<HonestPeers>(world_, ledger_, verdict_));
}

Judge::~Judge() = default;

void Judge::on_started(HostIndex host) {
  ledger_.started(host);
  ledger_.clock_read(host, world_.skew(host));
}

void Judge::on_stopping(HostIndex host, Death) {
  for (const auto& checker : checkers_) checker->on_stopping(host);
}

void Judge::on_stopped(HostIndex host, Death death) {
  const SimStore* store = world_.store(host);
  const bool forgets = store == nullptr || store->has_failed() || death == Death::kPowerLost;
  ledger_.stopped(host, kept_by(host), forgets, death == Death::kLeft);
}

void Judge::on_store_changed(HostIndex host) { ledger_.stopped(host, kept_by(host), true, false); }

std::vector<LineIndex> Judge::kept_by(HostIndex host) {
  std::vector<LineIndex> lines;
  const SimStore* store = world_.store(host);
  if (store == nullptr) return lines;
  store->visit([&](const env::StoredEntry& entry) {
    const auto found = stored_lines_.find(entry);
    lines.insert(lines.end(), found.begin(), found.end());
  });
  return lines;
}

void Judge::on_said(HostIndex host, const std::string& id, const std::string& room, const std::string& text) {
  ledger_.said(
      {.host = host, .at = world_.now(), .skew = world_.skew(host), .stream = world_.peer(host).stream(), .id = id, .room = room, .text = text});
}

void Judge::on_event(HostIndex host, const node::Event& event) {
  if (const auto* message = std::get_if<node::Message>(&event)) return on_message(host, *message);
  if (const auto* acknowledged = std::get_if<node::Acknowledged>(&event)) {
    ++acknowledged_;
    if (const auto line = ledger_.find(acknowledged->id)) {
      ledger_.acknowledged(*line);
      for (const auto& checker : checkers_) checker->on_acknowledged(host, *line, acknowledged->alone);
    }
  } else if (const auto* leader = std::get_if<node::LeaderChanged>(&event)) {
    ++leader_changes_;
    for (const auto& checker : checkers_) checker->on_leader(host, *leader);
  }
}

void Judge::on_frame(base::ByteView frame) {
  for (const auto& checker : checkers_) checker->on_frame(frame);
}

void Judge::on_message(HostIndex host, const node::Message& message) {
  ++shown_;
  ledger_.clock_read(host, world_.skew(host));
  const auto line = ledger_.find(message.id);
  for (const auto& checker : checkers_) checker->on_message(host, message, line);
  if (line) ledger_.shown(host, *line);
}

bool Judge::converged() const {
  const Ledger::HostPage* first = nullptr;
  for (HostIndex host = 0; host < world_.hosts(); ++host) {
    if (!world_.running(host)) continue;
    const Ledger::HostPage& page = ledger_.host(host);
    if (first == nullptr) first = &page;
    if (page.held_count != first->held_count || page.held_hash != first->held_hash) return false;
    if (world_.peer(host).unacknowledged() != 0) return false;
  }
  return !common_leader(world_, all(world_)).empty();
}

bool Judge::is_led(const std::vector<HostIndex>& side) const {
  return has_one_leader(world_, side) && has_one_leader(world_, others(world_, side));
}

void Judge::at_apart(const std::vector<HostIndex>& side) {
  for (const auto& checker : checkers_) checker->at_apart(side);
}

void Judge::at_rest() {
  for (const auto& checker : checkers_) checker->at_rest();
}

void Judge::at_calm(bool last) {
  for (const auto& checker : checkers_) checker->at_calm(last);
}

}  // namespace sim
