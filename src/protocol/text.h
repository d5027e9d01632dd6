// Texts with a limit in their type: UTF-8 (but for the text of an entry for one member), between kBytesMin and kBytesMax
// bytes. wire/ refuses others.
#pragma once

#include <cstddef>
#include <string>

#include "protocol/limits.h"

namespace protocol {

template <class Tag, std::size_t Min, std::size_t Max>
struct BoundedText {
  static constexpr std::size_t kBytesMin = Min;
  static constexpr std::size_t kBytesMax = Max;

  std::string value{};

  friend bool operator==(const BoundedText&, const BoundedText&) = default;
};

using Text = BoundedText<struct TextTag, 1, kTextBytes>;
using Nick = BoundedText<struct NickTag, 1, kNickBytes>;
using Label = BoundedText<struct LabelTag, 0, kNickBytes>;  // a nick, where one is given
using Room = BoundedText<struct RoomTag, 1, kRoomBytes>;
using Group = BoundedText<struct GroupTag, 1, kGroupBytes>;
using Address = BoundedText<struct AddressTag, 0, kAddressBytes>;  // "HOST:PORT"; empty: cannot be dialed

}  // namespace protocol
