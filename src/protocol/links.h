// Links: which there are, who is at the other end, and which have gone silent.
#pragma once

#include "protocol/channels.h"
#include "protocol/gate.h"

namespace protocol {

struct Link  { LinkId id = 0; bool dialed = false; Address address; base::Instant since; };
struct Bound { LinkId link = 0; base::PeerId peer; std::uint64_t rank = 0; };
struct Heard { LinkId link = 0; LMax<base::Instant> at; };
struct Silent { LinkId link = 0; base::Duration silent_for{}; };  // for so long that it is looked into
struct Cut   { LinkId link = 0; std::string reason; };
struct Linked { base::PeerId peer; };
struct Route  { base::PeerId peer; LinkId link = 0; };

// Of two links between the same peers both ends use the one with the lower rank: dialed by the lower id, and
// of those the newest. The other falls silent and is cut.
std::uint64_t rank_of(const Link& link, const base::PeerId& self, const base::PeerId& peer);

struct Links {
  Links(const bloom::Scope& scope, const Self& self, Host& host, Channels& channels, Gate& gate);
  ~Links();

  bloom::Table<Link, &Link::id>     link;
  bloom::Table<Bound, &Bound::link> bound;
  bloom::Table<Heard, &Heard::link> heard;
  bloom::Scratch<Silent>            silent;
  bloom::Scratch<Hello>             greeted;  // the Hellos that are accepted
  bloom::Scratch<Linked>            linked;
  bloom::Scratch<Route, &Route::peer> route;
  bloom::Output<Cut>                cut;
};

}  // namespace protocol
