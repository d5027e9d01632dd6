#include "protocol/links.h"

#include <algorithm>

namespace protocol {

Links::Links(const bloom::Scope& scope, const Self& self, Host& host, Channels& channels, Gate& gate)
    : link(scope, "link"), bound(scope, "bound"), heard(scope, "heard"), silent(scope, "silent"), greeted(scope, "greeted"),
      linked(scope, "linked"), route(scope, "route"), cut(scope, "cut") {
  // A link is known from the dial or the accept to its end.
  link <= (host.dialing * host.clock).pairs([](const Dialing& d, const Now& now) {
    return Link{d.link, true, d.address, now.at};
  });
  link <= (host.opened * host.clock).pairs([](const LinkOpened& o, const Now& now) -> std::optional<Link> {
    if (o.dialed) return std::nullopt;
    return Link{o.link, false, {}, now.at};
  });
  link <- (link * host.closed).lefts(&Link::id, &LinkClosed::link);

  // The Hello of somebody who belongs to the group says who is there. From then on the link, not the frame, says who
  // sent a frame.
  greeted <= (channels.hello * gate.let_in).pairs(&Hello::link, &LetIn::link,
      [self](const Hello& h, const LetIn&) -> std::optional<Hello> {
    if (h.id == self.id) return std::nullopt;
    return h;
  });
  bound   <= (greeted * link).pairs(&Hello::link, &Link::id, [self](const Hello& h, const Link& l) {
    return Bound{l.id, h.id, rank_of(l, self.id, h.id)};
  });
  bound   <- (bound * host.closed).lefts(&Bound::link, &LinkClosed::link);
  linked  <= bound.map([](const Bound& b) { return Linked{b.peer}; });
  route   <= bound.argmin(by<&Bound::peer>, &Bound::rank).map([](const Bound& b) {
    return Route{b.peer, b.link};
  });
  cut     <= channels.hello.map([self](const Hello& h) -> std::optional<Cut> {
    if (h.id == self.id) return Cut{h.link, "it leads back to this peer"};
    return std::nullopt;
  });

  cut     <= channels.hello.notin(gate.let_in, &Hello::link, &LetIn::link).map([](const Hello& h) {
    return Cut{h.link, "it does not belong to the group"};
  });
  cut     <= bound.notin(gate.let_in, &Bound::link, &LetIn::link).map([](const Bound& b) {
    return Cut{b.link, "it does not belong to the group any more"};
  });
  cut     <= gate.refusal.map([](const Refused& r) { return Cut{r.link, "it has no business here"}; });

  // Every frame is a sign of life. Non-monotone: silence is concluded from what has not come, so it may be
  // wrong about a slow peer; the link is cut, the peer redialed, and its next heartbeat takes it back.
  heard <= (host.opened * host.clock).pairs([](const LinkOpened& o, const Now& now) {
    return Heard{o.link, LMax(now.at)};
  });
  heard <= host.frame_came.map([](const FrameCame& f) { return Heard{f.link, LMax(f.at)}; });
  heard <+ (host.resumed * heard).pairs([](const Resumed& r, const Heard& h) {
    return Heard{h.link, LMax(r.at)};
  });
  heard <- (heard * host.closed).lefts(&Heard::link, &LinkClosed::link);
  silent <= (host.watch * heard).pairs(bloom::due(
      [](const Heard& h) { return *h.at.reveal() + kFarProbeAfter; },
      [](const Beat& beat, const Heard& h) { return Silent{h.link, beat.at - *h.at.reveal()}; }));
  cut    <= silent.map([](const Silent& s) -> std::optional<Cut> {
    if (s.silent_for < kFarSilenceMax) return std::nullopt;
    return Cut{s.link, "silent"};
  });
}

Links::~Links() = default;

std::uint64_t rank_of(const Link& link, const base::PeerId& self, const base::PeerId& peer) {
  const base::PeerId& dialer = link.dialed ? self : peer;
  const bool by_higher = dialer > std::min(self, peer);
  constexpr std::uint64_t kByHigher = std::uint64_t{1} << 63;
  return (by_higher ? kByHigher : 0) | (kByHigher - 1 - link.id);
}

}  // namespace protocol
