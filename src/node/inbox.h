// Inbox: what the network says, in order, until the peer takes it in. Decodes frames, counts those it
// refuses, and knows of every link who is behind it: a Hello may claim only the id of the key that the link
// has proved, and the sender of a row is set here, whatever its bytes say. The rules hear of a link once the other end
// has shown that it knows the group.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "env/network.h"
#include "protocol/chat.h"
#include "wire/frame.h"
#include "wire/prover.h"

namespace node {

class Inbox {
 public:
  // A link that brought a frame that is refused, and why: it is gone for this peer, and must be closed.
  using OnRefusal = std::function<void(env::LinkId, const std::string& reason)>;

  // Why a link is refused that leads to somebody who does not know the group.
  static constexpr const char* kAnotherGroup = "it belongs to another group";

  Inbox(protocol::Chat& chat, const protocol::Self& self, wire::Prover& prover, OnRefusal on_refusal)
      : chat_(chat), self_(self), prover_(prover), on_refusal_(std::move(on_refusal)) {}

  void dialing(env::LinkId link, const std::string& address);
  void opened(env::LinkId link, bool dialed, const env::Remote& remote);
  // `now`, `wall`: when it came.
  void frame(env::LinkId link, base::ByteView frame, base::Instant now, base::WallTime wall);
  // Said by the network, or by us: what a link brings after that is ignored.
  // hung_up: the other end did it, not we, and not for being unresponsive.
  void closed(env::LinkId link, bool hung_up);

  bool empty() const { return pending_.empty(); }
  // When what came is to be taken in: Instant::max() where nothing did. A keep-alive waits a little for other frames.
  base::Instant due() const { return due_; }
  std::size_t size() const { return pending_.size(); }

  // Hands rows to the rules, up to and including the next Credentials or Hello: frames behind them need to
  // know who is there.
  // `chance` draws a random number for each link that closed.
  void take_in(const std::function<std::uint64_t()>& chance);

  // Whether pieces of the past are handed on, or dropped: they come again when they are asked for again.
  void set_takes_history(bool takes) { takes_history_ = takes; }

  bool knows(env::LinkId link) const { return links_.contains(link); }
  std::string remote_of(env::LinkId link) const;  // empty where the link is gone
  const env::Remote* end_of(env::LinkId link) const;  // nullptr where it is gone or was never opened
  std::vector<env::LinkId> links() const;
  std::size_t dials_under_way() const;

  // What came in a frame that was fine and was refused by the rules.
  void count_refused(const std::string& reason) { ++refused_[reason]; }

  // Frames and entries refused so far, by reason.
  const std::map<std::string, std::uint64_t, std::less<>>& refused() const { return refused_; }

 private:
  // What came last on a link, of what has to come in this order.
  enum class Stage : std::uint8_t { kDialed, kOpened, kKnock, kCredentials, kHello };
  struct LinkState {
    std::string remote;  // as we call it
    env::Remote end{};   // once opened
    base::PeerId id{};   // by the key it has proved to hold
    Stage stage = Stage::kDialed;
    bool dialed = false;
  };
  struct Opened {
    env::LinkId link;
    bool dialed;
  };
  struct Closed {
    env::LinkId link;
    bool hung_up;
  };
  struct Frame {
    env::LinkId link;
    base::Instant at;
    wire::Message message;
    bool proven = false;  // its entries have been looked at
  };
  using Pending = std::variant<Opened, Closed, Frame>;

  std::optional<std::string> objection(const LinkState& link, const wire::Message& message,
                                       std::size_t size) const;
  std::optional<std::string> take_knock(LinkState& link, env::LinkId id, const protocol::Knock& knock);
  void complete(protocol::Credentials& credentials, const LinkState& link, base::WallTime wall) const;
  void prove_statements(wire::Message& message);
  void prove_entries();
  void refuse(env::LinkId link, const std::string& reason);
  void deliver(Frame& frame);
  void wait(Pending pending, base::Instant due);

  protocol::Chat& chat_;
  const protocol::Self& self_;
  wire::Prover& prover_;
  OnRefusal on_refusal_;
  std::map<env::LinkId, LinkState> links_;
  std::vector<Pending> pending_;
  std::vector<wire::Message*> fresh_;      // of prove_entries(); keeps its memory
  std::vector<protocol::FrameCame> came_;  // of take_in(); likewise
  base::Instant due_ = base::Instant::max();
  bool takes_history_ = true;
  std::map<std::string, std::uint64_t, std::less<>> refused_;
};

}  // namespace node
