// What each peer of a crowd costs while nobody speaks.
#pragma once

#include <vector>

#include "bench/crowd/crowd.h"

namespace crowd {

struct Cost {
  bool leads = false;
  double resident_mb = 0, own_mb = 0;
  double cpu_percent = 0;              // of one core
  double bytes_out = 0, bytes_in = 0;  // a second
  double packets_out = 0, packets_in = 0;
  double links = 0;
};

// Over `window`, beginning now.
base::Result<std::vector<Cost>> costs_at_rest(Crowd& crowd, base::Duration window);

}  // namespace crowd
