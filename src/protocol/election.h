// Election: who leads. No ballots: a view over who is alive, so every peer decides alone, and those who see
// the same members see the same leader.
#pragma once

#include "protocol/liveness.h"
#include "protocol/witness.h"

namespace protocol {

struct Standing { base::PeerId id; std::uint64_t stamp = 0; Nick nick; };
struct Settled  { base::Instant born_at; };
struct Followed { base::PeerId leader; };
struct Elders   { std::vector<base::PeerId> ids; };  // the first in line

struct Election {
  Election(const bloom::Scope& scope, const Self& self, Host& host, Charter& charter, Links& links, Membership& membership,
           OwnProfile& own, Liveness& liveness, Witness& witness);
  ~Election();

  bloom::Table<Settled>  settled;
  bloom::Table<Followed> followed;
  bloom::Scratch<Standing> near;  // this peer and the live neighbours
  bloom::Scratch<Standing> live_nodes, leader, deputy;
  bloom::Scratch<Elders>   elders;
  bloom::Scratch<Followed> turn;

 private:
  using Line = std::vector<Standing>;

  static Line lined_up(Line line, const Standing& next);
  static std::optional<Standing> standing(const base::PeerId& id, const Profile& profile) {
    if (profile.left) return std::nullopt;
    return Standing{id, profile.stamp, profile.nick};
  }
};

}  // namespace protocol
