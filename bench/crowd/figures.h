// What was measured of a crowd, and how it is printed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "apps/conclave/cluster/verdict.h"
#include "bench/crowd/rest.h"

namespace crowd {

struct Figures {
  std::size_t peers = 0;
  JoinTimes join;
  std::vector<Cost> costs;
  std::optional<cluster::Verdict> takeover;
  std::size_t complaints = 0;  // errors that peers reported
};

bool went_well(const Figures& figures);
std::string as_tables(const std::vector<Figures>& all);
std::string as_json(const std::vector<Figures>& all);

}  // namespace crowd
