// The table of messages: code on the wire, name, row. A code is never given to another message.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <tuple>
#include <variant>

#include "protocol/messages.h"

namespace wire {

// Bumped when a frame of the old version can no longer be understood.
inline constexpr std::uint8_t kWireVersion = 4;

// `Route` leading fields say where a row goes and came from; they do not travel.
template <class R, std::uint8_t Code, std::size_t Route>
struct Kind {
  using Row = R;
  static constexpr std::uint8_t kCode = Code;
  static constexpr std::size_t kRouteFields = Route;
  std::string_view name;
};

inline constexpr std::tuple kKinds{
    Kind<protocol::Hello, 1, 1>{"Hello"},     Kind<protocol::Heartbeat, 2, 2>{"Heartbeat"},
    Kind<protocol::Goodbye, 3, 2>{"Goodbye"}, Kind<protocol::Members, 4, 2>{"Members"},
    Kind<protocol::Submit, 5, 2>{"Submit"},   Kind<protocol::Relay, 6, 2>{"Relay"},
    Kind<protocol::Receipt, 7, 2>{"Receipt"}, Kind<protocol::Want, 8, 2>{"Want"},
    Kind<protocol::Batch, 9, 2>{"Batch"},     Kind<protocol::Census, 10, 2>{"Census"},
    Kind<protocol::Roll, 11, 2>{"Roll"},      Kind<protocol::LookBack, 12, 2>{"LookBack"},
    Kind<protocol::History, 13, 2>{"History"}, Kind<protocol::Knock, 14, 1>{"Knock"},
    Kind<protocol::Credentials, 15, 2>{"Credentials"}, Kind<protocol::Admission, 16, 1>{"Admission"},
    Kind<protocol::Refused, 17, 1>{"Refused"}, Kind<protocol::Statements, 18, 2>{"Statements"},
    Kind<protocol::StatementCensus, 19, 2>{"StatementCensus"}, Kind<protocol::KeepAlive, 20, 2>{"KeepAlive"},
};

namespace kinds_detail {

// clang-format off
template <class> struct MessageOf;
template <class... Kinds> struct MessageOf<std::tuple<Kinds...>> { using Type = std::variant<typename Kinds::Row...>; };
// clang-format on

}  // namespace kinds_detail

using Message = kinds_detail::MessageOf<std::remove_cv_t<decltype(kKinds)>>::Type;

}  // namespace wire
