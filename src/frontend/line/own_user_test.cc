#include "frontend/own_user.h"

#include <gtest/gtest.h>

#include "frontend/line/fakes.h"

namespace frontend {
namespace {

const std::string kSelf(64, 'a');
const std::string kOther(64, 'b');

class OwnUserOf : public testing::Test {
 protected:
  OwnUserOf() {
    own.event(node::Ready{kSelf, "gate", ""});
    own.event(node::Setting{.node = kSelf, .name = "u0", .value = R"({"nick":"ada"})", .at = 1});
    own.event(node::Setting{.node = kOther, .name = "u0", .value = R"({"nick":"gate"})", .at = 2});  // no user of ours
  }
  static node::Message said(const std::string& node, const std::string& nick) {
    node::Message message;
    message.node = node;
    message.nick = nick;
    message.text = "hello";
    message.own = node == kSelf;
    return message;
  }
  static node::Message alone(node::Message message, const std::string& node, const std::string& user) {
    message.to = node;
    message.to_user = user;
    return message;
  }

  line::FakeSession session;
  OwnUser own{session};
};

TEST_F(OwnUserOf, APeer_ItsOwnLinesAreItsOwn_AndThoseOfItsClientsAreOthers) {
  EXPECT_TRUE(own.shown(said(kSelf, "gate"))->own);
  EXPECT_FALSE(own.shown(said(kSelf, "ada"))->own);
  EXPECT_FALSE(own.shown(said(kOther, "olga"))->own);
  own.event(node::Setting{.node = kSelf, .name = "u0", .value = "-", .at = 3});
  EXPECT_FALSE(own.shown(said(kSelf, "ada"))->own) << "who has gone said it all the same";
}

TEST_F(OwnUserOf, APeer_SeesNothingPrivateOfItsClients) {
  EXPECT_TRUE(own.shown(alone(said(kSelf, "gate"), kOther, "")));
  EXPECT_TRUE(own.shown(alone(said(kSelf, "gate"), kSelf, "ada")));
  EXPECT_TRUE(own.shown(alone(said(kSelf, "ada"), kSelf, "")));
  EXPECT_TRUE(own.shown(alone(said(kOther, "olga"), kSelf, "")));
  EXPECT_FALSE(own.shown(alone(said(kSelf, "ada"), kOther, "")));
  EXPECT_FALSE(own.shown(alone(said(kSelf, "ada"), kSelf, "ben")));
  EXPECT_FALSE(own.shown(alone(said(kOther, "olga"), kSelf, "ada")));
}

TEST_F(OwnUserOf, APeer_SeesNothingOfWhatIsForPrograms) {
  node::Message reaction = said(kOther, "olga");
  reaction.tags = "+draft/react=x";
  reaction.text.clear();
  EXPECT_FALSE(own.shown(reaction));
}

}  // namespace
}  // namespace frontend
