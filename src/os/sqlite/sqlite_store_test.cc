// What is put into the store comes back: across openings, in the group's order, by room and by words.
#include "os/sqlite/sqlite_store.h"

#include "os/sqlite/store_test_support.h"

namespace os {
namespace {

using testing::entry;
using testing::found;
using testing::put;
using Store = testing::StoreTest;
using Texts = std::vector<std::string>;

TEST_F(Store, Entries_ReopenedAfterwards_ComeBackInOrder) {
  ASSERT_TRUE(put(*open(), {entry(2, "two"), entry(1, "one")}).ok());
  ASSERT_TRUE(put(*open(), {entry(3, "three")}).ok());
  EXPECT_EQ(found(*open()), (Texts{"one", "two", "three"}));
}

TEST_F(Store, SameEntry_WrittenTwice_IsKeptAndFoundOnce) {
  const auto store = open();
  ASSERT_TRUE(put(*store, {entry(1, "one")}).ok());
  ASSERT_TRUE(put(*store, {entry(1, "one"), entry(2, "two")}).ok());
  EXPECT_EQ(found(*store), (Texts{"one", "two"}));
  EXPECT_EQ(found(*store, {.query = "one"}), Texts{"one"});
}

TEST_F(Store, EqualTimes_TiesGoByAuthorEpochAndNumber) {
  const auto store = open();
  auto a = entry(1, "a", "lobby", 0x8000000000000000), b = entry(1, "b", "lobby", 2), c = entry(1, "c"),
       d = entry(2, "d");
  d.hlc = 1;
  ASSERT_TRUE(put(*store, {a, d, b, c}).ok());
  EXPECT_EQ(found(*store), (Texts{"c", "d", "b", "a"}));
  EXPECT_EQ(found(*store, {.count_max = 2}), (Texts{"b", "a"}));
}

TEST_F(Store, Newest_MoreThanAskedFor_AreTheLast) {
  const auto store = open();
  ASSERT_TRUE(put(*store, {entry(1, "one"), entry(2, "two"), entry(3, "three")}).ok());
  Texts texts;
  ASSERT_TRUE(
      store->newest(2, [&](base::ByteView body) { texts.emplace_back(body.begin(), body.end()); }).ok());
  EXPECT_EQ(texts, (Texts{"two", "three"}));
}

TEST_F(Store, Earlier_OfOneRoomFromBeforeATime_TheLastOfThem) {
  const auto store = open();
  auto twin = entry(3, "twin", "lobby", 2);
  twin.hlc = entry(2, "").hlc;
  ASSERT_TRUE(put(*store, {entry(1, "one"), entry(2, "two"), entry(4, "elsewhere", "garden", 2), twin, entry(5, "five"), entry(6, "six")}).ok());
  const auto earlier = [&](std::uint64_t hlc, std::size_t count_max) {
    Texts texts;
    EXPECT_TRUE(store->earlier({"lobby", hlc, count_max}, [&](base::ByteView body) {
                       texts.emplace_back(body.begin(), body.end());
                     }).ok());
    return texts;
  };
  const std::uint64_t sixth = entry(6, "").hlc;
  EXPECT_EQ(earlier(sixth, 100), (Texts{"one", "two", "twin", "five"}));
  EXPECT_EQ(earlier(sixth, 2), (Texts{"twin", "five"}));
  EXPECT_EQ(earlier(entry(1, "").hlc, 100), Texts{});
  EXPECT_EQ(earlier(sixth, 0), Texts{});
}

TEST_F(Store, Stretch_OfOneStreamAlone_TheNewestFirst) {
  const auto store = open();
  auto other_epoch = entry(3, "other");
  other_epoch.epoch = 6;
  ASSERT_TRUE(put(*store, {entry(1, "one"), entry(2, "two"), entry(3, "three"), entry(5, "five"),
                           entry(3, "another's", "lobby", 2), other_epoch})
                  .ok());
  const auto stretch = [&](std::uint64_t first, std::uint64_t last, std::size_t count_max) {
    Texts texts;
    const auto status = store->stretch({entry(1, "").author, 5, first, last, count_max},
                                       [&](std::uint64_t seq, base::ByteView body) {
                                         texts.push_back(std::to_string(seq) + std::string(body.begin(), body.end()));
                                       });
    EXPECT_TRUE(status.ok());
    return texts;
  };
  EXPECT_EQ(stretch(2, 9, 10), (Texts{"5five", "3three", "2two"}));
  EXPECT_EQ(stretch(1, 4, 2), (Texts{"3three", "2two"}));
  EXPECT_EQ(stretch(6, 9, 10), Texts{});
}

TEST_F(Store, Gaps_TheLastOnesWrittenStay) {
  const auto store = open();
  using Gaps = std::vector<env::StoredGap>;
  for (const Gaps& gaps : {Gaps{{1, 9}}, Gaps{{1, 2}, {5, 7}}, Gaps{}, Gaps{{4, 4}}}) {
    const std::vector<env::StoredMark> marks{{{{1}}, 1, 9, gaps}, {{{2}}, 1, 3, {{1, 3}}}};
    ASSERT_TRUE(store->commit({.entries = {}, .marks = marks, .notes = {}}, env::Durability::kSoon).ok());
    std::vector<Gaps> read;
    ASSERT_TRUE(store->marks([&](const env::StoredMark& mark) { read.push_back(mark.gaps); }).ok());
    EXPECT_EQ(read, (std::vector<Gaps>{gaps, {{1, 3}}}));
  }
}

TEST_F(Store, Search_RoomAndWords_BothCount) {
  const auto store = open();
  ASSERT_TRUE(put(*store, {entry(1, "Hello, World!"), entry(2, "hello there"),
                           entry(3, "hello world", "garden"), entry(4, "Zürich")})
                  .ok());
  EXPECT_EQ(found(*store, {.room = "garden"}), Texts{"hello world"});
  EXPECT_EQ(found(*store, {.query = "world hello"}), (Texts{"Hello, World!", "hello world"}));
  EXPECT_EQ(found(*store, {.room = "lobby", .query = "world"}), Texts{"Hello, World!"});
  EXPECT_EQ(found(*store, {.query = "hello", .count_max = 1}), Texts{"hello world"});
  EXPECT_EQ(found(*store, {.query = "zur*"}), Texts{"Zürich"});
  EXPECT_EQ(found(*store, {.query = "hell"}), Texts{});
  EXPECT_EQ(found(*store, {.query = "\" OR NEAR( -"}), Texts{});
}

TEST_F(Store, Search_EntryOfSeveralLines_IsFoundByEachOfThem) {
  const auto store = open();
  auto bundle = entry(2, "bundle");
  bundle.texts = {"red roses", "blue violets", "red violets"};
  ASSERT_TRUE(put(*store, {entry(1, "red herring"), bundle, bundle, entry(3, "blue moon")}).ok());
  ASSERT_TRUE(put(*store, {bundle}).ok());
  const auto lines = [&](const env::Store::Search& what) {
    Texts hits;
    const auto status = store->search(what, [&](base::ByteView body, std::optional<std::size_t> behind) {
      hits.push_back(std::string(body.begin(), body.end()) + (behind ? " " + std::to_string(*behind) : ""));
    });
    EXPECT_TRUE(status.ok());
    return hits;
  };
  EXPECT_EQ(lines({.query = "red"}), (Texts{"red herring 0", "bundle 2", "bundle 0"}));
  EXPECT_EQ(lines({.query = "red", .count_max = 2}), (Texts{"bundle 2", "bundle 0"}));
  EXPECT_EQ(lines({.query = "violets"}), (Texts{"bundle 1", "bundle 0"}));
  EXPECT_EQ(lines({.query = "blue roses"}), Texts{}) << "these words are in two lines";
  EXPECT_EQ(lines({.room = "lobby", .query = "blue"}), (Texts{"bundle 1", "blue moon 0"}));
  EXPECT_EQ(lines({.room = "lobby"}), (Texts{"red herring", "bundle", "blue moon"}));
}

TEST_F(Store, Note_WrittenAgain_TheLastStays) {
  const base::Bytes first{1, 2}, second{0, 3};
  ASSERT_TRUE(
      open()->commit({.entries = {}, .marks = {}, .notes = {{"a", first}}}, env::Durability::kOnDisk).ok());
  ASSERT_TRUE(
      open()->commit({.entries = {}, .marks = {}, .notes = {{"a", second}}}, env::Durability::kSoon).ok());
  const auto store = open();
  EXPECT_EQ(store->note("a").value(), second);
  EXPECT_EQ(store->note("b").value(), base::Bytes{});
}

TEST_F(Store, Mark_WrittenAgain_TheHighestStays) {
  const base::PeerId ann{{1, 2, 3, 4}}, bob{{~0ULL, 0, 0, 1}};
  ASSERT_TRUE(
      open()
          ->commit({.entries = {}, .marks = {{bob, 1, 9}, {ann, 7, 5}}, .notes = {}}, env::Durability::kSoon)
          .ok());
  ASSERT_TRUE(
      open()
          ->commit({.entries = {}, .marks = {{ann, 7, 4}, {ann, 8, 1}}, .notes = {}}, env::Durability::kSoon)
          .ok());
  std::vector<std::tuple<base::PeerId, std::uint64_t, std::uint64_t>> marks;
  ASSERT_TRUE(open()
                  ->marks([&](const env::StoredMark& m) { marks.emplace_back(m.author, m.epoch, m.through); })
                  .ok());
  EXPECT_EQ(marks, (decltype(marks){{ann, 7, 5}, {ann, 8, 1}, {bob, 1, 9}}));
}

TEST_F(Store, NothingToCommit_IsFineEitherWay) {
  const auto store = open();
  EXPECT_TRUE(store->commit({}, env::Durability::kOnDisk).ok());
  EXPECT_TRUE(put(*store, {entry(1, "one")}, env::Durability::kSoon).ok());
  EXPECT_TRUE(store->commit({}, env::Durability::kOnDisk).ok());
  EXPECT_EQ(found(*store), Texts{"one"});
}

TEST_F(Store, Reader_BesideTheWriter_SeesWhatIsCommitted) {
  const auto store = open();
  ASSERT_TRUE(put(*store, {entry(1, "one")}).ok());
  auto reader = SqliteStore::open_to_read(data());
  ASSERT_TRUE(reader.ok()) << reader.error().message;
  EXPECT_EQ(found(*reader.value()), Texts{"one"});
  ASSERT_TRUE(put(*store, {entry(2, "two")}, env::Durability::kSoon).ok());
  EXPECT_EQ(found(*reader.value()), (Texts{"one", "two"}));
  EXPECT_FALSE(put(*reader.value(), {entry(3, "three")}).ok());
}

TEST_F(Store, Reader_AfterTheWriterIsGone_SeesAll) {
  ASSERT_TRUE(put(*open(), {entry(1, "one")}).ok());
  auto reader = SqliteStore::open_to_read(data());
  ASSERT_TRUE(reader.ok()) << reader.error().message;
  EXPECT_EQ(found(*reader.value()), Texts{"one"});
}

TEST_F(Store, Reader_WhereNoPeerEverRan_IsToldSo) {
  auto reader = SqliteStore::open_to_read(data());
  ASSERT_FALSE(reader.ok());
  EXPECT_EQ(reader.error().message, "There is no log in " + data() + ": has a peer run with that folder?");
}

}  // namespace
}  // namespace os
