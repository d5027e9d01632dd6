#include "node/reporter.h"

#include <algorithm>

#include "wire/bundle.h"

namespace node {

namespace {

auto order_of(const protocol::Entry& entry) { return std::tuple(entry.hlc, entry.stream, entry.seq); }

// The wall clock that a hybrid clock followed: its upper 48 bits, in milliseconds.
base::WallTime wall_of(std::uint64_t hlc) { return base::WallTime(std::chrono::milliseconds(hlc >> 16)); }

Change change_of(protocol::Move move) {
  switch (move) {
    case protocol::Move::kJoined:
      return Change::kJoined;
    case protocol::Move::kUp:
      return Change::kUp;
    case protocol::Move::kDown:
      return Change::kDown;
    case protocol::Move::kLeft:
      return Change::kLeft;
    case protocol::Move::kNick:
      return Change::kNick;
  }
  return Change::kUp;
}

}  // namespace

bool before(const protocol::Entry& a, const protocol::Entry& b) { return order_of(a) < order_of(b); }

Reporter::Reporter(protocol::Chat& chat, const protocol::Self& self, const env::Clock& clock,
                   const Letters& letters, Settings& settings, Known known)
    : chat_(chat), self_(self), clock_(clock), letters_(letters), settings_(settings), known_(std::move(known)) {
  chat.log.fresh.on_emit([this](const protocol::Arrival& arrival) { fresh_.push_back(arrival); });
  chat.presence.moved.on_emit([this](const protocol::Moved& moved) {
    add(MemberChanged{change_of(moved.move), base::to_hex(moved.id), moved.nick.value});
  });
  chat.roster.taken.on_emit([this](const protocol::NickTaken& taken) {
    add(Failure{"nick", "The nick " + taken.nick.value +
                            " belongs to someone who was here before you: you are now " +
                            taken.instead.value + ". Choose another with /nick."});
  });
  chat.roster.kept.on_emit([this](const protocol::NickShared& shared) {
    add(Failure{"nick", "Someone else came with your nick " + shared.nick.value +
                            ": you keep it, and they appear as " +
                            protocol::suffixed(shared.nick, shared.other).value + "."});
  });
}

void Reporter::recall(const std::vector<protocol::Entry>& entries) {
  for (const protocol::Entry& entry : entries) {
    // Our own are followed however far ahead they are: what we say is never before what we said.
    const bool own = entry.stream.author == self_.id;
    hybrid_clock_.observe(entry.hlc, own ? wall_of(entry.hlc) : clock_.wall());
    if (letters_.is_ours(entry)) latest_ = std::max(latest_, order_of(entry));
  }
}

void Reporter::after_tick() { report_messages(); }

void Reporter::at_rest() { report_leader(); }

void Reporter::report_messages() {
  std::sort(fresh_.begin(), fresh_.end(),
            [](const protocol::Arrival& a, const protocol::Arrival& b) { return before(a.entry, b.entry); });
  for (const auto& [entry, from, path] : fresh_) {
    report(entry, path == protocol::Path::kLookedUp);
    if (path == protocol::Path::kSaid) reported_ += wire::count_lines(entry);
  }
  fresh_.clear();
}

void Reporter::report(const protocol::Entry& entry, bool past) {
  if (known_(entry)) return;
  hybrid_clock_.observe(entry.hlc, clock_.wall());
  if (chat_.charter.hides(entry.stream.author, entry.stream.epoch, entry.seq)) return;
  if (entry.kind == protocol::kSets) {
    if (settings_.take(entry)) add(setting_of(entry));
    return;
  }
  const bool late = order_of(entry) < latest_;
  letters_.read(entry, [&](Message&& message) {
    message.late = late;
    message.past = past;
    latest_ = std::max(latest_, order_of(entry));
    add(std::move(message));
  });
}

void Reporter::report_acknowledged(std::uint64_t own_on_disk) {
  const std::uint64_t acked = chat_.relaying.acked.value().reveal().value_or(0);
  if (chat_.election.live_nodes.size() <= 1) acknowledged_alone_ = acked;
  const std::uint64_t through = std::min(acked, own_on_disk);
  for (; !unacknowledged_.empty() && unacknowledged_.front().first <= through; unacknowledged_.pop_front()) {
    const auto& [seq, id] = unacknowledged_.front();
    add(Acknowledged{base::to_hex(id), seq <= acknowledged_alone_});
  }
}

std::set<std::string> Reporter::messages_waiting() const {
  std::set<std::string> ids;
  for (std::size_t i = next_; i < events_.size(); ++i) {
    if (const auto* message = std::get_if<Message>(&events_[i])) ids.insert(message->id);
  }
  return ids;
}

void Reporter::report_leader() {
  const auto& leader = chat_.election.leader;
  const base::PeerId id = leader.empty() ? base::PeerId() : leader.begin()->id;
  if (id == leader_) return;
  leader_ = id;
  if (leader.empty()) return;
  add(LeaderChanged{base::to_hex(id), leader.begin()->nick.value, id == self_.id});
}

}  // namespace node
