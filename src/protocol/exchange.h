// The two halves of a repair: a question that says what is held, and the answer to it. Pure functions of a
// log.
#pragma once

#include "protocol/log.h"

namespace protocol {

// Not less than any stream.
inline constexpr Stream kLastStream{{{~0ULL, ~0ULL, ~0ULL, ~0ULL}}, kIntegerMax};

// The marks of the first kMarksPerMessage streams after `after`, and up to which stream that is all.
struct Between {
  base::PeerId from, to;
};
Want question(const Log& log, const Stream& after, const Between& peers);

// What `log` has in memory beyond the marks of `want`: the oldest first, at most kEntriesPerBatch and
// kBatchBytes. Whoever lacks more than `portions.catch_up` entries is sent the newest of each room, or, where that
// comes to much more, of the log, and told behind which marks they begin: it looks back for the rest. It goes back to
// whoever asked. Nothing of `last.stream` beyond `last.through`.
Batch answer(const Log& log, const Want& want, const Portions& portions, const Mark& last = {});

// What an entry takes of kBatchBytes.
std::size_t bytes_of(const Entry& entry);

}  // namespace protocol
