// Membership: who belongs to the group, as far as anyone knows. A map that only grows: each member's profile
// replaces its older ones, whichever way and in whichever order they come. An overestimate of who is live.
#pragma once

#include "protocol/digest.h"
#include "protocol/links.h"

namespace protocol {

struct Member    { base::PeerId id; LMax<Profile> profile; };
struct LastHeard { base::PeerId id; LMax<base::Instant> at; };
struct Me        { Profile profile; };
struct Forgotten { base::PeerId id; };

struct Membership {
  Membership(const bloom::Scope& scope, const Self& self, Host& host, Channels& channels, Links& links);
  ~Membership();

  // How long is waited, among so many, for what a small group waits for so long. Where hundreds share a machine or a
  // network, whatever happens to all of them takes its time; who gives up too soon makes it worse for all.
  base::Duration patience(base::Duration in_a_small_group) const;

  bloom::Table<Member, &Member::id>       nodelist;
  bloom::Table<LastHeard, &LastHeard::id> last_heard;
  bloom::Scratch<Me>                      me;
  bloom::Scratch<MemberNews>              news;
  bloom::Scratch<Forgotten>               forgotten;  // every table that speaks of members lets go of these
};

}  // namespace protocol
