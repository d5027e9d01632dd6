// A function for joins with a periodic: what has been there for long enough.
#pragma once

#include <optional>

#include "base/time.h"
#include "bloom/bloom.h"

namespace protocol {

// (beat, row) -> the row, where its time lies at least `limit` before the beat.
template <class Row>
auto older_than(base::Instant Row::*time, base::Duration limit) {
  return [=](const bloom::Beat& beat, const Row& row) -> std::optional<Row> {
    if (row.*time + limit > beat.at) return std::nullopt;
    return row;
  };
}

}  // namespace protocol
