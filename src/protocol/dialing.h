// Dialing: whom to call, and when to call again. Everyone known and not linked, for good, never one address
// twice at once.
#pragma once

#include "protocol/backoff.h"
#include "protocol/membership.h"

namespace protocol {

struct Target  { Address address; };
struct Dial    { Address address; };
struct LeadsTo { Address address; base::PeerId peer; };
struct Ended   { Address address; bool lasted = false; std::uint64_t chance = 0; };
// `under_way` from the dial until the link that came of it is gone.
struct Attempt {
  Address address;
  std::uint64_t failures = 0;
  base::Instant next_at;
  bool under_way = false;
};

struct Dialer {
  Dialer(const bloom::Scope& scope, const Self& self, Host& host, Channels& channels, Links& links,
         Membership& membership);
  ~Dialer();

  bloom::Table<Target>                        listed;
  bloom::Table<LeadsTo, &LeadsTo::address>    leads_to;
  bloom::Table<Attempt, &Attempt::address>    attempt;
  bloom::Scratch<Target>                      target, reached, wanted;
  bloom::Scratch<Ended, &Ended::address>      ended;
  bloom::Output<Dial>                         dial;

 private:
  static Target address_of(const LeadsTo& l) { return {l.address}; }
};

}  // namespace protocol
