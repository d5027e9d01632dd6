// A function for joins with a periodic: what has been there for long enough.
#pragma once

#include "base/time.h"
#include "bloom/bloom.h"

namespace protocol {

// (beat, row) -> the row, where its time lies at least `limit` before the beat.
template <class Row>
auto older_than(base::Instant Row::*time, base::Duration limit) {
  return bloom::due([=](const Row& row) { return row.*time + limit; }, [](const bloom::Beat&, const Row& row) { return row; });
}

}  // namespace protocol
