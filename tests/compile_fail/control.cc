// Must compile: the harness finds the project's headers and the language level is right.
#include <concepts>

#include "base/ids.h"

static_assert(std::totally_ordered<base::PeerId>);
