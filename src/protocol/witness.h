// Witness: what others vouch for. Every heartbeat says of the first in line when its sender last heard of
// them, directly or in turn from others. A claim counts for as long as it is renewed by a later sign of life,
// so the dead are not kept alive by peers that repeat each other.
#pragma once

#include "protocol/membership.h"

namespace protocol {

struct Age       { std::uint64_t incarnation = 0; base::Duration up{}; };
struct Claim     { base::PeerId by; Sighting sighting; };
struct Advance   { base::PeerId id; Age age; base::Instant at; };  // a later sign of life than any before
struct Sighted   { base::PeerId id; LMax<Age> age; };
struct Evidence  { base::PeerId id; LMax<base::Instant> at; };
struct Witnessed { base::PeerId id; };
struct Vouch     { base::PeerId by, id; };
struct Parted    { base::PeerId peer; base::Instant at; };

struct Witness {
  Witness(const bloom::Scope& scope, const Self& self, Host& host, Channels& channels, Links& links,
          Membership& membership);
  ~Witness();

  bloom::Table<Sighted, &Sighted::id>   sighted;
  bloom::Table<Evidence, &Evidence::id> evidence;
  bloom::Table<Witnessed>               witnessed;  // heard of within kSilenceMax, by anyone we believe
  bloom::Table<Vouch>                   vouch;
  bloom::Table<Parted, &Parted::peer>   parted;
  bloom::Scratch<Claim>                 claim;
  bloom::Scratch<Advance>               advance;
  bloom::Scratch<Witnessed>             dead;
  bloom::Scratch<Vouch>                 vouched;

  // What a heartbeat may say of `id` at `now`, if anything.
  std::optional<Sighting> sighting(const base::PeerId& id, base::Instant now) const;

 private:
  bool is_news(const Sighting& sighting) const;
};

}  // namespace protocol
