#include "node/inbox.h"

#include <algorithm>
#include <type_traits>
#include <utility>

#include "node/address.h"
#include "wire/key_pair.h"

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

void Inbox::dialing(env::LinkId link, const std::string& address) { links_[link] = {.remote = address}; }

void Inbox::opened(env::LinkId link, bool dialed, const env::Remote& remote) {
  if (dialed && !knows(link)) return;  // cut while it was being dialed
  LinkState& state = links_[link];
  if (!dialed) state.remote = remote.address;
  state.id = wire::peer_id_of(remote.key);
  state.opened = true;
  pending_.emplace_back(Opened{link, dialed});
}

Inbox::Verdict Inbox::frame(env::LinkId link, base::ByteView frame) {
  const auto known = links_.find(link);
  if (known == links_.end()) return Verdict::kRefused;
  auto decoded = wire::decode(frame);
  if (const auto* refusal = std::get_if<wire::Refusal>(&decoded)) {
    return refuse(link, std::string(wire::name_of(*refusal)));
  }
  auto& message = std::get<wire::Message>(decoded);
  if (const auto reason = objection(known->second, message, frame.size())) return refuse(link, *reason);
  known->second.greeted = true;
  prover_.prove(message);
  std::visit([&](auto& row) { make_reachable(row, known->second.remote); }, message);
  const auto* hello = std::get_if<protocol::Hello>(&message);
  const bool admitted = hello != nullptr && hello->group == self_.group;
  pending_.emplace_back(Frame{link, std::move(message)});
  return admitted ? Verdict::kAdmit : Verdict::kTaken;
}

void Inbox::closed(env::LinkId link, bool hung_up) {
  if (links_.erase(link) != 0) pending_.emplace_back(Closed{link, hung_up});
}

std::optional<std::string> Inbox::objection(const LinkState& link, const wire::Message& message,
                                            std::size_t size) const {
  const auto* hello = std::get_if<protocol::Hello>(&message);
  if (hello == nullptr) return link.greeted ? std::nullopt : std::optional("before its hello");
  if (link.greeted) return "a second hello";
  if (size > kHelloBytesMax) return "over a limit";
  if (hello->id != link.id) return "the id of another key";
  return std::nullopt;
}

Inbox::Verdict Inbox::refuse(env::LinkId link, const std::string& reason) {
  ++refused_[reason];
  on_refusal_(link, reason);
  closed(link, false);
  return Verdict::kRefused;
}

void Inbox::take_in(const std::function<std::uint64_t()>& chance) {
  std::size_t taken = 0;
  for (bool hello = false; taken < pending_.size() && !hello; ++taken) {
    Pending& next = pending_[taken];
    if (const auto* opened = std::get_if<Opened>(&next)) {
      chat_.host.opened.insert({opened->link, opened->dialed});
    } else if (const auto* closed = std::get_if<Closed>(&next)) {
      chat_.host.closed.insert({closed->link, chance(), closed->hung_up});
    } else {
      auto& frame = std::get<Frame>(next);
      hello = std::holds_alternative<protocol::Hello>(frame.message);
      deliver(frame);
    }
  }
  pending_.erase(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(taken));
}

void Inbox::deliver(Frame& frame) {
  chat_.host.frame_came.insert({frame.link});
  if (auto* hello = std::get_if<protocol::Hello>(&frame.message)) {
    hello->link = frame.link;
    chat_.channels.hello.deliver(std::move(*hello));
    return;
  }
  const protocol::Bound* bound = chat_.links.bound.find(frame.link);
  if (bound == nullptr) return;  // its Hello was not accepted: it is being cut
  std::visit(
      [&]<class Row>(Row& row) {
        if constexpr (std::is_same_v<Row, protocol::History>) {
          if (!takes_history_) return;
        }
        if constexpr (!std::is_same_v<Row, protocol::Hello>) {
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

std::vector<env::LinkId> Inbox::links() const {
  std::vector<env::LinkId> links;
  for (const auto& [link, state] : links_) links.push_back(link);
  return links;
}

std::size_t Inbox::dials_under_way() const {
  return static_cast<std::size_t>(
      std::count_if(links_.begin(), links_.end(), [](const auto& link) { return !link.second.opened; }));
}

}  // namespace node
