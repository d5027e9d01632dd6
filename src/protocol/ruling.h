// Ruling: what removals come to. A pure function of the charter, so that all who know the same statements agree,
// whatever the order they came in.
#pragma once

#include <vector>

#include "protocol/messages.h"

namespace protocol {

// Was admitted, and does not belong any more. What it said behind `cut` is not shown.
struct Fallen {
  base::PeerId id;
  base::PeerId by;  // who removed it, or who let it in
  std::vector<EpochMark> cut;
};

// A member may remove whoever was admitted after it. What the removed stated stands as far as the removal lists it, so
// whom it let in later does not belong either. (Of seniority alone follows that no two members can remove each
// other, and that one pass, the eldest first, decides.)
std::vector<Fallen> ruling(std::vector<Statement> statements);

// Whether a line of the fallen is not shown.
bool is_hidden(const Fallen& author, std::uint64_t epoch, std::uint64_t seq);

}  // namespace protocol
