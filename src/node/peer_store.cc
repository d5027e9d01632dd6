// The store side of Peer: what it takes up at the start, and how what happens is kept.
#include <algorithm>

#include "node/acquaintances.h"
#include "node/identity.h"
#include "node/keeper.h"
#include "node/outbox.h"
#include "node/peer.h"
#include "node/recall.h"
#include "node/reporter.h"
#include "wire/bundle.h"
#include "wire/canonical.h"

namespace node {

namespace {

// What a restarted peer says of itself must outdo what it said before. An epoch is larger in every run; some
// thousand changes a second would have to be made to catch up with the next.
constexpr int kEpochBitsOfIncarnation = 16;

std::uint64_t microseconds(base::WallTime wall) {
  return static_cast<std::uint64_t>(std::max<base::Duration::rep>(wall.time_since_epoch().count(), 0));
}

}  // namespace

base::Status Peer::assume_identity() {
  const base::WallTime wall = ports_.clock.wall();
  const base::KeySeed* born_with = options_.birth ? &options_.birth->seed : nullptr;
  auto identity = ports_.store == nullptr
                      ? base::Result<Identity>(new_identity(wall, ports_.random, born_with))
                      : recall_identity(*ports_.store, options_.group, wall, ports_.random, born_with);
  if (!identity) return identity.error();
  ports_.network.identify(identity.value().seed);
  keys_.emplace(identity.value().seed);
  known_group_ = identity.value().group;
  self_ = {.id = identity.value().id,
           .group = {options_.group},
           .stream = {identity.value().id, identity.value().epoch},
           .profile = {.incarnation = identity.value().epoch >> kEpochBitsOfIncarnation,
                       .stamp = microseconds(wall),
                       .left = false,
                       .nick = {nick_},
                       .address = {}},
           .keeps = ports_.store != nullptr,
           .portions = options_.portions};
  return base::Done{};
}

// Into the rules' tables, before the first tick.
base::Status Peer::recall() {
  if (ports_.store == nullptr) return base::Done{};
  auto recalled = recall_log(*ports_.store, options_.portions.in_memory, prover());
  if (!recalled) return recalled.error();
  auto& [entries, held, gaps, tips, unreadable, any_older] = recalled.value();
  if (unreadable != 0) log(std::to_string(unreadable) + " entries of the store can't be read");
  reporter_->recall(entries);
  if (auto status = recall_settings(); !status) return status;
  if (!entries.empty() && any_older) chat_->host.trim.insert({entries.front().hlc});
  for (const protocol::Entry& entry : entries) lines_in_memory_ += wire::count_lines(entry);
  chat_->log.entries.insert_all(std::move(entries));
  chat_->log.held.insert_all(std::move(held));
  chat_->log.gaps.insert_all(std::move(gaps));
  chat_->log.tip.insert_all(std::move(tips));

  const auto addresses = ports_.store->note(kAddressesNote);
  if (!addresses) return addresses.error();
  acquaintances_ = std::make_unique<Acquaintances>(*chat_, self_.id, addresses.value());
  for (const std::string& address : acquaintances_->to_dial()) chat_->host.listed.insert({{address}});
  return base::Done{};
}

base::Status Peer::recall_settings() {
  constexpr std::size_t kAll = static_cast<std::size_t>(-1);
  return ports_.store->search({.room = std::string(kSettingsRoom), .count_max = kAll}, [this](base::ByteView body, std::optional<std::size_t>) {
    const auto read = wire::read_canonical(body);
    const auto* entry = std::get_if<protocol::Entry>(&read);
    if (entry != nullptr && entry->kind == protocol::kSets) settings_.take(*entry);
  });
}

bool Peer::store_is_failing() const { return keeper_ != nullptr && keeper_->failing(); }

std::optional<base::Instant> Peer::commit_due() const { return keeper_->due(outbox_->holds_any()); }

// What came since the last time is put into the store, and once it is on the disk the frames that waited for that leave.
// Where it can't be, they are dropped: the rules send again what matters, and nothing is promised meanwhile.
void Peer::keep() {
  const base::Instant now = ports_.clock.now();
  const auto due = commit_due();
  if (!due) return;
  if (*due > now) return outbox_->drop_held();
  const Keeper::Outcome outcome = keeper_->commit(now, outbox_->holds_any());
  if (outcome == Keeper::Outcome::kFailed || outcome == Keeper::Outcome::kFailedAgain) {
    outbox_->drop_held();
    return store_failed(keeper_->complaint(), outcome == Keeper::Outcome::kFailed);
  }
  if (outcome == Keeper::Outcome::kWorksAgain) {
    log("the store works again");
    reporter_->add(Failure{"store", "The log can be written again: what you said meanwhile is on its way."});
  }
  if (keeper_->owes_disk()) return;
  outbox_->release();
  reporter_->report_acknowledged(keeper_->own_on_disk());
}

// Others should not rely on this peer meanwhile: its word that it holds their lines is what a leader, and in
// a larger group its deputy, is for.
void Peer::store_failed(const std::string& complaint, bool first) {
  log("the store fails: " + complaint);
  if (first) {
    reporter_->add(Failure{"store", complaint + " What you say is held back until the log can be written."});
  }
  const auto& election = chat_->election;
  const auto is_us = [this](const protocol::Standing& standing) { return standing.id == self_.id; };
  const bool leads = std::any_of(election.leader.begin(), election.leader.end(), is_us);
  const bool is_deputy = std::any_of(election.deputy.begin(), election.deputy.end(), is_us);
  const std::size_t live = election.live_nodes.size();
  if ((leads && live > 1) || (is_deputy && live > 2)) chat_->host.resigning.insert({last_tick_at_});
}

void Peer::remember_addresses(base::Instant now) {
  if (acquaintances_ == nullptr) return;
  if (auto addresses = acquaintances_->remember(now)) keeper_->note(kAddressesNote, std::move(*addresses));
  for (const std::string& address : acquaintances_->done_dialing(now)) {
    if (!is_given(address) && !registered_.contains(address)) chat_->host.unlisted.insert({{address}});
  }
}

}  // namespace node
