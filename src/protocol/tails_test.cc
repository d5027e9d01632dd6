// Which end of each stream somebody is sent who lacks much.
#include "protocol/tails.h"

#include <gtest/gtest.h>

#include "protocol/exchange.h"

namespace protocol {
namespace {

const Self kSelf{.id = {{1}}, .group = {"home"}, .stream = {{{1}}, 1}, .profile = {}};
constexpr Portions kPortions{.in_memory = 1000, .catch_up = 20, .newest = 5};

Stream of(std::uint64_t author) { return {{{author}}, 1}; }

struct Fixture {
  Fixture() : host(program), channels(program), charter(program, kSelf, host, channels), log(program, kSelf, host, channels, charter) {}

  // Author `author` says so many lines in `room`.
  void talk(std::uint64_t author, std::uint64_t lines, const std::string& room = "lobby") {
    std::uint64_t& seq = said[author];
    for (std::uint64_t i = 0; i < lines; ++i) {
      ++seq;
      log.entries.insert(Entry{.stream = of(author), .seq = seq, .previous = {}, .hlc = ++now, .said_at = {},
                               .room = {room}, .nick = {"n"}, .text = {"text"}, .id = {{author, seq}}});
    }
    log.held.insert(Held{of(author), LMax(seq)});
    program.tick({});
  }
  Tails tails(std::vector<Mark> have = {}) {
    return protocol::tails(log, {.first = {}, .last = kLastStream, .have = {std::move(have)}}, kPortions);
  }

  bloom::Program program;
  Host host;
  Channels channels;
  Charter charter;
  Log log;
  std::map<std::uint64_t, std::uint64_t> said;
  std::uint64_t now = 0;
};

TEST(Tails, NotMuchIsLacking_AllOfIt) {
  Fixture f;
  f.talk(5, 12);
  f.talk(6, 8);
  EXPECT_EQ(f.tails().at(of(5)).begin, 0u);
  EXPECT_EQ(f.tails().at(of(6)).begin, 0u);
  const Tails rest = f.tails({{of(5), 12}, {of(6), 3}});
  EXPECT_EQ(rest.size(), 1u);
  EXPECT_EQ(rest.at(of(6)).begin, 3u);
}

TEST(Tails, Much_TheNewestOfEachRoomHoweverOld) {
  Fixture f;
  f.talk(5, 30, "garden");
  f.talk(6, 60);
  const Tails tails = f.tails();
  EXPECT_EQ(tails.at(of(5)).begin, 25u);
  EXPECT_EQ(tails.at(of(6)).begin, 55u);
}

TEST(Tails, NewestOfARoomDragTooMuchAlong_TheNewestOfAll) {
  Fixture f;
  f.talk(5, 10, "garden");
  f.talk(5, 200);
  f.talk(6, 10);
  const Tails tails = f.tails();
  EXPECT_EQ(tails.at(of(5)).begin, 200u);
  EXPECT_EQ(tails.at(of(6)).begin, 0u);
}

TEST(Tails, ALittleLess_IsNotWorthAGap) {
  Fixture f;
  f.talk(5, 3, "garden");
  f.talk(5, 22);
  EXPECT_EQ(f.tails().at(of(5)).begin, 0u);
}

TEST(Tails, WhatIsNotInMemory_IsLeftToBeLookedBackFor) {
  Fixture f;
  f.talk(5, 12);
  f.host.trim.insert({.hlc = 8});
  f.program.tick({});
  f.program.tick({});
  EXPECT_EQ(f.tails().at(of(5)).begin, 7u);
  f.host.trim.insert({.hlc = 100});
  f.program.tick({});
  f.program.tick({});
  EXPECT_EQ(f.tails().at(of(5)).begin, 12u) << "nothing of it is sent";
}

TEST(Tails, BehindAGap) {
  Fixture f;
  f.talk(5, 12);
  f.log.gaps.insert(Gaps{of(5), {{3, 6}}});
  f.program.tick({});
  EXPECT_EQ(f.tails().at(of(5)).begin, 6u);
}

}  // namespace
}  // namespace protocol
