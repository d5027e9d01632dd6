#include "apps/conclave/cluster/verdict.h"

#include <gtest/gtest.h>

namespace cluster {
namespace {

using namespace std::chrono_literals;

base::Instant at(base::Duration since_start) { return base::Instant{since_start}; }

Entry entry(const std::string& nick, const std::string& text) {
  return {.time = "t", .id = "id of " + text, .room = "lobby", .nick = nick, .node = nick, .text = text};
}

void hear(Record& record, const std::string& nick, const std::string& text, base::Duration when) {
  record.heard.push_back(
      {.entry = entry(nick, text), .own = nick == record.nick, .late = false, .at = at(when)});
}

Record record_of(const std::string& nick) {
  Record record;
  record.nick = nick;
  return record;
}

// alice relays and dies at 100 ms; bob and carol say one line before and one after it each.
Conversation takeover() {
  Conversation conversation{.said = {{"bob", "b1", at(20ms)},
                                     {"carol", "c1", at(40ms)},
                                     {"bob", "b2", at(120ms)},
                                     {"carol", "c2", at(140ms)}},
                            .records = {record_of("bob"), record_of("carol"), record_of("alice")},
                            .victim = "alice",
                            .fault_at = at(100ms)};
  for (Record& record : conversation.records) {
    hear(record, "bob", "b1", 21ms);
    hear(record, "carol", "c1", 41ms);
    record.survivor = record.has_transcript = record.nick != "alice";
    if (!record.survivor) continue;
    hear(record, "bob", "b2", 150ms);
    hear(record, "carol", "c2", 160ms);
    record.transcript = {entry("bob", "b1"), entry("carol", "c1"), entry("bob", "b2"), entry("carol", "c2")};
  }
  return conversation;
}

TEST(Verdict, EverythingArrived_OneTakeover_NothingLostAndTheGapMeasured) {
  const Verdict verdict = judge(takeover());
  EXPECT_EQ(verdict.lost, 0u);
  EXPECT_EQ(verdict.twice, 0u);
  EXPECT_TRUE(verdict.identical);
  EXPECT_EQ(verdict.gap, 60ms);  // bob hears carol's c2 at 160; his own b2 proves nothing
  EXPECT_EQ(verdict.median_gap, 60ms);
  EXPECT_EQ(verdict.longest_silence, 129ms);  // carol, from b1 to b2
  EXPECT_EQ(verdict.longest_delay, 30ms);     // b2, at carol
}

TEST(Verdict, LineMissing_FromOneTranscript_IsLostAndDiffers) {
  Conversation conversation = takeover();
  conversation.records[1].transcript.erase(conversation.records[1].transcript.begin());
  EXPECT_EQ(lost_texts(conversation), std::vector<std::string>{"b1"});
  EXPECT_FALSE(judge(conversation).identical);
}

TEST(Verdict, LineMissing_FromOneDisplay_IsLost) {
  Conversation conversation = takeover();
  conversation.records[0].heard.erase(conversation.records[0].heard.begin() + 1);
  EXPECT_EQ(lost_texts(conversation), std::vector<std::string>{"c1"});
}

TEST(Verdict, SurvivorsLine_NowhereAtAll_IsLost) {
  Conversation conversation = takeover();
  conversation.said.push_back({"bob", "b3", at(180ms)});
  EXPECT_EQ(judge(conversation).lost, 1u);
}

TEST(Verdict, VictimsLine_NeverShown_DiedWithIt) {
  Conversation conversation = takeover();
  conversation.said.push_back({"alice", "a1", at(99ms)});
  EXPECT_EQ(judge(conversation).lost, 0u);
  EXPECT_EQ(judge(conversation).died_with_victim, 1u);
}

TEST(Verdict, VictimsLine_ShownAsItsOwnThenGone_IsLost) {
  Conversation conversation = takeover();
  conversation.said.push_back({"alice", "a1", at(90ms)});
  hear(conversation.records[2], "alice", "a1", 91ms);
  EXPECT_EQ(lost_texts(conversation), std::vector<std::string>{"a1"});
}

TEST(Verdict, LineShownTwice_AtOnePeer_IsCountedOnce) {
  Conversation conversation = takeover();
  hear(conversation.records[0], "carol", "c1", 170ms);
  EXPECT_EQ(judge(conversation).twice, 1u);
  conversation.records[1].transcript.push_back(entry("carol", "c1"));
  EXPECT_EQ(judge(conversation).twice, 1u);
}

TEST(Verdict, Order_DiffersBetweenTranscripts_IsNotIdentical) {
  Conversation conversation = takeover();
  std::swap(conversation.records[0].transcript[0], conversation.records[0].transcript[1]);
  const Verdict verdict = judge(conversation);
  EXPECT_FALSE(verdict.identical);
  EXPECT_EQ(verdict.lost, 0u);
}

TEST(Verdict, NothingHeardAfterTheFault_AtOneSurvivor_GapIsEndless) {
  Conversation conversation = takeover();
  conversation.records[0].heard.resize(2);
  EXPECT_EQ(judge(conversation).gap, base::Duration::max());
}

}  // namespace
}  // namespace cluster
