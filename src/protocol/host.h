// What the host tells the rules, and the constants of one peer. Time, chance and everything that happens
// outside reaches the rules as these rows; nothing here travels.
#pragma once

#include <cstdint>

#include "bloom/bloom.h"
#include "protocol/deadline.h"
#include "protocol/messages.h"

namespace protocol {

using bloom::Beat;
using bloom::by;
using bloom::LMax;
using bloom::Now;
using bloom::Start;

// How much of the log a peer takes on at a time.
struct Portions {
  std::size_t in_memory = kLogInMemory;
  std::size_t catch_up = kCatchUpMax;
  std::size_t newest = kNewestPerRoom;
};

struct Self {
  base::PeerId id;
  Group group;
  base::GroupId group_id{};
  base::PublicKey local_invite{};  // who proves it is of the same user on the same machine; zero: nobody can
  Stream stream;      // of what is said here
  Profile profile;    // as it is at the start
  bool keeps = false; // there is a store: what leaves memory is not lost
  Portions portions{};
};

struct LinkOpened { LinkId link = 0; bool dialed = false; };
// chance: random, for jitter. hung_up: the other end did it, so its process may be gone.
struct LinkClosed { LinkId link = 0; std::uint64_t chance = 0; bool hung_up = false; };
struct Dialing    { LinkId link = 0; Address address; };           // the host's answer to a Dial
struct NotDialed  { Address address; std::uint64_t chance = 0; };  // likewise, over a limit
struct FrameCame  { LinkId link = 0; base::Instant at; };          // any frame that was accepted
struct Listed     { Address address; };                            // to be dialed for good
struct Unlisted   { Address address; };                            // no longer
struct Resumed    { base::Instant at; base::Duration after{}; };   // this peer stood still until now, for so long
struct Resigning  { base::Instant at; };                           // this peer can't keep what it is told
struct Renaming   { Nick nick; };
struct Leaving    { bool now = true; };
// Let go of entries before `hlc`, but for our own from `unconfirmed` on.
struct Trim       { std::uint64_t hlc = 0; std::uint64_t unconfirmed = kIntegerMax; };

struct Host {
  explicit Host(const bloom::Scope& scope);
  ~Host();

  bloom::Input<LinkOpened> opened;
  bloom::Input<LinkClosed> closed;
  bloom::Input<Dialing>    dialing;
  bloom::Input<NotDialed>  not_dialed;
  bloom::Input<FrameCame>  frame_came;
  bloom::Input<Listed>     listed;
  bloom::Input<Unlisted>   unlisted;
  bloom::Input<Resumed>    resumed;
  bloom::Input<Resigning>  resigning;
  bloom::Input<Entry>      said;
  bloom::Input<Renaming>   renaming;
  bloom::Input<Leaving>    leaving;
  bloom::Input<Trim>       trim;
  bloom::Input<Statement>  stated;  // made here
  bloom::Input<History>    found;  // the host's answer to a LookBack
  bloom::Bootstrap         boot;
  bloom::Clock             clock;
  bloom::Periodic          watch;  // how often deadlines are looked at
};

}  // namespace protocol
