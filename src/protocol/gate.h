// Gate: who is let in. Whoever dials or answers has shown that it knows the group before the rules hear of it
// (node/inbox.h); here it is found out whether it belongs, or comes by an invite that is good.
#pragma once

#include "protocol/charter.h"

namespace protocol {

struct Knocked   { LinkId link = 0; base::PeerId peer; base::PublicKey key, invite; bool proven = false; base::WallTime at; base::Instant since; Label nick; bool chained = false; };
struct LetIn     { LinkId link = 0; base::PeerId peer; };
struct Welcome   { base::PeerId peer; base::PublicKey key, invite; Label nick; };  // to be admitted by us
struct Admitting { base::PeerId peer; base::PublicKey invite; };
struct Inside    { LinkId link = 0; };
struct Greeted   { LinkId link = 0; };

struct Gate {
  Gate(const bloom::Scope& scope, const Self& self, Host& host, Channels& channels, Charter& charter);
  ~Gate();

  bloom::Table<Knocked, &Knocked::link>     knocked;
  bloom::Table<Inside, &Inside::link>       inside;
  bloom::Table<Greeted, &Greeted::link>     greeted;
  bloom::Table<Admitting, &Admitting::peer> admitting;
  bloom::Scratch<LetIn, &LetIn::link>       let_in;
  bloom::Output<LetIn>                      entered;    // for the host: its frames may be long from now on
  bloom::Scratch<LetIn>                     greeting;   // in this tick our Hello is due
  bloom::Scratch<Knocked>                   asking;     // does not belong
  bloom::Scratch<Welcome>                   newcomer;
  bloom::Output<Welcome>                    welcome;    // for the host: to be signed
  bloom::Scratch<Refused>                   refusal;
  bloom::Output<Refused>                    turned_away;  // for the host: so were we

 private:
  // Why somebody who asks is not let in.
  static std::uint8_t reason(const Knocked& asks, const Charter& charter);
};

}  // namespace protocol
