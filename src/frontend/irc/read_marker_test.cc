// How far a user has read.
#include <gtest/gtest.h>

#include "frontend/irc/gateway_fixture.h"

namespace frontend::irc {
namespace {

TEST_F(IrcGateway, ReadMarker_GrowsAndIsTheNextClients) {
  ready();
  const auto ada = enter("ada", "draft/read-marker standard-replies");
  told(ada);
  clients.type(ada, "JOIN #den");
  const std::string joined = told(ada);
  EXPECT_HAS(joined, "MARKREAD #den *");
  EXPECT_LT(joined.find("MARKREAD"), joined.find(" 366 "));
  clients.type(ada, "MARKREAD #den timestamp=2026-11-28T10:00:00.000Z");
  EXPECT_HAS(told(ada), "MARKREAD #den timestamp=2026-11-28T10:00:00.000Z");
  clients.type(ada, "MARKREAD #den timestamp=2026-11-27T10:00:00.000Z");
  EXPECT_HAS(told(ada), "MARKREAD #den timestamp=2026-11-28T10:00:00.000Z");
  clients.type(ada, "MARKREAD #den timestamp=yesterday");
  EXPECT_HAS(told(ada), "INVALID_PARAMS");
  clients.type(ada, "MARKREAD");
  EXPECT_HAS(told(ada), "NEED_MORE_PARAMS");
  clients.drop(ada, "gone");
  const auto again = enter("ada", "draft/read-marker standard-replies");
  told(again);
  clients.type(again, "MARKREAD #DEN");
  EXPECT_HAS(told(again), "timestamp=2026-11-28T10:00:00.000Z");
}

}  // namespace
}  // namespace frontend::irc
