// Witness: what others vouch for. Every heartbeat says of the first in line when its sender last heard of
// them, directly or in turn from others. A claim counts for as long as it is renewed by a later sign of life,
// so the dead are not kept alive by peers that repeat each other.
#pragma once

#include "protocol/liveness.h"

namespace protocol {

struct Age  { std::uint64_t incarnation = 0; base::Duration up{}; };
// A sign of life: the greater is the later, and of equal ones the one that was heard first.
struct Sign { Age age; base::Duration earliness{}; };

struct Claim     { base::PeerId id; Sign sign; base::PeerId by; };
struct Sighted   { base::PeerId id; LMax<Sign> last; };
struct Witnessed { base::PeerId id; };
struct Doubted   { base::PeerId id; LMax<Age> age; };  // no earlier sign of life counts
struct Vouch     { base::PeerId by, id; };
struct Vouches   { base::PeerId by; base::Duration age; std::vector<base::PeerId> ids; };
struct Parted    { base::PeerId peer; base::Instant at; };
struct HungUp    { base::PeerId peer; base::Duration silent_for; };  // before its link ended

struct Witness {
  Witness(const bloom::Scope& scope, const Self& self, Host& host, Channels& channels, Links& links,
          Membership& membership, Liveness& liveness);
  ~Witness();

  bloom::Table<Sighted, &Sighted::id> sighted;
  bloom::Table<Witnessed>             witnessed;  // whose last sign of life counts and is not too old
  bloom::Table<Doubted, &Doubted::id> doubted;
  bloom::Table<Vouches, &Vouches::by> vouches;
  bloom::Table<Parted, &Parted::peer> parted;
  bloom::Scratch<Claim>               claim;
  bloom::Scratch<HungUp>              ended;
  bloom::Scratch<Witnessed>           gave_up, hung_up;
  bloom::Scratch<Vouches>             revised;
  bloom::Scratch<Vouch>               vouch, vouched;

  // What a heartbeat may say of `id` at `now`, if anything.
  std::optional<Sighting> sighting(const base::PeerId& id, base::Instant now) const;

 private:
  bool counts(const Claim& claim, const Member& member) const;
};

}  // namespace protocol
