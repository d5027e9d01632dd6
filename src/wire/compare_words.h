// Six words that two people compare aloud, to be certain that each talks to the other and to nobody in between.
#pragma once

#include <string>

#include "base/ids.h"
#include "base/keys.h"

namespace wire {

// The same at both ends, 96 bits of a hash of both keys and the group, as proquints (Wilkerson 2009): pronounceable in
// any language, each of five letters.
std::string compare_words(const base::GroupId& group, const base::PublicKey& one, const base::PublicKey& other);

}  // namespace wire
