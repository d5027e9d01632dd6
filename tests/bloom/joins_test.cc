// (a * b * ...) and what is said of it: pairs, combos, lefts, rights, matches, outer; notin and exists.
#include <gtest/gtest.h>

#include "tests/bloom/support.h"

namespace bloom_test {
namespace {

struct Person {
  int id;
  std::string name;
  int town;
};
struct Town {
  int id;
  std::string name;
};
struct Likes {
  int person;
  std::string food;
};
struct Found {
  std::string what;
};

class Join : public testing::Test {
 protected:
  Join() {
    for (const Person& row : {Person{1, "ann", 10}, {2, "bob", 20}, {3, "cid", 10}, {4, "dee", 99}}) person.insert(row);
    for (const Town& row : {Town{10, "Ulm"}, {20, "Bonn"}, {30, "Kiel"}}) town.insert(row);
    for (const Likes& row : {Likes{1, "tea"}, {1, "jam"}, {2, "tea"}}) likes.insert(row);
  }
  Texts found() {
    EXPECT_TRUE(program.tick(at(0s)).errors.empty());
    Texts out;
    for (const Found& row : result) out.push_back(row.what);
    std::sort(out.begin(), out.end());
    return out;
  }

  bloom::Program program;
  bloom::Table<Person, &Person::id> person{program, "person"};
  bloom::Table<Town, &Town::id> town{program, "town"};
  bloom::Table<Likes> likes{program, "likes"};
  bloom::Scratch<Found> result{program, "result"};
};

Found both(const Person& p, const Town& t) { return {p.name + " in " + t.name}; }

TEST_F(Join, Pairs_JoinsOnTheMembers) {
  result <= (person * town).pairs(&Person::town, &Town::id, both);
  EXPECT_EQ(found(), (Texts{"ann in Ulm", "bob in Bonn", "cid in Ulm"}));
}

TEST_F(Join, PredicateWrittenTheOtherWayRound_IsTheSame) {
  result <= (person * town).pairs(&Town::id, &Person::town, both);
  EXPECT_EQ(found(), (Texts{"ann in Ulm", "bob in Bonn", "cid in Ulm"}));
}

TEST_F(Join, PairsWithoutPredicate_IsEveryPair) {
  result <= (person * town).pairs(both);
  EXPECT_EQ(found().size(), 12U);
}

TEST_F(Join, PairsOnTwoPredicates_NeedsBoth) {
  town.insert({1, "ann"});
  town.insert({2, "ann"});
  result <= (person * town).pairs(&Person::id, &Town::id, &Person::name, &Town::name, both);
  EXPECT_EQ(found(), Texts{"ann in ann"});
}

TEST_F(Join, PairsToOptional_Filters) {
  result <= (person * town).pairs(&Person::town, &Town::id, [](const Person& p, const Town& t) -> std::optional<Found> {
    if (p.id == 1) return std::nullopt;
    return both(p, t);
  });
  EXPECT_EQ(found(), (Texts{"bob in Bonn", "cid in Ulm"}));
}

TEST_F(Join, SelfJoin_PairsACollectionWithItself) {
  result <= (person * person).pairs(&Person::town, &Person::town, [](const Person& a, const Person& b) -> std::optional<Found> {
    if (a.id >= b.id) return std::nullopt;
    return Found{a.name + " and " + b.name};
  });
  EXPECT_EQ(found(), Texts{"ann and cid"});
}

TEST_F(Join, SelfJoinAcrossTicks_MeetsEachPairOnce) {
  int calls = 0;
  result <= (person * person).pairs(&Person::town, &Person::town, [&calls](const Person& a, const Person& b) {
    ++calls;
    return Found{a.name + b.name};
  });
  found();
  EXPECT_EQ(calls, 6);  // ann and cid in both orders and with themselves, bob, dee
  person.insert({5, "eve", 20});
  found();
  EXPECT_EQ(calls, 9);  // eve with bob, bob with eve, eve with eve
}

TEST_F(Join, CombosOfThree_JoinsAlongThePredicates) {
  result <= (person * town * likes).combos(
      &Person::town, &Town::id, &Person::id, &Likes::person,
      [](const Person& p, const Town& t, const Likes& l) { return Found{p.name + " in " + t.name + " likes " + l.food}; });
  EXPECT_EQ(found(), (Texts{"ann in Ulm likes jam", "ann in Ulm likes tea", "bob in Bonn likes tea"}));
}

TEST_F(Join, CombosOfFour_JoinsAlongThePredicates) {
  bloom::Clock clock(program);
  result <= (person * town * likes * clock).combos(
      &Person::town, &Town::id, &Person::id, &Likes::person,
      [](const Person& p, const Town&, const Likes& l, const bloom::Now&) { return Found{p.name + l.food}; });
  EXPECT_EQ(found(), (Texts{"annjam", "anntea", "bobtea"}));
}

TEST_F(Join, OneSideEmpty_GivesNothing) {
  bloom::Table<Likes> none(program, "none");
  result <= (person * none).pairs([](const Person& p, const Likes&) { return Found{p.name}; });
  EXPECT_TRUE(found().empty());
}

TEST_F(Join, LastSideComesLater_IsJoinedThen) {
  bloom::Input<Likes> late(program, "late");
  result <= (person * late).pairs(&Person::id, &Likes::person, [](const Person& p, const Likes& l) { return Found{p.name + l.food}; });
  EXPECT_TRUE(found().empty());
  late.insert({2, "pie"});
  EXPECT_EQ(found(), Texts{"bobpie"});
}

TEST_F(Join, LeftsAndRights_AreTheRowsWithAPartner) {
  bloom::Scratch<Person> left(program, "left");
  bloom::Scratch<Town> right(program, "right");
  left <= (person * town).lefts(&Person::town, &Town::id);
  right <= (person * town).rights(&Person::town, &Town::id);
  found();
  EXPECT_EQ(left.size(), 3U);
  EXPECT_EQ(right.size(), 2U);
}

TEST_F(Join, LeftsWithFunction_SeesThatRowAlone) {
  result <= (person * town).lefts(&Person::town, &Town::id, [](const Person& p) { return Found{p.name}; });
  EXPECT_EQ(found(), (Texts{"ann", "bob", "cid"}));
}

TEST_F(Join, RightsOfAnEvent_FireWithIt) {
  bloom::Input<Found> event(program, "event");
  result <= (event * town).rights([](const Town& t) { return Found{t.name}; });
  EXPECT_TRUE(found().empty());
  event.insert({"now"});
  EXPECT_EQ(found(), (Texts{"Bonn", "Kiel", "Ulm"}));
  EXPECT_TRUE(found().empty());
}

TEST_F(Join, Matches_JoinsOnTheKeys) {
  person.insert({10, "uli", 0});
  result <= (person * town).matches(both);
  EXPECT_EQ(found(), Texts{"uli in Ulm"});
}

TEST_F(Join, Outer_GivesNullToRowsWithoutAPartner) {
  result <= (person * town).outer(&Person::town, &Town::id, [](const Person& p, const Town* t) {
    return Found{p.name + " in " + (t == nullptr ? "nowhere" : t->name)};
  });
  EXPECT_EQ(found(), (Texts{"ann in Ulm", "bob in Bonn", "cid in Ulm", "dee in nowhere"}));
}

TEST_F(Join, OuterWhosePartnerComes_LosesItsNullRow) {
  result <= (person * town).outer(&Person::town, &Town::id, [](const Person& p, const Town* t) {
    return Found{p.name + " in " + (t == nullptr ? "nowhere" : t->name)};
  });
  found();
  town.insert({99, "Rome"});
  EXPECT_EQ(found(), (Texts{"ann in Ulm", "bob in Bonn", "cid in Ulm", "dee in Rome"}));
}

TEST_F(Join, NotinOnMembers_IsTheRowsWithoutAPartner) {
  bloom::Scratch<Person> homeless(program, "homeless");
  homeless <= person.notin(town, &Person::town, &Town::id);
  found();
  EXPECT_EQ(texts(homeless), Texts{"[4, \"dee\", 99]"});
  town.insert({99, "Rome"});
  found();
  EXPECT_TRUE(homeless.empty());
}

TEST_F(Join, NotinOnWholeRows_IsTheDifference) {
  bloom::Table<Likes> known(program, "known");
  bloom::Scratch<Likes> fresh(program, "fresh");
  fresh <= likes.notin(known);
  known.insert({1, "tea"});
  found();
  EXPECT_EQ(texts(fresh), (Texts{"[1, \"jam\"]", "[2, \"tea\"]"}));
}

TEST_F(Join, ExistsOnMembers_IsTheRowsWithAPartner) {
  bloom::Scratch<Person> settled(program, "settled");
  settled <= person.exists(town, &Person::town, &Town::id);
  found();
  EXPECT_EQ(settled.size(), 3U);
  town.insert({99, "Rome"});
  found();
  EXPECT_EQ(settled.size(), 4U);
}

TEST_F(Join, ExistsOnWholeRows_IsTheIntersection) {
  bloom::Table<Likes> known(program, "known");
  bloom::Scratch<Likes> old(program, "old");
  old <= likes.exists(known);
  known.insert({1, "tea"});
  known.insert({7, "tea"});
  found();
  EXPECT_EQ(texts(old), Texts{"[1, \"tea\"]"});
}

}  // namespace
}  // namespace bloom_test
