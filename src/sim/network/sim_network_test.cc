#include "sim/network/sim_network.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "wire/key_pair.h"

namespace sim {
namespace {

using namespace std::chrono_literals;

// What a host hears, with the time since the beginning.
class Ear : public env::Network::Listener {
 public:
  Ear(const Timeline& timeline, env::Network& network)
      : timeline_(timeline), network_(network), begin_(timeline.now) {}

  void link_opened(env::LinkId link, bool, const env::Remote& remote) override {
    links.push_back(link);
    remotes.push_back(remote);
    if (admits) network_.admit(link);
  }
  void frame_received(env::LinkId, base::ByteView frame) override {
    frames.push_back(frame[0]);
    last_frame_after = timeline_.now - begin_;
  }
  void link_closed(env::LinkId, std::string_view reason) override {
    closed.emplace_back(reason);
    closed_after = timeline_.now - begin_;
  }

  bool admits = true;
  std::vector<env::LinkId> links;
  std::vector<env::Remote> remotes;
  std::vector<int> frames;
  std::vector<std::string> closed;
  base::Duration last_frame_after{}, closed_after{};

 private:
  const Timeline& timeline_;
  env::Network& network_;
  const base::Instant begin_;
};

class SimNetworkTest : public ::testing::Test {
 protected:
  SimNetworkTest() {
    conditions.delay = {DelayModel::Shape::kFixed, 10ms, 10ms};
    for (HostIndex host = 0; host < 3; ++host) {
      ears.push_back(std::make_unique<Ear>(timeline, network.port(host)));
      network.port(host).attach(*ears.back());
      network.port(host).identify(seed_of(host));
      EXPECT_TRUE(network.port(host).listen("").ok());
    }
  }

  static base::KeySeed seed_of(HostIndex host) {
    base::KeySeed seed;
    seed.bytes[0] = static_cast<std::uint8_t>(host);
    return seed;
  }
  void run_for(base::Duration duration) {
    const base::Instant end = timeline.now + duration;
    while (!timeline.queue.empty() && timeline.queue.top().at <= end) {
      timeline.now = timeline.queue.top().at;
      network.handle(timeline.queue.pop());
    }
    timeline.now = end;
  }
  // Opens a link from host 0 to host 1 and answers with its id at host 0.
  env::LinkId link() {
    const env::LinkId id = network.port(0).dial(SimNetwork::address_of(1));
    run_for(100ms);
    EXPECT_EQ(ears[1]->links.size(), 1u);
    return id;
  }
  void send(env::LinkId link, int number, env::Lane lane = env::Lane::kChat, std::size_t bytes = 100) {
    base::Bytes frame(bytes);
    frame[0] = static_cast<std::uint8_t>(number);
    network.port(0).send(link, lane, std::make_shared<const base::Bytes>(std::move(frame)));
  }
  void send_many(env::LinkId link, int count) {
    for (int number = 0; number < count; ++number) {
      send(link, number);
      network.write_all();
    }
  }
  bool in_order(HostIndex host) const {
    return std::is_sorted(ears[host]->frames.begin(), ears[host]->frames.end());
  }
  void cut(int by) {
    conditions.cut(0, 1, by);
    conditions.cut(1, 0, by);
    network.conditions_changed();
  }

