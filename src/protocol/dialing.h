// Dialing: whom to call, and when to call again. Everyone wanted and not linked, for good, never one address
// twice at once. Whom is wanted among the members, the Circle says.
#pragma once

#include "protocol/backoff.h"
#include "protocol/gather.h"
#include "protocol/membership.h"

namespace protocol {

struct Target  { Address address; };
struct Dial    { Address address; };
// When an address was tried last, for those who search in turn: whoever is being dialed keeps its place, then come those
// never tried, then the others as long ago.
struct Tried {
  bool done = true, ever = false;
  base::Instant at;
  friend auto operator<=>(const Tried&, const Tried&) = default;
};
struct Hint    { Address address; Tried tried; };
struct LeadsTo { Address address; base::PeerId peer; };
struct Ended   { Address address; bool lasted = false; std::uint64_t chance = 0; };
// `under_way` from the dial until the link that came of it is gone.
struct Attempt {
  Address address;
  std::uint64_t failures = 0;
  base::Instant next_at;
  bool under_way = false;
  base::Instant dialed_at;
};

// `attempt` is null where there was none.
Tried tried(const Attempt* attempt);

struct Dialer {
  Dialer(const bloom::Scope& scope, const Self& self, Host& host, Channels& channels, Links& links,
         Membership& membership);
  ~Dialer();

  bloom::Table<Target>                        listed;
  bloom::Table<LeadsTo, &LeadsTo::address>    leads_to;
  bloom::Table<Attempt, &Attempt::address>    attempt;
  bloom::Scratch<Target>                      target, reached, wanted, of_member;
  bloom::Scratch<Hint>                        hint;
  bloom::Scratch<Ended, &Ended::address>      ended;
  bloom::Output<Dial>                         dial;

 private:
  static Target address_of(const LeadsTo& l) { return {l.address}; }
  // The kSearchMax whose turn it is.
  static std::vector<Target> in_turn(std::vector<Hint> hints);
};

}  // namespace protocol
