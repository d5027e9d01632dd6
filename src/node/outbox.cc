#include "node/outbox.h"

#include <type_traits>
#include <utility>

#include "bloom/value.h"

namespace node {

namespace {

template <class Row>
constexpr env::Lane kLaneOf = env::Lane::kControl;
template <>
constexpr env::Lane kLaneOf<protocol::Submit> = env::Lane::kChat;
template <>
constexpr env::Lane kLaneOf<protocol::Relay> = env::Lane::kChat;
template <>
constexpr env::Lane kLaneOf<protocol::Statements> = env::Lane::kChat;
template <>
constexpr env::Lane kLaneOf<protocol::StatementCensus> = env::Lane::kChat;
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

// All but whom it is to, which comes first and does not travel.
template <class Row>
bool same_words(const Row& a, const Row& b) {
  bool same = true;
  bloom::visit_fields(a, [&](const auto&, const auto&... as) {
    bloom::visit_fields(b, [&](const auto&, const auto&... bs) { same = (bloom::equal(as, bs) && ...); });
  });
  return same;
}

}  // namespace

env::Lane lane_of(const wire::Message& message) {
  return std::visit([]<class Row>(const Row&) { return kLaneOf<Row>; }, message);
}

template <class Row>
void Outbox::send(env::LinkId link, const Row& row) {
  auto* last = std::get_if<Row>(&last_said_);
  if (last != nullptr && same_words(*last, row)) {
    last->to = row.to;
  } else {
    last_said_ = row;
    last_ = std::make_shared<const base::Bytes>(wire::encode(last_said_));
  }
  send({link, kLaneOf<Row>, last_}, may_leave_(last_said_));
}

Outbox::Outbox(protocol::Chat& chat, env::Network& network, MayLeave may_leave, Complete complete)
    : chat_(chat), network_(network), may_leave_(std::move(may_leave)) {
  chat.channels.credentials.on_send([this, complete = std::move(complete)](protocol::Credentials credentials) {
    complete(credentials);
    introduce(credentials.link, credentials);
  });
  chat.channels.admission.on_send([this](const protocol::Admission& admission) { introduce(admission.link, admission); });
  chat.channels.refused.on_send([this](const protocol::Refused& refused) { introduce(refused.link, refused); });
  chat.channels.hello.on_send([this](const protocol::Hello& hello) { greet(hello); });
  const auto attach = [&]<class Row>(std::type_identity<Row>) {
    chat.channels.of<Row>().on_send([this](const Row& row) {
      if (const protocol::Route* route = chat_.links.route.find(row.to)) send(route->link, row);
    });
  };
  attach(std::type_identity<protocol::Heartbeat>());
  attach(std::type_identity<protocol::KeepAlive>());
  attach(std::type_identity<protocol::Goodbye>());
  attach(std::type_identity<protocol::Census>());
  attach(std::type_identity<protocol::Members>());
  attach(std::type_identity<protocol::Roll>());
  attach(std::type_identity<protocol::Statements>());
  attach(std::type_identity<protocol::StatementCensus>());
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
  introduce(hello.link, hello);
  // Of the same tick, but listed before it.
  for (auto& [frame, may_leave] : std::exchange(early_, {})) send(std::move(frame), may_leave);
}

void Outbox::introduce(env::LinkId link, const wire::Message& message) {
  network_.send(link, lane_of(message), std::make_shared<const base::Bytes>(wire::encode(message)));
}

void Outbox::send(Held frame, bool may_leave) {
  if (!greeted_.contains(frame.link)) {
    // Its Hello is sent in this very tick, or the link is gone, or we do not belong to the group yet.
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
