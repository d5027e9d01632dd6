#include "wire/frame.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "base/random.h"
#include "bloom/value.h"
#include "wire/canonical.h"
#include "wire/statement.h"

namespace wire {
namespace {

using namespace std::chrono_literals;

protocol::Entry some_entry() {
  protocol::Entry entry = signed_by(KeyPair(base::KeySeed{{1}}), {}, {.stream = {.author = {}, .epoch = 77},
                                                                  .seq = 300,
                                                                  .previous = {{5, 6, 7, 8}},
                                                                  .hlc = 1'700'000'000'000ULL << 16,
                                                                  .said_at = base::WallTime(1'700'000'000s),
                                                                  .room = {"lobby"},
                                                                  .nick = {"zoë"},
                                                                  .text = {"good morning"}});
  entry.proven = false;  // which is not sent
  return entry;
}

protocol::Profile some_profile() {
  return {.incarnation = 3,
          .stamp = 1'700'000'000'000'000,
          .left = false,
          .nick = {"bob"},
          .address = {"127.0.0.1:9"}};
}

protocol::Statement some_statement() {
  const KeyPair member(base::KeySeed{{1}}), removed(base::KeySeed{{2}});
  protocol::Statement statement =
      stated_by(member, {{1, 2, 3, 4}},
                   {.kind = protocol::kRemoves,
                    .subject = removed.public_key(),
                    .at = base::WallTime(5s),
                    .cut = {{{7, 300}}},
                    .stands = {{{~0ULL}}}});
  statement.proven = false;  // which is not sent
  return statement;
}

std::vector<Message> one_of_each() {
  const base::PeerId id{{5, 6, 7, 8}};
  return {
      protocol::Hello{.id = id, .profile = some_profile(), .age = 5s},
      protocol::Heartbeat{.edition = 3,
                          .profile = some_profile(),
                          .age = 1ms,
                          .members = {~0ULL},
                          .log = {42},
                          .past = {43},
                          .absent = {7},
                          .wanted = true,
                          .probe = false,
                          .elders = {{{id, 9, 1s, 2ms}}}},
      protocol::Goodbye{.profile = some_profile()},
      protocol::Members{.list = {{{id, some_profile(), 10s}, {id, some_profile(), 0s}}}},
      protocol::Submit{.entry = some_entry(), .hops = 2},
      protocol::Relay{.entry = some_entry(), .confirm = true},
      protocol::Receipt{.epoch = 77, .above = 4, .through = 300},
      protocol::Want{.first = {}, .last = some_entry().stream, .have = {{{some_entry().stream, 299}}}},
      protocol::Batch{.entries = {{some_entry()}}, .begins = {{{some_entry().stream, 10}}}, .more = true},
      protocol::Census{.parts = {{{1}, {~0ULL}}}},
      protocol::Roll{.absent = {{{5}, {6}}}},
      protocol::LookBack{.missing = {{{some_entry().stream, 7, 299}}}},
      protocol::History{.entries = {{some_entry()}}},
      protocol::Knock{.tag = {{1, 2, 3}}},
      protocol::Credentials{.chain = {{some_statement()}},
                            .invite = some_statement().subject,
                            .proof = {{9, 8}},
                            .nick = {"new"}},
      protocol::Admission{.chain = {{some_statement(), some_statement()}}},
      protocol::Refused{.reason = protocol::kInviteExpired},
      protocol::Statements{.list = {{some_statement()}}},
      protocol::StatementCensus{.parts = {{{1}, {~0ULL}}}},
      protocol::KeepAlive{.edition = 3, .age = 2s, .elders = {{{1s, 3ms}}}},
  };
}

Refusal refusal_of(const base::Bytes& frame) {
  const auto decoded = decode(frame);
  EXPECT_TRUE(std::holds_alternative<Refusal>(decoded)) << "the frame was accepted";
  return std::holds_alternative<Refusal>(decoded) ? std::get<Refusal>(decoded) : Refusal{};
}

TEST(Frame, EveryKind_ComesBackAsItWas) {
  ASSERT_EQ(one_of_each().size(), std::variant_size_v<Message>);
  for (const Message& message : one_of_each()) {
    const auto decoded = decode(encode(message));
    ASSERT_TRUE(std::holds_alternative<Message>(decoded)) << message.index();
    ASSERT_EQ(std::get<Message>(decoded).index(), message.index());
    EXPECT_EQ(encode(std::get<Message>(decoded)), encode(message));
    std::visit(
        [&](const auto& row) {
          EXPECT_TRUE(
              bloom::equal(row, std::get<std::remove_cvref_t<decltype(row)>>(std::get<Message>(decoded))));
        },
        message);
  }
}

TEST(Frame, RouteFields_DoNotTravel) {
  protocol::Submit forged{.to = {{1}}, .from = {{2}}, .entry = some_entry()};
  const auto decoded = std::get<Message>(decode(encode(forged)));
  EXPECT_EQ(std::get<protocol::Submit>(decoded).from, base::PeerId());
  EXPECT_EQ(std::get<protocol::Submit>(decoded).to, base::PeerId());
}

TEST(Frame, EveryPrefix_IsTruncated) {
  for (const Message& message : one_of_each()) {
    const base::Bytes whole = encode(message);
    for (std::size_t size = 0; size < whole.size(); ++size) {
      const base::Bytes cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
      EXPECT_EQ(refusal_of(cut), Refusal::kTruncated) << message.index() << " cut at " << size;
    }
  }
}

TEST(Frame, OneByteTooMany_IsTrailing) {
  for (const Message& message : one_of_each()) {
    base::Bytes frame = encode(message);
    frame.push_back(0);
    EXPECT_EQ(refusal_of(frame), Refusal::kTrailing);
  }
}

TEST(Frame, OtherVersionOrKind_IsRefusedAsSuch) {
  base::Bytes frame = encode(one_of_each().front());
  frame[0] = kWireVersion + 1;
  EXPECT_EQ(refusal_of(frame), Refusal::kVersion);
  frame[0] = kWireVersion;
  frame[1] = 0xee;
  EXPECT_EQ(refusal_of(frame), Refusal::kKind);
}

TEST(Frame, LengthBeyondTheFrame_IsRefusedBeforeAllocating) {
  // A Receipt's two numbers replaced by a Batch that claims 256 entries, and one that claims 2^60.
  EXPECT_EQ(refusal_of({kWireVersion, 9, 0x80, 0x02}), Refusal::kTruncated);
  EXPECT_EQ(refusal_of({kWireVersion, 9, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x10}),
            Refusal::kLimit);
}

TEST(Frame, TextBeyondItsLimit_IsRefused) {
  protocol::Submit submit{.entry = some_entry()};
  submit.entry.nick.value = std::string(protocol::kNickBytes + 1, 'n');
  EXPECT_EQ(refusal_of(encode(submit)), Refusal::kLimit);
  submit.entry.nick.value = "";
  EXPECT_EQ(refusal_of(encode(submit)), Refusal::kLimit);
  submit.entry.nick.value = std::string(protocol::kNickBytes, 'n');
  submit.entry.text.value = std::string(protocol::kTextBytes + 1, 't');
  EXPECT_EQ(refusal_of(encode(submit)), Refusal::kLimit);
}

TEST(Frame, TextThatIsNotUtf8_IsRefused) {
  protocol::Submit submit{.entry = some_entry()};
  submit.entry.text.value = "\xc3\x28";
  EXPECT_EQ(refusal_of(encode(submit)), Refusal::kText);
}

TEST(Frame, NumberWrittenTooLong_IsNotCanonical) {
  EXPECT_EQ(refusal_of({kWireVersion, 7, 0x81, 0x00, 0x05}), Refusal::kNotCanonical);
}

TEST(Frame, NumberBeyondTheLimit_IsRefused) {
  EXPECT_EQ(refusal_of(encode(protocol::Receipt{.epoch = protocol::kIntegerMax + 1, .through = 1})),
            Refusal::kLimit);
  base::Bytes endless{kWireVersion, 7};
  endless.insert(endless.end(), 11, 0xff);
  EXPECT_EQ(refusal_of(endless), Refusal::kLimit);
}

TEST(Frame, BoolOtherThanZeroOrOne_IsRefused) {
  base::Bytes frame = encode(protocol::Relay{.entry = some_entry(), .confirm = true});
  frame.back() = 2;
  EXPECT_EQ(refusal_of(frame), Refusal::kLimit);
}

TEST(Frame, LargestMessages_FitAFrame) {
  constexpr std::size_t kFrameBytesMax = 64 * 1024, kStrangerFrameBytesMax = 4 * 1024;
  const auto full = [](std::size_t size) { return std::string(size, 'x'); };
  protocol::Profile profile{protocol::kIntegerMax,
                            protocol::kIntegerMax,
                            true,
                            {full(protocol::kNickBytes)},
                            {full(protocol::kAddressBytes)}};
  protocol::Members members;
  members.list.items.assign(protocol::kMembersPerMessage,
                            {{}, profile, base::Duration(protocol::kIntegerMax)});
  EXPECT_LE(encode(members).size(), kFrameBytesMax);

  // Before its end lets us in.
  protocol::Statement statement = some_statement();
  statement.cut = {};
  statement.stands = {};
  statement.nick.value = full(protocol::kNickBytes);
  statement.at = base::WallTime(base::Duration(protocol::kIntegerMax));
  const protocol::BoundedList<protocol::Statement, protocol::kChainMax> chain{{protocol::kChainMax, statement}};
  EXPECT_LE(encode(protocol::Credentials{.chain = chain, .nick = statement.nick}).size(), kStrangerFrameBytesMax);
  EXPECT_LE(encode(protocol::Admission{.chain = chain}).size(), kStrangerFrameBytesMax);

  const protocol::Mark mark{{{}, protocol::kIntegerMax}, protocol::kIntegerMax};
  protocol::Want want;
  want.have.items.assign(protocol::kMarksPerMessage, mark);
  EXPECT_LE(encode(want).size(), kFrameBytesMax);

  // A batch stops growing at kBatchBytes, but the entry that crosses the line may be of any size.
  protocol::Entry entry = some_entry();
  entry.text.value = full(protocol::kTextBytes);
  protocol::Batch batch;
  batch.entries.items.assign(protocol::kBatchBytes / protocol::kTextBytes + 1, entry);
  EXPECT_LE(encode(batch).size(), kFrameBytesMax);
  batch.entries.items.resize(1);
  batch.begins.items.assign(protocol::kBeginsPerBatch, mark);
  EXPECT_LE(encode(batch).size(), kFrameBytesMax);
}

// Random bytes, and valid frames with a few bytes changed: nothing crashes, and whatever is accepted is
// canonical. Every reason must come up, or this test looks at too little.
TEST(Frame, RandomBytes_AreRefusedOrCanonical) {
  base::SeededRandom random(2026);
  std::map<std::string_view, int> refused;
  int accepted = 0;
  const std::vector<Message> messages = one_of_each();
  for (int round = 0; round < 200'000; ++round) {
    base::Bytes frame;
    if (round % 2 == 0) {
      frame = encode(messages[random.below(messages.size())]);
      for (std::uint64_t i = 0; i <= random.below(3); ++i) {
        frame[random.below(frame.size())] = static_cast<std::uint8_t>(random.next());
      }
    } else {
      frame = {kWireVersion, static_cast<std::uint8_t>(1 + random.below(15))};
      for (std::uint64_t i = random.below(200); i > 0; --i)
        frame.push_back(static_cast<std::uint8_t>(random.next()));
    }
    const auto decoded = decode(frame);
    if (const auto* refusal = std::get_if<Refusal>(&decoded)) {
      ++refused[name_of(*refusal)];
    } else {
      ++accepted;
      EXPECT_EQ(encode(std::get<Message>(decoded)), frame);
    }
  }
  EXPECT_EQ(refused.size(), kRefusals);
  EXPECT_GT(accepted, 1000);
}

}  // namespace
}  // namespace wire
