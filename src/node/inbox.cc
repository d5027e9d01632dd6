#include "node/inbox.h"

#include <algorithm>
#include <type_traits>
#include <utility>

#include "node/address.h"
#include "wire/key_pair.h"
#include "wire/statement.h"

namespace node {

namespace {

// A frame that is not a Hello, on a link that has not said one; and the longest a Hello may be.
constexpr std::size_t kHelloBytesMax = 1024;

// Where a peer listens at all its addresses, others reach it at the one they know it by.
template <class Row>
void make_reachable(Row& row, const std::string& remote) {
  if constexpr (requires { row.profile.address; }) {
    row.profile.address.value = reachable(row.profile.address.value, remote);
  }
}

}  // namespace

void Inbox::dialing(env::LinkId link, const std::string& address) {
  links_[link] = {.remote = address, .dialed = true};
}

void Inbox::opened(env::LinkId link, bool dialed, const env::Remote& remote) {
  if (dialed && !knows(link)) return;  // cut while it was being dialed
  LinkState& state = links_[link];
  if (!dialed) state.remote = remote.address;
  state.end = remote;
  state.id = wire::peer_id_of(remote.key);
  state.stage = Stage::kOpened;
}

void Inbox::frame(env::LinkId link, base::ByteView frame, base::Instant now, base::WallTime wall) {
  const auto known = links_.find(link);
  if (known == links_.end()) return;
  auto decoded = wire::decode(frame);
  if (const auto* refusal = std::get_if<wire::Refusal>(&decoded)) {
    return refuse(link, std::string(wire::name_of(*refusal)));
  }
  auto& message = std::get<wire::Message>(decoded);
  LinkState& state = known->second;
  if (const auto reason = objection(state, message, frame.size())) return refuse(link, *reason);
  if (const auto* knock = std::get_if<protocol::Knock>(&message)) {
    if (const auto reason = take_knock(state, link, *knock)) refuse(link, *reason);
    return;
  }
  if (auto* credentials = std::get_if<protocol::Credentials>(&message)) {
    complete(*credentials, state, wall);
    state.stage = Stage::kCredentials;
  }
  if (std::holds_alternative<protocol::Hello>(message)) state.stage = Stage::kHello;
  prove_statements(message);
  std::visit([&](auto& row) { make_reachable(row, state.remote); }, message);
  const bool patient = std::holds_alternative<protocol::KeepAlive>(message);
  wait(Frame{link, now, std::move(message)}, patient ? now + protocol::kKeepAliveWaits : base::Instant::min());
}

void Inbox::closed(env::LinkId link, bool hung_up) {
  if (links_.erase(link) != 0) wait(Closed{link, hung_up}, base::Instant::min());
}

void Inbox::wait(Pending pending, base::Instant due) {
  pending_.push_back(std::move(pending));
  due_ = std::min(due_, due);
}

// What may come when: first a knock, then credentials, then a Hello of whoever belongs, and only then all else.
std::optional<std::string> Inbox::objection(const LinkState& link, const wire::Message& message,
                                            std::size_t size) const {
  const bool is_knock = std::holds_alternative<protocol::Knock>(message);
  if (is_knock) return link.stage == Stage::kOpened ? std::nullopt : std::optional("a second knock");
  if (link.stage < Stage::kKnock) return "before its knock";
  if (std::holds_alternative<protocol::Credentials>(message)) {
    return link.stage == Stage::kKnock ? std::nullopt : std::optional("second credentials");
  }
  if (link.stage < Stage::kCredentials) return "before its credentials";
  if (std::holds_alternative<protocol::Admission>(message) || std::holds_alternative<protocol::Refused>(message)) {
    return std::nullopt;
  }
  const auto* hello = std::get_if<protocol::Hello>(&message);
  if (hello == nullptr) return link.stage == Stage::kHello ? std::nullopt : std::optional("before its hello");
  if (link.stage == Stage::kHello) return "a second hello";
  if (size > kHelloBytesMax) return "over a limit";
  if (hello->id != link.id) return "the id of another key";
  return std::nullopt;
}

// Only who knows the group can knock like that, and only on this link.
std::optional<std::string> Inbox::take_knock(LinkState& link, env::LinkId id, const protocol::Knock& knock) {
  if (knock.tag != wire::knock_tag(self_.group_id, link.end.binding, link.end.key)) return kAnotherGroup;
  link.stage = Stage::kKnock;
  wait(Opened{id, link.dialed}, base::Instant::min());
  return std::nullopt;
}

void Inbox::complete(protocol::Credentials& credentials, const LinkState& link, base::WallTime wall) const {
  const bool invited = credentials.invite != base::PublicKey{} &&
                       wire::is_invited(credentials.invite, self_.group_id, link.end.binding, link.end.key, credentials.proof);
  credentials.from = {link.id, link.end.key, std::max(wall, base::WallTime()), invited, !credentials.chain.items.empty()};
}

// Statements that are known need no second look.
void Inbox::prove_statements(wire::Message& message) {
  const auto drop_known = [this](std::vector<protocol::Statement>& statements) {
    std::erase_if(statements, [this](const auto& s) { return chat_.charter.statement.find(s.id) != nullptr; });
  };
  if (auto* told = std::get_if<protocol::Statements>(&message)) drop_known(told->list.items);
  if (auto* told = std::get_if<protocol::Admission>(&message)) drop_known(told->chain.items);
  if (auto* shown = std::get_if<protocol::Credentials>(&message)) drop_known(shown->chain.items);
  prover_.prove_statements(message);
}

// Of all frames that came since the last time, together.
void Inbox::prove_entries() {
  for (Pending& next : pending_) {
    auto* frame = std::get_if<Frame>(&next);
    if (frame != nullptr && !std::exchange(frame->proven, true)) fresh_.push_back(&frame->message);
  }
  prover_.prove_entries(fresh_);
  fresh_.clear();
}

void Inbox::refuse(env::LinkId link, const std::string& reason) {
  ++refused_[reason];
  on_refusal_(link, reason);
  closed(link, false);
}

void Inbox::take_in(const std::function<std::uint64_t()>& chance) {
  prove_entries();
  std::size_t taken = 0;
  for (bool introduced = false; taken < pending_.size() && !introduced; ++taken) {
    Pending& next = pending_[taken];
    if (const auto* opened = std::get_if<Opened>(&next)) {
      chat_.host.opened.insert({opened->link, opened->dialed});
    } else if (const auto* closed = std::get_if<Closed>(&next)) {
      chat_.host.closed.insert({closed->link, chance(), closed->hung_up});
    } else {
      auto& frame = std::get<Frame>(next);
      introduced = std::holds_alternative<protocol::Hello>(frame.message) ||
                   std::holds_alternative<protocol::Credentials>(frame.message) ||
                   std::holds_alternative<protocol::Statements>(frame.message);
      deliver(frame);
    }
  }
  pending_.erase(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(taken));
  if (pending_.empty()) due_ = base::Instant::max();
  for (const protocol::FrameCame& came : came_) chat_.host.frame_came.insert(came);
  came_.clear();
}

void Inbox::deliver(Frame& frame) {
  // Of a burst the last counts.
  if (came_.empty() || came_.back().link != frame.link) came_.push_back({frame.link, frame.at});
  came_.back().at = frame.at;
  const bool by_link = std::visit(
      [&]<class Row>(Row& row) {
        if constexpr (requires { row.link; } && !std::is_same_v<Row, protocol::Knock>) {
          row.link = frame.link;
          chat_.channels.of<Row>().deliver(std::move(row));
          return true;
        }
        return false;
      },
      frame.message);
  if (by_link) return;
  const protocol::Bound* bound = chat_.links.bound.find(frame.link);
  if (bound == nullptr) return;  // its Hello was not accepted: it is being cut
  std::visit(
      [&]<class Row>(Row& row) {
        if constexpr (std::is_same_v<Row, protocol::History>) {
          if (!takes_history_) return;
        }
        if constexpr (requires { row.to; }) {
          row.to = self_.id;
          row.from = bound->peer;
          chat_.channels.of<Row>().deliver(std::move(row));
        }
      },
      frame.message);
}

std::string Inbox::remote_of(env::LinkId link) const {
  const auto known = links_.find(link);
  return known == links_.end() ? "" : known->second.remote;
}

const env::Remote* Inbox::end_of(env::LinkId link) const {
  const auto known = links_.find(link);
  return known == links_.end() || known->second.stage < Stage::kOpened ? nullptr : &known->second.end;
}

std::vector<env::LinkId> Inbox::links() const {
  std::vector<env::LinkId> links;
  for (const auto& [link, state] : links_) links.push_back(link);
  return links;
}

std::size_t Inbox::dials_under_way() const {
  return static_cast<std::size_t>(
      std::count_if(links_.begin(), links_.end(), [](const auto& link) { return link.second.stage == Stage::kDialed; }));
}

}  // namespace node
