#include "node/discovery.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "node/testing/virtual_group.h"
#include "wire/beacon.h"

namespace node {
namespace {

using namespace std::chrono_literals;

constexpr base::GroupId kGroup{{1, 2, 3, 4}};

// What is sent is kept; what is heard, a test says.
class TestBeacon : public env::Beacon {
 public:
  void open(const std::string&, Listener& listener) override { listener_ = &listener; }
  void send(base::ByteView datagram) override { sent.emplace_back(datagram.begin(), datagram.end()); }
  void hear(const base::Bytes& datagram, const std::string& host) {
    listener_->datagram_came(datagram, host);
  }

  std::vector<base::Bytes> sent;

 private:
  Listener* listener_ = nullptr;
};

class DiscoveryTest : public ::testing::Test {
 protected:
  Discovery::Changes step(base::Duration later = 0ms) {
    now_ += later;
    return discovery_.step(now_);
  }

  // A beacon of another member at `host`:4000.
  base::Bytes beacon() { return wire::encode({++salt_, 4000}, kGroup); }
  std::vector<std::string> hear_from(const std::string& host) {
    beacon_.hear(beacon(), host);
    return step().to_dial;
  }

  // How many beacons are sent within `duration`.
  std::size_t sent_within(base::Duration duration) {
    const std::size_t before = beacon_.sent.size();
    for (const base::Instant end = now_ + duration; now_ < end;) step(100ms);
    return beacon_.sent.size() - before;
  }

  base::Instant now_{1h};
  std::uint64_t salt_ = 0;
  Discovery::Company company_;
  std::vector<std::string> linked_;
  TestBeacon beacon_;
  testing::VirtualRandom random_{1};
  Discovery discovery_{beacon_,
                       random_,
                       {kGroup, "10.0.0.1:4000"},
                       {.company = [this] { return company_; },
                        .linked =
                            [this](const std::string& address) {
                              return std::ranges::find(linked_, address) != linked_.end();
                            }}};
};

using Addresses = std::vector<std::string>;

TEST_F(DiscoveryTest, Alone_CallsAtOnceAndEveryTwoSeconds) {
  step();
  ASSERT_EQ(beacon_.sent.size(), 1u);
  const auto read = wire::decode_beacon(beacon_.sent.front(), kGroup);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->port, 4000);
  const std::size_t calls = sent_within(60s);
  EXPECT_GE(calls, 24u);
  EXPECT_LE(calls, 40u);
}

TEST_F(DiscoveryTest, NobodyMissing_ShowsItselfEveryHalfMinute) {
  company_ = {.here = 3};
  step();
  const std::size_t calls = sent_within(300s);
  EXPECT_GE(calls, 8u);
  EXPECT_LE(calls, 13u);
}

TEST_F(DiscoveryTest, SomebodyMissing_IsSoughtForAMinute) {
  company_ = {.here = 3};
  sent_within(100s);
  company_ = {.here = 2, .missing = 1};
  EXPECT_GE(sent_within(1s), 1u) << "at once";
  EXPECT_GE(sent_within(55s), 22u);
  EXPECT_LE(sent_within(300s), 14u) << "it may be gone for good";
}

TEST_F(DiscoveryTest, BeaconOfAMember_IsAHintWhereToDial) {
  EXPECT_EQ(hear_from("10.0.0.2"), Addresses{"10.0.0.2:4000"});
  EXPECT_EQ(hear_from("10.0.0.2"), Addresses{}) << "once";
  EXPECT_EQ(hear_from("[fe80::1%2]"), Addresses{"[fe80::1%2]:4000"});
}

TEST_F(DiscoveryTest, BeaconOfAnotherGroupOrNone_IsNone) {
  beacon_.hear(wire::encode({9, 4000}, {{9, 9, 9, 9}}), "10.0.0.2");
  beacon_.hear(base::Bytes(64, 0xff), "10.0.0.3");
  EXPECT_TRUE(step().to_dial.empty());
}

TEST_F(DiscoveryTest, OwnBeacon_IsNone) {
  step();
  beacon_.hear(beacon_.sent.front(), "10.0.0.1");
  EXPECT_TRUE(step().to_dial.empty());
}

TEST_F(DiscoveryTest, SaidAgainFromElsewhere_IsNone) {
  const base::Bytes replayed = beacon();
  beacon_.hear(replayed, "10.0.0.2");
  beacon_.hear(replayed, "10.6.6.6");
  EXPECT_EQ(step().to_dial, Addresses{"10.0.0.2:4000"});
}

// Though we miss nobody, whoever calls is answered, soon and at most once a second.
TEST_F(DiscoveryTest, Caller_IsAnsweredOnceASecond) {
  company_ = {.here = 3};
  step();
  sent_within(2s);
  hear_from("10.0.0.2");
  EXPECT_EQ(sent_within(500ms), 1u);
  std::size_t answers = 0;
  for (int i = 0; i < 50; ++i) {
    hear_from("10.0.0." + std::to_string(10 + i));
    answers += sent_within(100ms);
  }
  EXPECT_GE(answers, 2u);
  EXPECT_LE(answers, 5u) << "in five seconds";
}

// In a large group one answer is enough.
TEST_F(DiscoveryTest, AnotherMemberAnswers_WeNeedNot) {
  company_ = {.here = 3};
  linked_ = {"10.0.0.3:4000"};
  step();
  sent_within(2s);
  hear_from("10.0.0.2");
  hear_from("10.0.0.3");
  EXPECT_EQ(sent_within(1s), 0u);
}

TEST_F(DiscoveryTest, NobodyMissing_DialsOnlyWhoKeepsCalling) {
  company_ = {.here = 3};
  EXPECT_EQ(hear_from("10.0.0.2"), Addresses{});
  EXPECT_EQ(hear_from("10.0.0.2"), Addresses{});
  EXPECT_EQ(hear_from("10.0.0.2"), Addresses{"10.0.0.2:4000"});
}

TEST_F(DiscoveryTest, NotHeardOfForAMinute_IsDialedNoLonger) {
  hear_from("10.0.0.2");
  sent_within(50s);
  hear_from("10.0.0.2");
  Addresses no_longer;
  for (int i = 0; i < 700 && no_longer.empty(); ++i) {
    no_longer = step(100ms).no_longer;
    ASSERT_TRUE(i >= 590 || no_longer.empty()) << i;
  }
  EXPECT_EQ(no_longer, Addresses{"10.0.0.2:4000"});
}

// Whoever replays what it heard from a thousand addresses makes us dial few of them, and remember few.
TEST_F(DiscoveryTest, FloodOfForgedSenders_CostsFewDials) {
  std::size_t dials = 0, forgotten = 0;
  for (int second = 0; second < 60; ++second) {
    for (int i = 0; i < 100; ++i) {
      beacon_.hear(beacon(), "10.1." + std::to_string(second) + "." + std::to_string(i));
    }
    const Discovery::Changes changes = step(1s);
    dials += changes.to_dial.size();
    forgotten += changes.no_longer.size();
  }
  EXPECT_GE(dials, 100u);
  EXPECT_LE(dials, 60 / 4 * Discovery::kDialsMax + Discovery::kDialsMax) << "two a second";
  EXPECT_LE(dials - forgotten, Discovery::kHintsMax);
}

}  // namespace
}  // namespace node
