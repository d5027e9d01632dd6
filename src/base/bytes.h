// The bytes that cross ports: frames, encoded rows. Plain owning and borrowed views, no behaviour.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace base {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

// Encoded once, shared by every link it is sent on.
using SharedBytes = std::shared_ptr<const Bytes>;

}  // namespace base
