// Who gets into a group: by an invite, by being of the same user and machine, or not at all.
#include <gtest/gtest.h>

#include "node/testing/stranger.h"
#include "node/testing/virtual_store.h"
#include "protocol/chat.h"

namespace node {
namespace {

using namespace std::chrono_literals;
using testing::Stranger;
using testing::VirtualGroup;

std::vector<std::string> codes(VirtualGroup& group, testing::HostId host) {
  std::vector<std::string> codes;
  for (const Failure& failure : group.events_of<Failure>(host)) codes.push_back(failure.code);
  return codes;
}

bool is_here(VirtualGroup& group, testing::HostId at, testing::HostId whom) {
  const auto members = group.peer(at).members();
  return std::any_of(members.begin(), members.end(), [&](const MemberInfo& member) {
    return member.here && member.node == base::to_hex(group.peer(whom).id());
  });
}

Invite invite(VirtualGroup& group, testing::HostId host, const InviteTerms& terms = {}) {
  const auto made = group.peer(host).invite(terms);
  EXPECT_TRUE(made.ok());
  group.peer(host).step();
  group.run_for(500ms);
  return made.value();
}

TEST(Gate, Newcomer_ComesByAnInviteAndAllKnowIt) {
  VirtualGroup group;
  group.start_all(3);
  const Invite by = invite(group, 1);
  group.say(0, "before");
  group.start(3, {.peers = {2}, .invite = by});  // not even the one who invited it
  ASSERT_TRUE(group.run_until([&] { return is_here(group, 0, 3) && is_here(group, 3, 0) && is_here(group, 1, 3); }, 5s));
  group.say(3, "thank you");
  ASSERT_TRUE(group.run_until([&] { return group.transcript(0).size() == 2 && group.identical(); }, 3s));
  const auto belonging = group.peer(0).belonging();
  const auto newcomer = std::find_if(belonging.begin(), belonging.end(), [&](const Belonging& b) {
    return b.node == base::to_hex(group.peer(3).id());
  });
  ASSERT_NE(newcomer, belonging.end());
  EXPECT_EQ(newcomer->admitted_by, base::to_hex(group.peer(2).id()));
  EXPECT_EQ(group.rule_errors(), 0u);
}

TEST(Gate, LineSaidBeforeBeingLetIn_ArrivesOnce) {
  VirtualGroup group;
  group.start_all(2);
  const Invite by = invite(group, 0);
  group.start(2, {.peers = {0}, .invite = by});
  group.say(2, "am I in?");
  EXPECT_EQ(group.peer(2).unacknowledged(), 1u);
  ASSERT_TRUE(group.run_until([&] { return group.peer(2).unacknowledged() == 0; }, 5s));
  EXPECT_EQ(group.transcript(1), (std::vector<std::string>{"p2: am I in?"}));
  EXPECT_TRUE(group.identical());
}

TEST(Gate, NewcomerThatFindsNobody_NeitherLeadsNorAcknowledges) {
  VirtualGroup group;
  group.start_all(1);
  const Invite by = invite(group, 0);
  group.kill(0);
  group.start(1, {.peers = {0}, .invite = by});
  group.say(1, "anybody?");
  group.run_for(5s);
  EXPECT_EQ(group.leader_of(1), -1);
  EXPECT_EQ(group.peer(1).unacknowledged(), 1u);
}

TEST(Gate, InviteForOne_LetsInOneOfTwo) {
  VirtualGroup group;
  group.start_all(2);
  const Invite by = invite(group, 0, {.uses = 1});
  group.start(2, {.peers = {0}, .invite = by});
  group.start(3, {.peers = {0}, .invite = by});
  group.run_for(5s);
  EXPECT_NE(is_here(group, 0, 2), is_here(group, 0, 3));
  const testing::HostId outside = is_here(group, 0, 2) ? 3 : 2;
  EXPECT_EQ(codes(group, outside), (std::vector<std::string>{"invite_used_up"}));
}

TEST(Gate, InviteForTwo_IsUsedUpByTheThird) {
  VirtualGroup group;
  group.start_all(2);
  const Invite by = invite(group, 0, {.uses = 2});
  for (const testing::HostId host : {2, 3}) {
    group.start(host, {.peers = {0}, .invite = by});
    ASSERT_TRUE(group.run_until([&] { return is_here(group, 1, host); }, 5s));
  }
  group.start(4, {.peers = {1}, .invite = by});
  group.run_for(5s);
  EXPECT_FALSE(is_here(group, 0, 4));
  EXPECT_EQ(codes(group, 4), (std::vector<std::string>{"invite_used_up"}));
}

TEST(Gate, ExpiredInvite_IsRefusedAndSaid) {
  VirtualGroup group;
  group.start_all(2);
  const Invite by = invite(group, 0, {.uses = 1, .valid_for = 2s});
  group.run_for(3s);
  group.start(2, {.peers = {0}, .invite = by});
  group.run_for(5s);
  EXPECT_FALSE(is_here(group, 0, 2));
  EXPECT_EQ(codes(group, 2), (std::vector<std::string>{"invite_expired"}));
}

TEST(Gate, ForgedInvite_IsRefusedAndSaid) {
  VirtualGroup group;
  group.start_all(2);
  Invite by = invite(group, 0);
  by.seed.bytes[0] ^= 1;
  group.start(2, {.peers = {0}, .invite = by});
  group.run_for(5s);
  EXPECT_FALSE(is_here(group, 0, 2));
  EXPECT_EQ(codes(group, 2), (std::vector<std::string>{"invite_unknown"}));
}

// It made a group of its own at its first start.
TEST(Gate, PeerOfAnotherGroup_IsRefusedAndLearnsNothing) {
  VirtualGroup group;
  group.start_all(2);
  group.start(2, {.peers = {0}, .born = false});
  group.run_for(3s);
  EXPECT_FALSE(is_here(group, 0, 2));
  EXPECT_EQ(codes(group, 2), (std::vector<std::string>{"group"}));
  EXPECT_EQ(group.leader_of(2), 2);
}

TEST(Gate, StrangerWhoDoesNotKnock_HearsAKnockAndNoMore) {
  VirtualGroup group;
  group.start_all(2);
  Stranger stranger(group, 0, 9);
  group.run_for(1s);
  EXPECT_EQ(stranger.received<protocol::Knock>().size(), 1u);
  EXPECT_TRUE(stranger.received<protocol::Credentials>().empty());
  EXPECT_TRUE(stranger.received<protocol::Hello>().empty());
}

// It has the group's id, as somebody has who was removed, or found a link that was used up.
TEST(Gate, StrangerWhoKnowsTheGroup_IsRefusedAndNotIntroduced) {
  VirtualGroup group;
  group.start_all(2);
  Stranger stranger(group, 0, 9);
  stranger.knock();
  stranger.send(protocol::Credentials{});
  stranger.hello();
  group.run_for(2s);
  EXPECT_TRUE(stranger.dropped());
  EXPECT_TRUE(stranger.received<protocol::Hello>().empty());
  EXPECT_EQ(group.peer(0).members().size(), 2u);
}

TEST(Gate, KnockOfAnotherLink_IsRefused) {
  VirtualGroup group;
  group.start_all(2);
  Stranger one(group, 0, 9), other(group, 0, 9);
  const base::GroupId id = group.founded("home").group;
  one.send(protocol::Knock{.tag = wire::knock_tag(id, other.binding(), one.keys().public_key())});
  EXPECT_TRUE(one.dropped());
  EXPECT_EQ(group.peer(0).refused_frames().at("it belongs to another group"), 1u);
}

// What somebody else proved, on its own link, is of no use on another.
TEST(Gate, ProofOfAnotherLink_IsRefused) {
  VirtualGroup group;
  group.start_all(2);
  const Invite by = invite(group, 0);
  const wire::KeyPair key = wire::invite_key(by.seed);
  Stranger newcomer(group, 0, 9), thief(group, 0, 10);
  thief.knock();
  thief.send(protocol::Credentials{
      .invite = key.public_key(),
      .proof = wire::prove_invite(key, by.group, newcomer.binding(), newcomer.keys().public_key())});
  group.run_for(2s);
  EXPECT_TRUE(thief.dropped());
  newcomer.knock();
  newcomer.send(protocol::Credentials{
      .invite = key.public_key(),
      .proof = wire::prove_invite(key, by.group, newcomer.binding(), newcomer.keys().public_key())});
  group.run_for(100ms);
  EXPECT_EQ(newcomer.received<protocol::Admission>().size(), 1u);
}

// A chain of admissions that nobody of the group began, or with a link that was made up.
TEST(Gate, ChainThatDoesNotReachTheFounding_IsRefused) {
  VirtualGroup group;
  group.start_all(2);
  Stranger stranger(group, 0, 9);
  const base::GroupId id = group.founded("home").group;
  auto own = wire::found(stranger.keys(), base::WallTime(1s), "me");
  stranger.knock();
  stranger.send(protocol::Credentials{.chain = {{wire::stated_by(stranger.keys(), id, own.founding)}}});
  group.run_for(2s);
  EXPECT_TRUE(stranger.dropped());
  Stranger forger(group, 0, 10);
  auto chain = group.letting_in(forger.keys().public_key());
  chain.back().nick = {"changed"};
  forger.knock();
  forger.send(protocol::Credentials{.chain = {chain}});
  group.run_for(2s);
  EXPECT_TRUE(forger.dropped());
  EXPECT_EQ(group.peer(0).members().size(), 2u);
}

TEST(Gate, RemovedMember_IsRefusedEverywhereAndTold) {
  VirtualGroup group;
  group.start_all(3);
  const Invite by = invite(group, 0);
  group.start(3, {.peers = {0}, .invite = by});
  ASSERT_TRUE(group.run_until([&] { return is_here(group, 2, 3); }, 5s));
  group.say(3, "good line");
  group.run_for(1s);
  ASSERT_TRUE(group.peer(1).remove("p3").ok());
  group.peer(1).step();
  group.run_for(4s);
  for (const testing::HostId host : {0, 1, 2}) {
    EXPECT_FALSE(is_here(group, host, 3)) << host;
    EXPECT_EQ(group.events_of<MemberChanged>(host).back().change, Change::kRemoved) << host;
    EXPECT_EQ(group.transcript(host), (std::vector<std::string>{"p3: good line"})) << host;
  }
  EXPECT_EQ(codes(group, 3), (std::vector<std::string>{"removed"}));
  EXPECT_EQ(group.rule_errors(), 0u);
}

// What the removed said while only half of the group knew is not shown after the heal; what it said before is.
TEST(Gate, RemovalAcrossAPartition_HidesWhatWasSaidAfterwards) {
  VirtualGroup group;
  group.start_all(4);
  const Invite by = invite(group, 0);
  group.start(4, {.peers = {0}, .invite = by});
  ASSERT_TRUE(group.run_until([&] { return is_here(group, 3, 4); }, 5s));
  group.say(4, "before");
  group.run_for(1s);
  group.network().partition({0, 1});
  group.run_for(5s);
  ASSERT_TRUE(group.peer(0).remove("p4").ok());
  group.peer(0).step();
  group.say(4, "afterwards");
  group.run_for(3s);
  EXPECT_EQ(group.transcript(2).size(), 2u);
  group.network().heal();
  group.run_for(10s);
  for (const testing::HostId host : {0, 1, 2, 3}) {
    EXPECT_EQ(group.transcript(host), (std::vector<std::string>{"p4: before"})) << host;
    EXPECT_FALSE(is_here(group, host, 4)) << host;
  }
}

// Whom the removed let in afterwards does not belong either, whatever date it gave to that.
TEST(Gate, PuppetOfTheRemoved_IsRefused) {
  VirtualGroup group;
  group.start_all(2);
  const Invite by = invite(group, 0);
  const wire::KeyPair key = wire::invite_key(by.seed);
  Stranger member(group, 0, 9);
  member.knock();
  member.send(protocol::Credentials{
      .invite = key.public_key(),
      .proof = wire::prove_invite(key, by.group, member.binding(), member.keys().public_key()),
      .nick = {"mallory"}});
  group.run_for(500ms);
  ASSERT_EQ(member.received<protocol::Admission>().size(), 1u);
  ASSERT_TRUE(group.peer(0).remove("mallory").ok());
  group.peer(0).step();
  group.run_for(500ms);
  Stranger puppet(group, 1, 10);
  // The founding, the admission of the first host, and by it that of the member.
  const protocol::Admitted& own = *group.peer(0).chat().charter.member.find(member.id());
  std::vector<protocol::Statement> chain = group.peer(0).chat().charter.chain_to(own.by);
  chain.push_back(*group.peer(0).chat().charter.statement.find(own.statement));
  chain.push_back(wire::admission(member.keys(), by.group, puppet.keys().public_key(), own.since + base::Duration(1), "puppet"));
  puppet.knock();
  puppet.send(protocol::Credentials{.chain = {chain}});
  group.run_for(3s);
  EXPECT_TRUE(puppet.dropped());
  EXPECT_TRUE(puppet.received<protocol::Hello>().empty());
}

// A long charter is no hindrance: who comes, and who comes back, is not yet let in when the first frames reach it.
TEST(Gate, HundredStatements_AreLearntByWhoComesAndWhoWasAway) {
  VirtualGroup group;
  group.start_all(3);
  group.network().partition({0});
  group.run_for(3s);
  const Invite by = invite(group, 0);
  for (int i = 0; i < 99; ++i) invite(group, 0);
  group.start(3, {.peers = {0}, .invite = by});
  group.run_for(3s);
  group.network().heal();
  ASSERT_TRUE(group.run_until([&] { return is_here(group, 1, 3) && is_here(group, 2, 3); }, 10s));
  group.run_for(2s);
  for (const testing::HostId host : {0, 1, 2, 3}) EXPECT_GT(group.peer(host).chat().charter.statement.size(), 100u) << host;
  EXPECT_EQ(group.rule_errors(), 0u);
}

// Everybody can read the public half of an invite. Whoever states it again must not stop the others' rules.
TEST(Gate, InviteStatedAgainByAnotherMember_HarmsNobody) {
  VirtualGroup group;
  group.start_all(2);
  const Invite by = invite(group, 0);
  Stranger member(group, 0, 9);
  member.join(false);
  member.send(protocol::Statements{
      .list = {{wire::stated_by(member.keys(), by.group,
                                {.kind = protocol::kInvites,
                                 .subject = wire::invite_key(by.seed).public_key(),
                                 .at = base::WallTime(2s),
                                 .until = by.until + 1h,
                                 .uses = 7})}}});
  group.start(2, {.peers = {0}, .invite = by});
  EXPECT_TRUE(group.run_until([&] { return is_here(group, 1, 2); }, 5s));
  EXPECT_EQ(group.rule_errors(), 0u);
}

TEST(Gate, SeniorMember_IsNotRemovedByAYoungerOne) {
  VirtualGroup group;
  group.start_all(2);
  const Invite by = invite(group, 0);
  group.start(2, {.peers = {0}, .invite = by});
  ASSERT_TRUE(group.run_until([&] { return is_here(group, 2, 0) && is_here(group, 0, 2); }, 5s));
  const auto status = group.peer(2).remove("p0");
  ASSERT_FALSE(status.ok());
  EXPECT_NE(status.error().message.find("before you"), std::string::npos);
}

TEST(Gate, MemberInvitedByTheFirst_RestartsWithoutTheInvite) {
  VirtualGroup group;
  testing::VirtualStore store;
  group.start_all(2);
  const Invite by = invite(group, 0);
  group.start(2, {.peers = {0}, .invite = by, .store = &store});
  ASSERT_TRUE(group.run_until([&] { return is_here(group, 0, 2); }, 5s));
  group.kill(2);
  store.lose_power();
  group.start(2, {.peers = {1}, .born = false, .store = &store});
  ASSERT_TRUE(group.run_until([&] { return is_here(group, 1, 2); }, 5s));
}

TEST(Gate, Words_AreTheSameAtBothEndsAndOthersForOthers) {
  VirtualGroup group;
  group.start_all(3);
  const auto words = [&](testing::HostId at, testing::HostId of) {
    for (const Belonging& b : group.peer(at).belonging()) {
      if (b.node == base::to_hex(group.peer(of).id())) return b.words;
    }
    return std::string("?");
  };
  EXPECT_EQ(words(0, 1), words(1, 0));
  EXPECT_NE(words(0, 1), words(0, 2));
  const std::string six = words(0, 1);
  EXPECT_EQ(std::count(six.begin(), six.end(), ' '), 5);
}

}  // namespace
}  // namespace node
