// Beats that no rule could use are left out, and the host need not wake for them; every other comes when it would have.
#include <gtest/gtest.h>

#include "base/random.h"
#include "tests/bloom/support.h"

namespace bloom_test {
namespace {

struct Task {
  int id;
  base::Instant at;
};

// Tasks to be done a second after they came, by a beat every 100 ms.
struct Tasks {
  explicit Tasks(bloom::Beats beats = bloom::Beats::kIfHeard) : beat(program, "beat", 100ms, beats) {
    task <= coming;
    task <- cancelled;
    done <= (beat * task).pairs(bloom::due([](const Task& t) { return t.at + 1s; },
                                           [](const bloom::Beat& b, const Task& t) { return Task{t.id, b.at}; }));
    task <- (done * task).rights(&Task::id, &Task::id);
  }
  void tick(base::Duration now) { program.tick(at(now)); }

  bloom::Program program;
  bloom::Periodic beat;
  bloom::Input<Task> coming{program, "coming"}, cancelled{program, "cancelled"};
  bloom::Table<Task> task{program, "task"};
  bloom::Scratch<Task> done{program, "done"};
};

TEST(Beats, NothingToDo_NobodyWakes) {
  Tasks tasks;
  tasks.tick(0s);
  EXPECT_EQ(tasks.program.next_beat(), std::nullopt);
  tasks.tick(5s);
  EXPECT_TRUE(tasks.beat.empty());
}

TEST(Beats, SomethingIsDueLater_TheBeatComesThen) {
  Tasks tasks;
  tasks.tick(0s);
  tasks.coming.insert({1, at(2s)});
  tasks.tick(2s);
  EXPECT_EQ(tasks.program.next_beat(), at(3s));
  tasks.tick(2900ms);
  EXPECT_TRUE(tasks.beat.empty());
  tasks.tick(3s);
  EXPECT_EQ(texts(tasks.done).size(), 1U);
}

// The time of what is gone may be kept for a while, but not for good.
TEST(Beats, WhatWasDueIsCancelled_NobodyWakesForLong) {
  Tasks tasks;
  tasks.tick(0s);
  for (int id = 0; id < 100; ++id) tasks.coming.insert({id, at(0s)});
  tasks.tick(0s);
  for (int id = 1; id < 100; ++id) tasks.cancelled.insert({id, at(0s)});
  tasks.tick(0s);
  tasks.tick(0s);
  EXPECT_EQ(tasks.program.next_beat(), at(1s));
  tasks.cancelled.insert({0, at(0s)});
  tasks.tick(500ms);
  tasks.tick(500ms);
  tasks.tick(1s);
  EXPECT_EQ(tasks.program.next_beat(), std::nullopt);
}

TEST(Beats, ManyRowsEarliestLast_IsFound) {
  Tasks tasks;
  tasks.tick(0s);
  for (int id = 0; id < 100; ++id) {
    tasks.coming.insert({id, at(10s - id * 10ms)});
    tasks.tick(base::Duration(id));
  }
  EXPECT_EQ(tasks.program.next_beat(), at(11s - 990ms));
}

// Both see the same tasks and ticks; one beats always.
TEST(Beats, RandomTasks_AreDoneAsIfEveryBeatCame) {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    base::SeededRandom random(seed);
    Tasks sleepy, eager(bloom::Beats::kAlways);
    base::Duration now{};
    for (int round = 0; round < 60; ++round) {
      now += std::chrono::milliseconds(random.below(400));
      for (Tasks* tasks : {&sleepy, &eager}) tasks->tick(now);
      ASSERT_EQ(texts(sleepy.done), texts(eager.done)) << "seed " << seed << ", round " << round;
      for (Tasks* tasks : {&sleepy, &eager}) tasks->tick(now);
      for (std::uint64_t count = random.below(20); count > 0; --count) {
        const Task task{static_cast<int>(random.below(30)), at(now - std::chrono::milliseconds(random.below(2000)))};
        const bool cancels = random.below(4) == 0;
        for (Tasks* tasks : {&sleepy, &eager}) (cancels ? tasks->cancelled : tasks->coming).insert(task);
      }
      for (Tasks* tasks : {&sleepy, &eager}) tasks->tick(now);
      for (Tasks* tasks : {&sleepy, &eager}) tasks->tick(now);
      ASSERT_EQ(sorted(sleepy.task), sorted(eager.task)) << "seed " << seed << ", round " << round;
    }
  }
}

// Told of nothing but the ticks it asks for, it does everything within a period of its time.
TEST(Beats, HostThatSleepsUntilTheNextBeat_MissesNothing) {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    base::SeededRandom random(seed);
    Tasks tasks;
    tasks.tick(0s);
    std::size_t done = 0;
    for (int id = 0; id < 50; ++id) tasks.coming.insert({id, at(std::chrono::milliseconds(random.below(5000)))});
    tasks.tick(0s);
    base::Instant now = at(0s);
    for (int wakes = 0; wakes < 200; ++wakes) {
      const auto next = tasks.program.next_beat();
      if (!next && !tasks.program.wants_tick()) break;
      if (!tasks.program.wants_tick()) now = *next;
      tasks.program.tick(now);
      for (const Task& task : tasks.done) EXPECT_EQ(task.at, now);
      done += tasks.done.size();
    }
    EXPECT_EQ(done, 50U);
    EXPECT_EQ(tasks.program.next_beat(), std::nullopt);
  }
}

