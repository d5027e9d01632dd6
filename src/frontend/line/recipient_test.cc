#include "frontend/line/recipient.h"

#include <gtest/gtest.h>

#include "frontend/line/fakes.h"

namespace frontend::line {
namespace {

struct RecipientTest : testing::Test {
  RecipientTest() {
    session.member_list = {{.node = "aaaaaaaa01", .nick = "alice", .address = {}, .here = true, .self = true},
                           {.node = "bbbbbbbb01", .nick = "bob", .address = {}, .here = true}};
    belongs("aaaaaaaa01", "alice");
    belongs("bbbbbbbb01", "bob");
    belongs("cccccccc01", "carol");
  }
  void belongs(const std::string& node, const std::string& nick) {
    session.belonging_list.emplace_back().node = node;
    session.belonging_list.back().nick = nick;
  }
  std::string found(std::string_view who) const {
    const auto to = find_recipient(session, who);
    if (!to) return to.error().message;
    return to.value().user.empty() ? to.value().node : to.value().node + "/" + to.value().user;
  }
  FakeSession session;
};

TEST_F(RecipientTest, UserWhomAPeerHosts_IsFoundUnlessAMemberHasTheNick) {
  session.others_settings = {{.node = "bbbbbbbb01", .name = "u0", .value = "{\"nick\":\"dora\"}"},
                             {.node = "bbbbbbbb01", .name = "u1", .value = "{\"nick\":\"carol\"}"},
                             {.node = "bbbbbbbb01", .name = "u2", .value = "- gone"},
                             {.node = "bbbbbbbb01", .name = "u3", .value = "[1"}};
  EXPECT_EQ(found("dora"), "bbbbbbbb01/dora");
  EXPECT_EQ(found("carol"), "cccccccc01");
}

TEST_F(RecipientTest, Nick_OfSomebodyHereOrAway_IsFound) {
  EXPECT_EQ(found("bob"), "bbbbbbbb01");
  EXPECT_EQ(found("carol"), "cccccccc01");
}

TEST_F(RecipientTest, Node_EightDigitsOrMore_IsFound) {
  EXPECT_EQ(found("cccccccc"), "cccccccc01");
  EXPECT_EQ(found("cccccccc0"), "cccccccc01");
  EXPECT_EQ(found("ccccccc").substr(0, 37), "There is no member called ccccccc, so");
}

TEST_F(RecipientTest, Nick_OfTwo_IsNobodysUntilTheNodeTells) {
  belongs("dddddddd01", "bob");
  EXPECT_EQ(found("bob"),
            "2 members may be meant by bob, so nothing was sent. Name one by the digits of its node: "
            "bbbbbbbb, dddddddd.");
  EXPECT_EQ(found("dddddddd"), "dddddddd01");
}

TEST_F(RecipientTest, Nick_OfWhoWasRemovedOrOfOneself_IsRefused) {
  session.belonging_list[1].removed_by = "aaaaaaaa01";
  EXPECT_EQ(found("bob").substr(0, 12), "There is no ");
  EXPECT_EQ(found("alice"), "That is you: nothing was sent.");
}

TEST_F(RecipientTest, Name_WithEscapes_IsMadePrintable) {
  EXPECT_EQ(found("\x1B[2J").find('\x1B'), std::string::npos);
}

}  // namespace
}  // namespace frontend::line
