#include "protocol/neighbours.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace protocol {

std::vector<base::PeerId> neighbours(const base::PeerId& self, std::vector<Candidate> candidates) {
  const auto seniority = [](const Candidate& c) { return std::tuple(c.stamp, c.id); };
  bool is_elder = true;
  const auto own = std::find_if(candidates.begin(), candidates.end(), [&](const Candidate& c) { return c.id == self; });
  if (own != candidates.end()) {
    const Candidate me = *own;
    candidates.erase(own);
    is_elder = std::count_if(candidates.begin(), candidates.end(), [&](const Candidate& c) {
      return !c.absent && seniority(c) < seniority(me);
    }) < static_cast<std::ptrdiff_t>(kEldersMax);
  }
  std::set<base::PeerId> chosen;
  // The first `count` that are (not) absent, by `key`.
  const auto choose = [&](std::size_t count, bool absent, auto key) {
    std::sort(candidates.begin(), candidates.end(),
              [&](const Candidate& a, const Candidate& b) { return key(a) < key(b); });
    for (const Candidate& candidate : candidates) {
      if (count == 0) return;
      if (candidate.absent != absent) continue;
      chosen.insert(candidate.id);
      --count;
    }
  };
  const auto distance = [&](const Candidate& c) { return std::tuple(c.id < self, c.id); };
  const auto turn = [](const Candidate& c) { return std::tuple(c.tried, c.stamp, c.id); };
  const bool is_mesh = candidates.size() < kMeshMax;
  choose(is_mesh ? candidates.size() : kEldersMax, false, seniority);
  choose(kRingMax, false, distance);
  choose(is_mesh ? candidates.size() : is_elder ? kSearchMax : 0, true, turn);
  return {chosen.begin(), chosen.end()};
}

}  // namespace protocol
