// Circle: the members this peer wants links with, and the end of links that neither end wants.
#pragma once

#include "protocol/dialing.h"
#include "protocol/neighbours.h"
#include "protocol/roll.h"

namespace protocol {

struct Wanted { base::PeerId id; };
struct Needed { base::PeerId peer; };  // by whoever is at the other end
struct Demand { base::PeerId peer; bool needed = false; };
struct Spare  { base::PeerId peer; base::Instant since; };

struct Circle {
  Circle(const bloom::Scope& scope, const Self& self, Host& host, Channels& channels, Links& links,
         Membership& membership, RollCall& roll, Dialer& dialer);
  ~Circle();

  bloom::Scratch<Hint>                  tried_last;
  bloom::Scratch<Candidate>             candidate;
  bloom::Scratch<Wanted>                wanted;
  bloom::Table<Needed>                  needed;
  bloom::Scratch<Demand>                revised;  // whoever is at the other end has thought better of it
  bloom::Scratch<Linked>                idle;
  bloom::Table<Spare, &Spare::peer>     spare;
};

}  // namespace protocol
