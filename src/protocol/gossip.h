// Gossip: how the nodelist spreads. What is new goes to the leader, and from it to everyone; what is missed is
// found by comparing digests. Neither costs a follower more in a larger group, but for the list itself.
#pragma once

#include "protocol/election.h"
#include "protocol/gather.h"

namespace protocol {

struct HashedMember  { base::PeerId id; std::uint64_t hash = 0; };
struct MembersDigest { Digest digest; };
struct Version       { base::PeerId id; std::uint64_t incarnation = 0; };
struct Asking        { base::PeerId peer; base::Instant at; };
struct Page          { std::vector<MemberNews> news; };

struct Gossip {
  Gossip(const bloom::Scope& scope, const Self& self, Host& host, Channels& channels, Links& links,
         Membership& membership, Liveness& liveness, Election& election);
  ~Gossip();

  bloom::Table<Version, &Version::id>  announced;
  bloom::Table<Asking, &Asking::peer>  told;
  bloom::Scratch<HashedMember>         hashed;
  bloom::Scratch<MembersDigest>        digest;
  bloom::Scratch<Version>              version, unannounced, announcing;
  bloom::Scratch<Page>                 page;
  bloom::Scratch<Asking>               ask;

 private:
  using Nodelist = bloom::Table<Member, &Member::id>;

  MemberNews news_of(const Member& member, base::Instant now) const;
  // What differs from `census`, in as many messages as it takes.
  std::vector<Members> answer(const Census& census, base::Instant now) const;
  static std::vector<Page> paged(const std::vector<MemberNews>& news);

  const Nodelist& nodelist_;
  const bloom::Table<LastHeard, &LastHeard::id>& last_heard_;
};

}  // namespace protocol
