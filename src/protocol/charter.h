// Charter: who belongs to the group. A set of signed statements that only grows, apart from the log, because whoever
// comes needs all of it before the first line. How it spreads is charter_gossip.h.
#pragma once

#include "protocol/channels.h"
#include "protocol/gather.h"
#include "protocol/host.h"
#include "protocol/ruling.h"

namespace protocol {

// By one admission, whatever became of it. `depth` admissions from the founding.
struct Admitted {
  base::PeerId      id;
  base::PublicKey   key;
  base::PeerId      by;
  base::WallTime    since;
  std::uint64_t     depth = 0;
  base::StatementId statement;
  Label             nick;
};
struct Invited  { base::PublicKey key; base::PeerId by; base::WallTime until; std::uint64_t uses = 0; };
struct UsedBy   { base::PublicKey key; base::PeerId peer; };
struct Uses     { base::PublicKey key; std::int64_t count = 0; };
struct SelfStands { base::WallTime since; std::uint64_t depth = 0; };
struct Trial    { std::uint8_t kind = 0; };

struct Charter {
  Charter(const bloom::Scope& scope, const Self& self, Host& host, Channels& channels);
  ~Charter();

  // The admissions from the founding to `id`, the founding first; none where it does not belong.
  std::vector<Statement> chain_to(const base::PeerId& id) const;
  // Whether an entry of it may enter the log. Removals do not matter here, for logs must become the same.
  bool knows(const base::PeerId& author) const { return member.find(author) != nullptr; }
  bool hides(const base::PeerId& author, std::uint64_t epoch, std::uint64_t seq) const;

  bloom::Table<Statement, &Statement::id> statement;
  bloom::Scratch<Statement>               news;     // proven, and not known before
  bloom::Output<Statement>                fresh;    // for the host: to be kept
  bloom::Scratch<Admitted>                admitted;
  bloom::Scratch<Admitted, &Admitted::id> member;   // of several admissions of one, the first
  bloom::Scratch<Trial>                   trial;
  bloom::Scratch<Statement>               tried;
  bloom::Scratch<Fallen, &Fallen::id>     fallen;
  bloom::Scratch<Admitted, &Admitted::id> stands;   // members that nobody has removed
  bloom::Scratch<SelfStands>              self_stands;
  bloom::Scratch<Invited, &Invited::key>  invited;
  bloom::Scratch<UsedBy>                  used_by;
  bloom::Scratch<Uses, &Uses::key>        uses;
};

}  // namespace protocol
