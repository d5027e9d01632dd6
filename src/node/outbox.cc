#include "node/outbox.h"

#include <type_traits>
#include <utility>

namespace node {

namespace {

template <class Row>
constexpr env::Lane kLaneOf = env::Lane::kControl;
template <>
constexpr env::Lane kLaneOf<protocol::Submit> = env::Lane::kChat;
template <>
constexpr env::Lane kLaneOf<protocol::Relay> = env::Lane::kChat;
template <>
constexpr env::Lane kLaneOf<protocol::Members> = env::Lane::kBulk;
template <>
constexpr env::Lane kLaneOf<protocol::Roll> = env::Lane::kBulk;
template <>
constexpr env::Lane kLaneOf<protocol::Want> = env::Lane::kBulk;
template <>
constexpr env::Lane kLaneOf<protocol::Batch> = env::Lane::kBulk;
template <>
constexpr env::Lane kLaneOf<protocol::LookBack> = env::Lane::kBulk;
template <>
constexpr env::Lane kLaneOf<protocol::History> = env::Lane::kBulk;
template <>
constexpr env::Lane kLaneOf<protocol::Goodbye> = env::Lane::kBulk;

}  // namespace

env::Lane lane_of(const wire::Message& message) {
  return std::visit([]<class Row>(const Row&) { return kLaneOf<Row>; }, message);
}

Outbox::Outbox(protocol::Chat& chat, env::Network& network, MayLeave may_leave)
    : chat_(chat), network_(network), may_leave_(std::move(may_leave)) {
  chat.channels.hello.on_send([this](const protocol::Hello& hello) { greet(hello); });
  const auto attach = [&]<class Row>(std::type_identity<Row>) {
    chat.channels.of<Row>().on_send([this](const Row& row) {
      if (const protocol::Route* route = chat_.links.route.find(row.to)) send(route->link, row);
    });
  };
  attach(std::type_identity<protocol::Heartbeat>());
  attach(std::type_identity<protocol::Goodbye>());
  attach(std::type_identity<protocol::Census>());
  attach(std::type_identity<protocol::Members>());
  attach(std::type_identity<protocol::Roll>());
  attach(std::type_identity<protocol::Submit>());
  attach(std::type_identity<protocol::Relay>());
  attach(std::type_identity<protocol::Receipt>());
  attach(std::type_identity<protocol::Want>());
  attach(std::type_identity<protocol::Batch>());
  attach(std::type_identity<protocol::LookBack>());
  attach(std::type_identity<protocol::History>());
}

void Outbox::greet(const protocol::Hello& hello) {
  std::erase_if(greeted_, [&](env::LinkId link) { return chat_.links.link.find(link) == nullptr; });
  greeted_.insert(hello.link);
  send(hello.link, hello);
  for (auto& [frame, may_leave] : std::exchange(early_, {})) send(std::move(frame), may_leave);
}

void Outbox::send(env::LinkId link, wire::Message message) {
  base::Bytes frame = wire::encode(message);
  if (last_ == nullptr || *last_ != frame) last_ = std::make_shared<const base::Bytes>(std::move(frame));
  send({link, lane_of(message), last_}, may_leave_(message));
}

void Outbox::send(Held frame, bool may_leave) {
  if (!greeted_.contains(frame.link)) {
    // Its Hello is sent in this very tick, or else the link is gone.
    if (chat_.links.link.find(frame.link) != nullptr) early_.emplace_back(std::move(frame), may_leave);
  } else if (may_leave) {
    network_.send(frame.link, frame.lane, std::move(frame.frame));
  } else {
    held_.push_back(std::move(frame));
  }
}

void Outbox::release() {
  for (Held& held : std::exchange(held_, {})) network_.send(held.link, held.lane, std::move(held.frame));
}

}  // namespace node