// What an event holds back is there again once the event is gone, without anything new.
TEST(Beats, RowsThatComeBackWhenAnEventGoes_AreWaitedFor) {
  bloom::Program program;
  bloom::Periodic beat(program, "beat", 100ms, bloom::Beats::kIfHeard);
  bloom::Input<Pair> in(program, "in"), pause(program, "pause");
  bloom::Table<Pair> table(program, "table");
  bloom::Scratch<Pair> active(program, "active"), seen(program, "seen");
  table <= in;
  active <= table.notin(pause);
  seen <= (beat * active).rights();
  in.insert({1, 1});
  pause.insert({1, 1});
  program.tick(at(0s));
  EXPECT_TRUE(active.empty());
  ASSERT_EQ(program.next_beat(), at(100ms));
  program.tick(at(100ms));
  EXPECT_EQ(seen.size(), 1U);
}

// What is there for one tick meets a beat of that very tick or none.
TEST(Beats, RuleThatJoinsABeatWithAnEvent_GetsEveryOne) {
  bloom::Program program;
  bloom::Periodic quick(program, "quick", 100ms, bloom::Beats::kIfHeard), slow(program, "slow", 200ms, bloom::Beats::kIfHeard);
  bloom::Input<Pair> in(program, "in");
  bloom::Scratch<Pair> both(program, "both"), met(program, "met");
  both <= (quick * slow).pairs([](const bloom::Beat&, const bloom::Beat&) { return Pair{1, 1}; });
  met <= (quick * in).rights();
  program.tick(at(0s));
  ASSERT_EQ(program.next_beat(), at(100ms));
  program.tick(at(100ms));
  in.insert({2, 2});
  program.tick(at(200ms));
  EXPECT_EQ(both.size(), 1U);
  EXPECT_EQ(met.size(), 1U);
}

// A beat that takes something away by being there is one that matters.
TEST(Beats, RuleThatLooksForNoBeat_GetsEveryOne) {
  bloom::Program program;
  bloom::Periodic beat(program, "beat", 100ms, bloom::Beats::kIfHeard);
  bloom::Table<bloom::Beat> table(program, "table");
  bloom::Scratch<bloom::Beat> others(program, "others");
  others <= table.notin(beat);
  program.tick(at(0s));
  EXPECT_EQ(program.next_beat(), at(100ms));
}

TEST(Beats, AfterATickThatFailed_TheNextComes) {
  bloom::Program program;
  bloom::Periodic beat(program, "beat", 100ms, bloom::Beats::kIfHeard);
  bloom::Input<Pair> in(program, "in");
  bloom::Table<Pair> table(program, "table");
  bloom::Scratch<Pair> derived(program, "derived"), seen(program, "seen");
  table <= in.filter([](const Pair& p) {
    if (p.a < 0) throw std::runtime_error("negative");
    return true;
  });
  derived <= table;
  seen <= (beat * derived).rights();
  in.insert({1, 1});
  program.tick(at(0s));
  in.insert({-1, 1});
  EXPECT_EQ(program.tick(at(10ms)).errors.size(), 1U);
  ASSERT_EQ(program.next_beat(), at(100ms));
  program.tick(at(100ms));
  EXPECT_EQ(seen.size(), 1U);
}

}  // namespace
}  // namespace bloom_test
