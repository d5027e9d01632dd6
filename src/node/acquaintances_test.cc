#include "node/acquaintances.h"

#include <gtest/gtest.h>

namespace node {
namespace {

using namespace std::chrono_literals;

const base::PeerId kSelf{{9, 9, 9, 9}};

class Acquainted : public ::testing::Test {
 protected:
  // As if that member were here and had said where it is.
  void meet(std::uint64_t number, const std::string& address) {
    const base::PeerId id{{number, 0, 0, 0}};
    const protocol::Profile profile{.incarnation = ++incarnation_, .nick = {"n"}, .address = {address}};
    chat_.membership.nodelist.insert({id, protocol::LMax(profile)});
    chat_.presence.here.insert({id, {"n"}});
  }
  std::optional<base::Bytes> remembered(Acquaintances& acquaintances) {
    program_.tick(now_);
    now_ += Acquaintances::kRememberEvery;
    return acquaintances.remember(now_);
  }
  std::vector<std::string> kept_in(const base::Bytes& bytes) {
    return Acquaintances(chat_, kSelf, bytes).to_dial();
  }

  bloom::Program program_{{.name = "chat"}};
  protocol::Self self_{.id = kSelf,
                       .group = {"home"},
                       .stream = {kSelf, 1},
                       .profile = {.incarnation = 1, .nick = {"me"}, .address = {"me:1"}}};
  protocol::Chat chat_{program_, self_};
  base::Instant now_ = base::Instant(1h);
  std::uint64_t incarnation_ = 1;
};

TEST_F(Acquainted, WhoWasMet_IsDialedAtTheNextStart) {
  Acquaintances first(chat_, kSelf, {});
  meet(1, "one:1");
  meet(2, "two:2");
  const auto kept = remembered(first);
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept_in(*kept), (std::vector<std::string>{"two:2", "one:1"}));
  EXPECT_FALSE(remembered(first)) << "nothing has changed";
}

TEST_F(Acquainted, MemberThatMoved_IsKnownWhereItIsNow) {
  Acquaintances acquaintances(chat_, kSelf, {});
  meet(1, "old:1");
  ASSERT_TRUE(remembered(acquaintances));
  meet(1, "new:1");
  const auto kept = remembered(acquaintances);
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept_in(*kept), std::vector<std::string>{"new:1"});
}

TEST_F(Acquainted, AddressOfSeveralWordsOrNone_IsNotKept) {
  Acquaintances acquaintances(chat_, kSelf, {});
  meet(1, "a:1\nb:2");
  meet(2, "");
  EXPECT_FALSE(remembered(acquaintances));
}

TEST_F(Acquainted, MoreThanTheLimitPresent_TheFirstStay) {
  Acquaintances acquaintances(chat_, kSelf, {});
  for (std::uint64_t number = 1; number <= Acquaintances::kCountMax + 10; ++number) {
    meet(number, "host:" + std::to_string(number));
  }
  const auto kept = remembered(acquaintances);
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept_in(*kept).size(), Acquaintances::kCountMax);
  EXPECT_FALSE(remembered(acquaintances)) << "and are not written again and again";
}

TEST_F(Acquainted, Nonsense_IsIgnored) {
  const std::string nonsense = "not an id\n\xff\xff 1:2\n" + base::to_hex(kSelf) + " self:1\n";
  EXPECT_TRUE(kept_in(base::Bytes(nonsense.begin(), nonsense.end())).empty());
}

}  // namespace
}  // namespace node
