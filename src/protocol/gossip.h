// Gossip: how the nodelist spreads. What is new goes to the leader, and from it to everyone; what is missed is
// found by comparing digests. Neither costs a follower more in a larger group, but for the list itself.
#pragma once

#include "protocol/election.h"
#include "protocol/gather.h"

namespace protocol {

struct HashedMember  { base::PeerId id; std::uint64_t hash = 0; };
struct MembersDigest { Digest digest; };
struct Version       { base::PeerId id; std::uint64_t incarnation = 0; };
struct Differing     { base::PeerId peer; Digest shown; base::Duration age; };
// What a neighbour last showed that differed, when it was last asked, and how many words ago.
struct Told          { base::PeerId peer; Digest shown; base::Instant at; std::uint64_t words = 0; };
struct Page          { std::vector<MemberNews> news; };

struct Gossip {
  Gossip(const bloom::Scope& scope, const Self& self, Host& host, Channels& channels, Links& links,
         Membership& membership, Liveness& liveness, Election& election);
  ~Gossip();

  bloom::Table<Version, &Version::id>  announced;
  bloom::Lattice<LMax<base::Instant>>  announced_at;  // when something last was
  bloom::Table<Told, &Told::peer>      told;
  bloom::Scratch<HashedMember>         hashed;
  bloom::Scratch<MembersDigest>        digest;
  bloom::Scratch<Version>              version, unannounced, announcing, known_there;
  bloom::Scratch<Page>                 page;
  bloom::Scratch<Differing>            differing;
  bloom::Scratch<Told>                 noticed;

 private:
  using Nodelist = bloom::Table<Member, &Member::id>;

  static Told noted(const Told* last, const Differing& now, base::Instant at);
  MemberNews news_of(const Member& member, base::Instant now) const;
  // What differs from `census`, in as many messages as it takes.
  std::vector<Members> answer(const Census& census, base::Instant now) const;
  static std::vector<Page> paged(const std::vector<MemberNews>& news);

  const Nodelist& nodelist_;
  const bloom::Table<LastHeard, &LastHeard::id>& last_heard_;
};

}  // namespace protocol
