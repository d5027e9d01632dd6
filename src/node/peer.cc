#include "node/peer.h"

#include <algorithm>
#include <utility>

#include "node/acquaintances.h"
#include "node/address.h"
#include "node/archive.h"
#include "node/discovery.h"
#include "node/evidence.h"
#include "node/inbox.h"
#include "node/jitter.h"
#include "node/keeper.h"
#include "node/letters.h"
#include "node/outbox.h"
#include "node/reporter.h"
#include "node/valid.h"
#include "protocol/chat.h"
#include "wire/bundle.h"
#include "wire/statement.h"

namespace node {

namespace {

static_assert(kTextBytesMax == protocol::kTextBytes && kNickBytesMax == protocol::kNickBytes);

constexpr std::size_t kPendingMax = 1024;  // frames taken in before the host gets to step()
constexpr int kTicksMax = 1000;            // of one step; the rest follow at the next
constexpr base::Duration kRegistryEvery = std::chrono::seconds(2);
constexpr base::Duration kComesWithin = std::chrono::seconds(10);  // to twice that, so that not all lose patience at once
constexpr base::Duration kRenameEvery = std::chrono::seconds(1);
constexpr base::Duration kAwakeEvery = protocol::kStallMax / 2;  // at least, so that it finds out that it stood still

}  // namespace

Peer::Peer(Options options, Ports ports)
    : options_(std::move(options)),
      ports_(std::move(ports)),
      program_({.name = "chat"}) {
}

Peer::~Peer() = default;

base::Status Peer::start() {
  auto nick = valid_nick(options_.nick);
  if (!nick) return nick.error();
  nick_ = std::move(nick.value());
  if (auto status = valid<protocol::Group>(options_.group, "group's name"); !status) return status;
  if (auto status = assume_identity(); !status) return status;
  ports_.network.attach(*this);
  auto address = ports_.network.listen(options_.listen);
  if (!address) return address.error();
  self_.profile.address = {address.value()};
  if (auto status = join_a_group(reachable_here(address.value())); !status) return status;
  assemble();
  for (const std::string& peer : options_.peers) chat_->host.listed.insert({{peer}});
  if (auto status = recall(); !status) return status;
  if (auto status = recall_charter(); !status) return status;
  if (auto status = evidence_->recall(); !status) return status;
  names_.note(base::to_hex(self_.id), nick_);
  stage_ = Stage::kRunning;
  last_tick_at_ = ports_.clock.now();
  last_wall_ = ports_.clock.wall();
  reporter_->add(Ready{base::to_hex(self_.id), nick_, reachable_here(address.value())});
  return base::Done{};
}

void Peer::assemble() {
  if (ports_.prover == nullptr) own_prover_.emplace(self_.group_id);
  chat_ = std::make_unique<protocol::Chat>(program_, self_);
  inbox_ = std::make_unique<Inbox>(*chat_, self_, prover(), [this](env::LinkId link, const std::string& reason) {
    refused(link, reason);
  });
  letters_ = std::make_unique<Letters>(*keys_, self_.group_id, [this](const base::PeerId& id) {
    const protocol::Admitted* member = chat_->charter.member.find(id);
    return member == nullptr ? std::nullopt : std::optional(member->key);
  });
  keeper_ = std::make_unique<Keeper>(ports_.store, *chat_, *letters_, self_.stream);
  outbox_ = std::make_unique<Outbox>(
      *chat_, ports_.network, [this](const wire::Message& message) { return keeper_->may_leave(message); },
      [this](protocol::Credentials& credentials) { complete(credentials); });
  evidence_ = std::make_unique<Evidence>(ports_.store, *keeper_);
  archive_ = std::make_unique<Archive>(ports_.store, *chat_);
  reporter_ = std::make_unique<Reporter>(
      *chat_, self_, ports_.clock, *letters_, settings_, [this](const protocol::Entry& entry) { return keeper_->had(entry); });
  chat_->dialer.dial.on_emit([this](const protocol::Dial& dial) { to_dial_.push_back(dial.address.value); });
  chat_->links.cut.on_emit([this](const protocol::Cut& cut) { to_cut_.emplace_back(cut.link, cut.reason); });
  chat_->gate.entered.on_emit([this](const protocol::LetIn& in) { ports_.network.admit(in.link); });
  chat_->gate.welcome.on_emit([this](const protocol::Welcome& newcomer) { admit(newcomer); });
  chat_->gate.turned_away.on_emit([this](const protocol::Refused& refused) { turned_away(refused.reason); });
  chat_->charter.fresh.on_emit([this](const protocol::Statement& statement) { keep_statement(statement); });
  chat_->log.broken.on_emit([this](const protocol::Arrival& arrival) {
    const bool proven = arrival.entry.proven;
    inbox_->count_refused(proven ? "broken chain" : "not signed by its author");
    log(std::string("entry refused: ") +
        (proven ? "it does not follow its author's last" : "its author did not sign it") + ", from " +
        base::short_hex(arrival.from));
    if (proven) report_fork(arrival.entry);
  });
  chat_->log.forked.on_emit([this](const protocol::Arrival& arrival) { report_fork(arrival.entry); });
}

// What the last step brought goes into the store first, then to the front end: so what was shown is not shown again,
// whatever becomes of this process. It waits for this step, so that frames which need not wait are on their way before the
// disk is; and the disk for the next, so that what the front end has to tell is.
void Peer::step() {
  if (stage_ == Stage::kNew) return;
  if (stage_ == Stage::kRunning && commit_due()) {
    keep();
    deliver_events();
  }
  if (stage_ == Stage::kRunning) take_in();
  const auto due = stage_ == Stage::kRunning ? commit_due() : std::nullopt;
  if (!due || *due > ports_.clock.now()) deliver_events();
}

void Peer::deliver_events() {
  // What is added meanwhile waits for the next time.
  for (std::size_t left = reporter_->waiting(); left > 0 && !reporter_->empty(); --left) {
    Event event = reporter_->next();
    note_names(event);
    if (auto* message = std::get_if<Message>(&event)) names_.mark(*message, ports_.clock.wall());
    tell(event);
    const auto* changed = std::get_if<MemberChanged>(&event);
    if (changed != nullptr) warn_of_namesake(*changed);
  }
}

// Whoever comes under the nick of a member that is known by another key may be that person with a new key, or somebody who
// wants to pass for it. Two who are here by the very same nick settle that by the rule of the roster.
void Peer::warn_of_namesake(const MemberChanged& changed) {
  const bool comes = changed.change == Change::kJoined || changed.change == Change::kUp || changed.change == Change::kNick;
  if (!comes || changed.node == base::to_hex(self_.id) || !names_.is_shared(changed.node, changed.nick)) return;
  for (const MemberInfo& member : members()) {
    if (member.here && member.node != changed.node && member.nick == changed.nick) return;
  }
  if (!namesakes_told_.insert(changed.node).second) return;
  const std::string name = shown_name(changed.nick, changed.node, true);
  tell(Failure{"namesake", name + " is not the " + changed.nick + " you know: another member, with another key, has a nick "
                                "that looks the same. Compare the six words of /members before you trust it."});
}

void Peer::tell(const Event& event) const {
  for (const auto& listener : listeners_) listener(event);
}

void Peer::note_names(const Event& event) {
  if (const auto* changed = std::get_if<MemberChanged>(&event)) {
    changed->change == Change::kRemoved ? names_.forget(changed->node) : names_.note(changed->node, changed->nick);
  }
}

std::optional<base::Instant> Peer::next_deadline() const {
  if (stage_ == Stage::kNew) return std::nullopt;
  if (!reporter_->empty()) return last_tick_at_;
  if (stage_ == Stage::kLeft) return std::nullopt;
  if (draft_ || program_.wants_tick()) return last_tick_at_;
  const auto earlier = [](std::optional<base::Instant> a, std::optional<base::Instant> b) {
    return a && (!b || *a < *b) ? a : b;
  };
  const auto rename = renaming_ ? std::optional(renamed_at_ + kRenameEvery) : std::nullopt;
  const auto registry = ports_.registry != nullptr ? std::optional(registry_due_) : std::nullopt;
  const auto look = discovery_ != nullptr ? std::optional(discovery_->next_deadline()) : std::nullopt;
  const base::Instant wakes = std::min(wakes_at(), std::max(inbox_->due(), last_tick_at_));
  return earlier(earlier(registry, look), earlier(rename, earlier(commit_due(), wakes)));
}

base::Instant Peer::wakes_at() const {
  return std::min(program_.next_beat().value_or(base::Instant::max()), last_tick_at_ + kAwakeEvery);
}

// One batch of what happened, at one time.
void Peer::take_in() {
  close_draft();
  const base::Instant now = ports_.clock.now();
  const base::WallTime wall = ports_.clock.wall();
  const base::Duration passed = now - last_tick_at_;
  const base::Duration late = std::min(now - wakes_at(), passed);  // a beat may have been due for long
  const base::Duration slept = std::max(late, base::Duration{}) + std::max(wall - last_wall_ - passed, base::Duration{});
  if (slept > chat_->membership.patience(protocol::kStallMax)) resume(now, slept);
  last_tick_at_ = now;
  last_wall_ = wall;
  read_registry(now);
  look_around(now);
  rename(now);
  const auto beat = program_.next_beat();
  if (inbox_->due() > now && inbox_->size() < kPendingMax && !program_.wants_tick() && (!beat || *beat > now)) return;
  inbox_->set_takes_history(!keeper_->failing());
  do {
    inbox_->take_in([this] { return ports_.random.next(); });
    tick_to_rest(now);
  } while (!inbox_->empty());
  for (const protocol::Me& me : chat_->membership.me) {
    if (renaming_ || me.profile.nick.value == nick_) continue;
    nick_ = me.profile.nick.value;
    names_.note(base::to_hex(self_.id), nick_);
  }
  report_removals();
  if (stage_ == Stage::kRunning) reporter_->at_rest();
  remember_addresses(now);
  trim_log();
}

// Everybody hears of a change at once, so there is one a second at most.
void Peer::rename(base::Instant now) {
  if (!renaming_ || renamed_at_ + kRenameEvery > now) return;
  renaming_ = false;
  renamed_at_ = now;
  chat_->host.renaming.insert({{nick_}});
}

// This peer stood still: the process was stopped, or the machine slept (then only the wall clock moved on).
// The rules hear of it at the time it fell asleep, so that they resign before anything is read, sent or
// concluded from the silence.
void Peer::resume(base::Instant now, base::Duration slept) {
  log("stood still");
  chat_->host.resumed.insert({now, slept});
  tick_to_rest(last_tick_at_);
}

void Peer::tick_to_rest(base::Instant now) {
  for (int ticks = 0; ticks < kTicksMax; ++ticks) {
    const bloom::TickReport report = program_.tick(now);
    for (const bloom::RuleError& error : report.errors) {
      ++rule_errors_;
      log("rule error: " + error.text());
    }
    keeper_->after_tick();
    reporter_->after_tick();
    for (const protocol::Arrival& arrival : chat_->log.accepted) lines_in_memory_ += wire::count_lines(arrival.entry);
    for (const protocol::Arrival& arrival : chat_->past.found) lines_in_memory_ += wire::count_lines(arrival.entry);
    reporter_->report_acknowledged(keeper_->own_on_disk());
    outbox_->after_tick();
    act();
    if (!program_.wants_tick()) return;
  }
}

// What the tick asked the host to do.
void Peer::act() {
  for (const auto& [link, reason] : std::exchange(to_cut_, {})) cut(link, reason);
  for (const std::string& address : std::exchange(to_dial_, {})) dial(address);
  archive_->answer_all();
}

void Peer::dial(const std::string& address) {
  if (inbox_->dials_under_way() >= protocol::kDialsMax) {
    chat_->host.not_dialed.insert({{address}, ports_.random.next()});
    return;
  }
  const env::LinkId link = ports_.network.dial(address);
  inbox_->dialing(link, address);
  chat_->host.dialing.insert({link, {address}});
}

void Peer::cut(env::LinkId link, const std::string& reason) {
  if (!inbox_->knows(link)) return;
  const std::string remote = inbox_->remote_of(link);
  log("link cut: " + reason + ", " + remote);
  ports_.network.close(link, reason);
  inbox_->closed(link, false);
}

// What came on it can't be answered: it is closed.
void Peer::refused(env::LinkId link, const std::string& reason) {
  const std::string remote = inbox_->remote_of(link);
  log("frame refused: " + reason + ", from " + remote);
  if (reason == Inbox::kAnotherGroup && is_given(remote) && strangers_.insert(remote).second) {
    reporter_->add(Failure{"group", "The peer at " + remote + " belongs to another group. Ask somebody there for an "
                                    "invite (conclave invite), and come with: conclave join LINK"});
  }
  ports_.network.close(link, reason);
}

// Whoever begins finds us here, as we find it: those who have company let it come, or a crowd would call each newcomer.
void Peer::read_registry(base::Instant now) {
  if (ports_.registry == nullptr || now < registry_due_) return;
  registry_due_ = now + kRegistryEvery;
  std::map<std::string, Neighbour> current;
  local_secrets_.clear();
  for (const env::Registered& entry : ports_.registry->list(options_.group)) {
    if (entry.group != self_.group_id) continue;
    const auto known = registered_.find(entry.address);
    current[entry.address] =
        known == registered_.end() ? Neighbour{now + kComesWithin + jitter(ports_.random, kComesWithin)} : known->second;
    local_secrets_[entry.id] = entry.secret;
  }
  const bool alone = chat_->links.linked.empty();
  for (auto& [address, neighbour] : current) {
    if (neighbour.listed || (!alone && neighbour.called_from > now)) continue;
    neighbour.listed = true;
    chat_->host.listed.insert({{address}});
  }
  for (const auto& [address, neighbour] : registered_) {
    if (neighbour.listed && !current.contains(address) && !is_given(address)) chat_->host.unlisted.insert({{address}});
  }
  registered_ = std::move(current);
}

// What is not in the store yet stays, as far as there is room; so do our own lines that nobody confirmed. They are counted
// only where there may be too many.
void Peer::trim_log() {
  const auto& entries = chat_->log.entries;
  const std::size_t memory = options_.portions.in_memory;
  const std::size_t most = keeper_->failing() ? std::max(memory, protocol::kLogEntriesMax) : memory;
  if (lines_in_memory_ <= most) return;
  const std::uint64_t unconfirmed = chat_->relaying.acked.value().reveal().value_or(0) + 1;
  std::vector<std::uint64_t> times;
  lines_in_memory_ = 0;
  for (const protocol::Entry& entry : entries) {
    lines_in_memory_ += wire::count_lines(entry);
    if (entry.stream != self_.stream || entry.seq < unconfirmed) times.push_back(entry.hlc);
  }
  if (lines_in_memory_ <= most) return;
  const std::size_t tenth = std::max<std::size_t>(entries.size() / 10, 1);
  if (times.size() <= tenth) return;
  std::nth_element(times.begin(), times.begin() + static_cast<std::ptrdiff_t>(tenth), times.end());
  const auto oldest = std::min_element(times.begin(), times.begin() + static_cast<std::ptrdiff_t>(tenth));
  chat_->host.trim.insert({std::max(times[tenth], *oldest + 1), unconfirmed});
}

void Peer::link_opened(env::LinkId link, bool dialed, const env::Remote& remote) {
  if (stage_ != Stage::kRunning) return;
  inbox_->opened(link, dialed, remote);
  if (!inbox_->knows(link)) return;
  const base::KnockTag tag = wire::knock_tag(self_.group_id, remote.binding, keys_->public_key());
  ports_.network.send(link, env::Lane::kControl,
                      std::make_shared<const base::Bytes>(wire::encode(protocol::Knock{link, tag})));
}

void Peer::frame_received(env::LinkId link, base::ByteView frame) {
  if (stage_ != Stage::kRunning) return;
  inbox_->frame(link, frame, ports_.clock.now(), ports_.clock.wall());
  if (inbox_->size() < kPendingMax) return;
  keep();
  take_in();
}

void Peer::link_closed(env::LinkId link, std::string_view reason) {
  if (stage_ == Stage::kRunning) inbox_->closed(link, reason != env::kUnresponsive);
}

bool Peer::is_given(const std::string& address) const {
  return std::find(options_.peers.begin(), options_.peers.end(), address) != options_.peers.end();
}

void Peer::log(std::string_view line) const {
  if (ports_.log) ports_.log(line);
}

const std::map<std::string, std::uint64_t, std::less<>>& Peer::refused_frames() const {
  return inbox_->refused();
}

}  // namespace node
