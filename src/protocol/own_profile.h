// What this peer says of itself. It alone changes its profile, each change a new incarnation, all changes of
// a tick together. The stamp is the order in which members come to lead: who lived longer comes first.
#pragma once

#include "protocol/membership.h"

namespace protocol {

struct BornAt { base::Instant at; };
struct Change {
  std::uint64_t stamp_over = 0;        // be younger than this
  std::uint64_t incarnation_over = 0;  // outdo this
  std::optional<Nick> nick{};
  bool leave = false;
};
struct Revision { Change change; };

// Both changes in one.
Change combine(Change a, const Change& b);
Profile revise(Profile profile, const Change& change);

struct OwnProfile {
  OwnProfile(const bloom::Scope& scope, const Self& self, Host& host, Channels& channels, Links& links,
             Membership& membership);
  ~OwnProfile();

  bloom::Lattice<LMax<base::Instant>> born;
  bloom::Scratch<BornAt>                     born_at;
  bloom::Scratch<Resigning>                  resigned;
  bloom::Scratch<Change>                     change;
  bloom::Scratch<Revision>                   revision;

 private:
  // What is told of us is newer than what we say, or other. (An address may be seen differently elsewhere.)
  static bool belies(const Profile& told, const Profile& own);
  // The change due when a member of `profile` and `age` is met: none where it is younger, or ahead already.
  static std::optional<Change> yield_to(const Profile& profile, base::Duration age, const Profile& own,
                                        base::Duration own_age);
};

}  // namespace protocol
