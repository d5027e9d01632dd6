#include <gtest/gtest.h>

#include "tests/examples/example.h"

namespace examples_test {
namespace {

// A server and clients that it has heard of.
class CentralChat : public testing::Test {
 protected:
  Example join(const std::string& nick) {
    Example client("chat_client", {nick, server_.address()});
    // Its first line comes back once the server knows it, which may take more than one try.
    EXPECT_TRUE(client.wait_until([&] {
      if (client.has_printed("listening at ")) client.say("here");
      return client.has_printed(nick + ": here");
    }));
    return client;
  }

  Example server_{"chat_server", {"127.0.0.1:0"}};
};

TEST_F(CentralChat, LineSaid_EveryClientPrintsIt) {
  Example alice = join("alice"), bob = join("bob");
  alice.say("hello bob");
  bob.wait_for("alice: hello bob");
  alice.wait_for("alice: hello bob");
  bob.say("hello alice");
  alice.wait_for("bob: hello alice");
}

TEST_F(CentralChat, LineSaid_EndsWithItsTime) {
  Example alice = join("alice");
  alice.say("what time is it");
  alice.wait_for("what time is it");
  const std::string& line = alice.lines().back();
  ASSERT_GT(line.size(), 66);
  EXPECT_EQ(line[66], '(');
  EXPECT_EQ(line.back(), ')');
}

TEST_F(CentralChat, ClientKilled_OthersTalkOn) {
  Example alice = join("alice"), bob = join("bob"), carol = join("carol");
  bob.kill();
  alice.say("still there?");
  carol.wait_for("alice: still there?");
}

TEST_F(CentralChat, NonsenseReceived_ServerGoesOn) {
  Example alice = join("alice");
  Example stray("token_ring", {"9"});  // its datagrams carry rows of a channel that the server lacks
  stray.say(server_.address());
  stray.address();
  stray.say("start");
  stray.wait_for("Got token!");
  alice.say("undisturbed");
  alice.wait_for("alice: undisturbed");
}

}  // namespace
}  // namespace examples_test
