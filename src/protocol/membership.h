// Membership: who belongs to the group, as far as anyone knows. A map that only grows: each member's profile
// replaces its older ones, whichever way and in whichever order they come. An overestimate of who is live.
#pragma once

#include "protocol/digest.h"
#include "protocol/links.h"

namespace protocol {

struct Member        { base::PeerId id; LMax<Profile> profile; };
struct LastHeard     { base::PeerId id; LMax<base::Instant> at; };
struct Me            { Profile profile; };
struct HashedMember  { base::PeerId id; std::uint64_t hash = 0; };
struct MembersDigest { Digest digest; };
struct Told          { base::PeerId peer; base::Instant at; };
struct Tell          { base::PeerId to; base::Instant now; };
struct Stale         { base::PeerId id; };

struct Membership {
  Membership(const bloom::Scope& scope, const Self& self, Host& host, Channels& channels, Links& links);
  ~Membership();

  bloom::Table<Member, &Member::id>       nodelist;
  bloom::Table<LastHeard, &LastHeard::id> last_heard;
  bloom::Table<Told, &Told::peer>         told;
  bloom::Scratch<Me>                      me;
  bloom::Scratch<HashedMember>            hashed;
  bloom::Scratch<MembersDigest>           digest;
  bloom::Scratch<MemberNews>              news;
  bloom::Scratch<Tell>                    tell;
  bloom::Scratch<Stale>                   stale;
  bloom::Periodic                         minutely;

 private:
  // The nodelist in as many messages as it takes.
  std::vector<Members> pages(const base::PeerId& self, const Tell& whom) const;
};

}  // namespace protocol
