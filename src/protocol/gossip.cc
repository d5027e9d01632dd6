#include "protocol/gossip.h"

#include "protocol/census.h"

namespace protocol {

namespace {

Slot slot_of(const Member& m) { return {m.id.words[0] % kCensusParts, hash_of(m.id, *m.profile.reveal())}; }

}  // namespace

Gossip::Gossip(const bloom::Scope& scope, const Self& self, Host& host, Channels& channels, Links& links,
               Membership& membership, Liveness& liveness, Election& election)
    : announced(scope, "announced"), announced_at(scope, "announced_at"), told(scope, "told"), hashed(scope, "hashed_member"),
      digest(scope, "members_digest"), version(scope, "version"), unannounced(scope, "unannounced"),
      announcing(scope, "announcing"), known_there(scope, "known_there"), page(scope, "page"),
      differing(scope, "differing"), noticed(scope, "noticed"),
      nodelist_(membership.nodelist), last_heard_(membership.last_heard) {
  // Whatever is new here is told once: by the leader to all its links, by others to the leader, but for what it told
  // them. A beat's worth together, of a crowd three beats': one that joins costs the others a few messages each.
  version     <= membership.nodelist.map([](const Member& m) {
    return Version{m.id, m.profile.reveal()->incarnation};
  });
  unannounced <= version.notin(announced);
  announcing  <= (host.watch * unannounced).pairs([this, &membership](const Beat& beat, const Version& v) -> std::optional<Version> {
    const std::optional<base::Instant>& last = announced_at.value().reveal();
    if (last && beat.at < *last + membership.patience(kWatchEvery) - kWatchEvery) return std::nullopt;
    return v;
  }).reads(announced_at, membership.nodelist);
  announced_at <+ (announcing * host.clock).rights([](const Now& now) { return LMax(now.at); });
  known_there <= announcing;
  known_there <= (channels.members * election.leader).lefts(&Members::from, &Standing::id)
                     .flat_map([](const Members& m) { return m.list.items; })
                     .map([](const MemberNews& n) { return Version{n.id, n.profile.incarnation}; })
                     .exists(membership.news, &Version::id, &MemberNews::id);
  announced   <+- known_there.argmax(by<&Version::id>, &Version::incarnation);
  announced   <- (announced * membership.forgotten).lefts(&Version::id, &Forgotten::id);
  page        <= gathered<MemberNews>(
      (announcing * membership.nodelist * host.clock).combos(&Version::id, &Member::id,
          [this](const Version&, const Member& m, const Now& now) { return news_of(m, now.at); })
          .reads(membership.last_heard))
                     .flat_map([](const All<MemberNews>& all) { return paged(all.rows); });
  channels.members <~ (page * links.linked * election.leader).combos(
      [self](const Page& p, const Linked& l, const Standing& leader) -> std::optional<Members> {
    if (leader.id != self.id && leader.id != l.peer) return std::nullopt;
    return Members{l.peer, self.id, {p.news}};
  });

  // What was missed: a neighbour whose digest differs is shown ours in parts, and tells what it knows of the
  // parts that differ. It sees the same difference and asks likewise. Paced, because a difference takes a
  // moment to vanish: news is on its way. So whom we have asked before must show the same again.
  hashed <= membership.nodelist.map([](const Member& m) {
    return HashedMember{m.id, hash_of(m.id, *m.profile.reveal())};
  });
  digest <= hashed.group(by<>, bloom::sum(&HashedMember::hash), kDigestOf<MembersDigest>);
  differing <= (liveness.word * digest).pairs([](const Heartbeat& h, const MembersDigest& mine) -> std::optional<Differing> {
    if (h.members == mine.digest) return std::nullopt;
    return Differing{h.from, h.members, h.age};
  });
  noticed   <= (differing.argmax(by<&Differing::peer>, &Differing::age) * host.clock).pairs(
      [this](const Differing& d, const Now& now) { return noted(told.find(d.peer), d, now.at); }).reads(told);
  told      <+- noticed;
  told      <- told.notin(links.linked, &Told::peer, &Linked::peer);
  channels.census  <~ noticed.map([this, self](const Told& t) -> std::optional<Census> {
    if (t.words > 0) return std::nullopt;
    return Census{t.peer, self.id, parts_of(nodelist_, slot_of)};
  }).reads(membership.nodelist);
  channels.members <~ (channels.census * host.clock).pairs([](const Census& c, const Now& now) {
    return std::pair(c, now.at);
  }).flat_map([this](const std::pair<Census, base::Instant>& c) { return answer(c.first, c.second); })
      .reads(membership.nodelist, membership.last_heard);
}

Gossip::~Gossip() = default;

Told Gossip::noted(const Told* last, const Differing& now, base::Instant at) {
  if (last == nullptr) return {now.peer, now.shown, at, 0};
  const bool stays = last->shown == now.shown && at - last->at >= kTellMembersEvery;
  if (stays || last->words == kWordsUnasked) return {now.peer, now.shown, at, 0};
  return {now.peer, now.shown, last->at, last->words + 1};
}

MemberNews Gossip::news_of(const Member& member, base::Instant now) const {
  const LastHeard* heard = last_heard_.find(member.id);
  return {member.id, *member.profile.reveal(), heard == nullptr ? base::Duration{} : now - *heard->at.reveal()};
}

std::vector<Members> Gossip::answer(const Census& census, base::Instant now) const {
  std::vector<MemberNews> news;
  visit_differing(nodelist_, census.parts, slot_of, [&](const Member& member) {
    news.push_back(news_of(member, now));
    if (news.back().silent_for >= kForgetAfter) news.pop_back();
  });
  std::vector<Members> answers;
  for (Page& one : paged(news)) answers.push_back({census.from, census.to, {std::move(one.news)}});
  return answers;
}

std::vector<Page> Gossip::paged(const std::vector<MemberNews>& news) {
  std::vector<Page> pages;
  for (const MemberNews& item : news) {
    if (pages.empty() || pages.back().news.size() == kMembersPerMessage) pages.emplace_back();
    pages.back().news.push_back(item);
  }
  return pages;
}

}  // namespace protocol