  Timeline timeline;
  Conditions conditions{3};
  Counters counters;
  Trace trace{100};
  SimNetwork network{1, timeline, conditions, counters, trace};
  std::vector<std::unique_ptr<Ear>> ears;
};

TEST_F(SimNetworkTest, Link_TellsEachEndTheKeyOfTheOtherAndOneBinding) {
  link();
  ASSERT_EQ(ears[0]->remotes.size(), 1u);
  EXPECT_EQ(ears[0]->remotes[0].key, wire::KeyPair(seed_of(1)).public_key());
  EXPECT_EQ(ears[1]->remotes[0].key, wire::KeyPair(seed_of(0)).public_key());
  EXPECT_EQ(ears[0]->remotes[0].binding, ears[1]->remotes[0].binding);
  network.port(0).dial(SimNetwork::address_of(1));
  run_for(100ms);
  ASSERT_EQ(ears[0]->remotes.size(), 2u);
  EXPECT_NE(ears[0]->remotes[0].binding, ears[0]->remotes[1].binding);
}

TEST_F(SimNetworkTest, LongFrameFromAStranger_EndsTheLink) {
  ears[1]->admits = false;
  const env::LinkId id = link();
  send(id, 1, env::Lane::kChat, env::kStrangerFrameBytesMax);
  send(id, 2, env::Lane::kChat, env::kStrangerFrameBytesMax + 1);
  network.write_all();
  run_for(100ms);
  EXPECT_EQ(ears[1]->frames, std::vector<int>{1});
  EXPECT_EQ(ears[1]->closed, std::vector<std::string>{"sent a frame that is too long"});
  EXPECT_EQ(ears[0]->closed.size(), 1u);
}

TEST_F(SimNetworkTest, Frames_ArriveInOrderAfterTheDelay) {
  const env::LinkId id = link();
  send_many(id, 50);
  run_for(9ms);
  EXPECT_TRUE(ears[1]->frames.empty());
  run_for(1ms);
  EXPECT_EQ(ears[1]->frames.size(), 50u);
  EXPECT_TRUE(in_order(1));
}

TEST_F(SimNetworkTest, Loss_AllArriveInOrderButLate) {
  const env::LinkId id = link();
  conditions.loss = 50;
  send_many(id, 100);
  run_for(5s);
  ASSERT_EQ(ears[1]->frames.size(), 100u);
  EXPECT_TRUE(in_order(1));
  EXPECT_GT(counters.of(Effect::kFrameRetransmitted), 0u);
}

TEST_F(SimNetworkTest, AllLost_TheLinkTimesOutAfterASecond) {
  const env::LinkId id = link();
  conditions.loss = 1000;
  send_many(id, 1);
  run_for(999ms);
  EXPECT_TRUE(ears[0]->closed.empty());
  run_for(2ms);
  EXPECT_EQ(ears[0]->closed, std::vector<std::string>{std::string(env::kUnresponsive)});
}

TEST_F(SimNetworkTest, CutForShort_WhatWasSentComesWithTheNextRepetition) {
  const env::LinkId id = link();
  cut(+1);
  send_many(id, 3);
  run_for(300ms);
  cut(-1);
  run_for(290ms);
  EXPECT_TRUE(ears[1]->frames.empty()) << "the kernel repeats after 0.2 s and 0.6 s";
  run_for(30ms);
  EXPECT_EQ(ears[1]->frames.size(), 3u);
}

TEST_F(SimNetworkTest, CutForLong_BothEndsLearnIt) {
  const env::LinkId id = link();
  cut(+1);
  send_many(id, 1);
  run_for(1100ms);
  EXPECT_EQ(ears[0]->closed.size(), 1u);
  EXPECT_TRUE(ears[1]->closed.empty()) << "nobody could tell it";
  cut(-1);
  network.port(1).send(ears[1]->links[0], env::Lane::kChat, std::make_shared<const base::Bytes>(10));
  network.write_all();
  run_for(100ms);
  EXPECT_EQ(ears[1]->closed, std::vector<std::string>{"reset by the other side"});
}

TEST_F(SimNetworkTest, CutOneWay_FramesGetThroughUntilTheSenderGivesUp) {
  const env::LinkId id = link();
  conditions.cut(1, 0, +1);
  send_many(id, 1);
  run_for(100ms);
  EXPECT_EQ(ears[1]->frames.size(), 1u);
  run_for(1s);
  EXPECT_EQ(ears[0]->closed.size(), 1u);
}

TEST_F(SimNetworkTest, Clogged_FramesComeWhenItIsOverAndTheLinkStays) {
  const env::LinkId id = link();
  conditions.clog(0, 1, +1);
  send_many(id, 5);
  run_for(10s);
  EXPECT_TRUE(ears[1]->frames.empty());
  conditions.clog(0, 1, -1);
  network.conditions_changed();
  run_for(20ms);
  EXPECT_EQ(ears[1]->frames.size(), 5u);
  EXPECT_TRUE(ears[0]->closed.empty());
}

TEST_F(SimNetworkTest, DialToADeadProcess_IsRefused_ToADeadMachine_IsUnanswered) {
  network.kill(1, false);
  network.port(0).dial(SimNetwork::address_of(1));
  run_for(100ms);
  EXPECT_EQ(ears[0]->closed, std::vector<std::string>{"connection refused: nobody listens there"});
  conditions.set_off(2, true);
  network.port(0).dial(SimNetwork::address_of(2));
  run_for(2900ms);
  EXPECT_EQ(ears[0]->closed.size(), 1u);
  run_for(200ms);
  EXPECT_EQ(ears[0]->closed.back(), "no answer within 3.0 s");
}

TEST_F(SimNetworkTest, ProcessDies_TheOtherHearsAtOnce_MachineDies_OnlyWhenItSends) {
  const env::LinkId first = link();
  network.kill(1, false);
  run_for(20ms);
  EXPECT_EQ(ears[0]->closed.size(), 1u);
  EXPECT_NE(first, 0u);
  const env::LinkId second = network.port(0).dial(SimNetwork::address_of(2));
  run_for(100ms);
  network.kill(2, true);
  conditions.set_off(2, true);
  run_for(10s);
  EXPECT_EQ(ears[0]->closed.size(), 1u);
  send_many(second, 1);
  run_for(1100ms);
  EXPECT_EQ(ears[0]->closed.back(), env::kUnresponsive);
}

TEST_F(SimNetworkTest, Held_WhatCameWaits_UntilTheKernelTakesNoMore) {
  const env::LinkId id = link();
  network.hold(1);
  send_many(id, 5);
  run_for(5s);
  EXPECT_TRUE(ears[1]->frames.empty());
  network.release(1);
  EXPECT_EQ(ears[1]->frames.size(), 5u);
  network.hold(1);
  for (int number = 0; number < 10; ++number) send(id, number, env::Lane::kBulk, 60'000);
  network.write_all();
  run_for(2s);
  EXPECT_EQ(ears[0]->closed, std::vector<std::string>{std::string(env::kUnresponsive)});
}

TEST_F(SimNetworkTest, QueueIsFull_TheSlowReaderIsDropped) {
  const env::LinkId id = link();
  conditions.clog(0, 1, +1);
  for (int number = 0; number < 71; ++number) send(id, number, env::Lane::kBulk, 60'000);
  network.write_all();
  run_for(100ms);
  EXPECT_EQ(ears[0]->closed, std::vector<std::string>{"slow reader"});
  EXPECT_LE(network.queue_bytes_seen(), NetworkOptions().queue_bytes_max);
}

TEST_F(SimNetworkTest, LittleBandwidth_UrgentFramesOvertakeBulk) {
  const env::LinkId id = link();
  conditions.bytes_per_second = 100'000;
  for (int number = 0; number < 20; ++number) send(id, 1, env::Lane::kBulk, 50'000);
  network.write_all();
  run_for(1s);
  send(id, 2, env::Lane::kControl);
  network.write_all();
  run_for(20s);
  ASSERT_EQ(ears[1]->frames.size(), 21u);
  const auto urgent = std::find(ears[1]->frames.begin(), ears[1]->frames.end(), 2);
  EXPECT_LT(urgent - ears[1]->frames.begin(), 6);
  EXPECT_GT(ears[1]->last_frame_after, 9s) << "a megabyte takes its time";
}

TEST_F(SimNetworkTest, BeyondTcp_FramesVanishDoubleAndSwap) {
  const env::LinkId id = link();
  conditions.vanish = 300;
  send_many(id, 100);
  run_for(1s);
  EXPECT_LT(ears[1]->frames.size(), 90u);
  conditions.vanish = 0;
  conditions.duplicate = 300;
  ears[1]->frames.clear();
  send_many(id, 100);
  run_for(1s);
  EXPECT_GT(ears[1]->frames.size(), 110u);
  conditions.duplicate = 0;
  conditions.reorder = 300;
  ears[1]->frames.clear();
  send_many(id, 100);
  run_for(1s);
  EXPECT_FALSE(in_order(1));
}

TEST_F(SimNetworkTest, Closed_WhatWasSentBeforeComesFirst) {
  const env::LinkId id = link();
  send(id, 7);
  network.port(0).close(id, "done");
  run_for(100ms);
  EXPECT_EQ(ears[1]->frames, std::vector<int>{7});
  EXPECT_EQ(ears[1]->closed, std::vector<std::string>{"closed by the other side"});
  EXPECT_EQ(ears[0]->closed.size(), 1u);
}

}  // namespace
}  // namespace sim
