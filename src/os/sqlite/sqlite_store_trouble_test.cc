// What the store says when something is wrong with the folder, the file or the disk, and that it loses
// nothing that it promised to keep.
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>

#include "os/sqlite/database.h"
#include "os/sqlite/store_test_support.h"

namespace os {
namespace {

using testing::entry;
using testing::found;
using testing::put;
using Store = testing::StoreTest;
using ::testing::AssertionFailure;
using ::testing::AssertionResult;
using ::testing::AssertionSuccess;

AssertionResult says(const std::string& message, const std::vector<std::string>& parts) {
  for (const std::string& part : parts) {
    if (message.find(part) == std::string::npos)
      return AssertionFailure() << "no '" << part << "' in: " << message;
  }
  return AssertionSuccess();
}

TEST_F(Store, SecondOwner_WhileTheFirstLives_IsToldWhichFolderAndWhatToDo) {
  const auto store = open();
  EXPECT_TRUE(says(refusal(), {data(), "another running peer", "--data"}));
}

TEST_F(Store, SecondOwner_AfterTheFirst_Opens) {
  open().reset();
  EXPECT_EQ(refusal(), "it opened");
}

TEST_F(Store, NewFolder_AndItsFiles_AreForTheirUserAlone) {
  const auto store = open();
  ASSERT_TRUE(put(*store, {entry(1, "one")}).ok());
  struct stat status {};
  ASSERT_EQ(::stat(data().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0700u);
  for (const char* name : {"/log.db", "/log.db-wal", "/lock"}) {
    ASSERT_EQ(::stat((data() + name).c_str(), &status), 0) << name;
    EXPECT_EQ(status.st_mode & 0777, 0600u) << name;
  }
}

TEST_F(Store, FolderOrFile_OpenToOthers_IsRefusedWithTheCommandThatMendsIt) {
  open().reset();
  ASSERT_EQ(::chmod(data().c_str(), 0755), 0);
  EXPECT_TRUE(says(refusal(), {"chmod 700 " + data()}));
  ASSERT_EQ(::chmod(data().c_str(), 0700), 0);
  ASSERT_EQ(::chmod((data() + "/log.db").c_str(), 0640), 0);
  EXPECT_TRUE(says(refusal(), {"chmod 600 " + data() + "/log.db"}));
}

TEST_F(Store, FoldersAbove_Missing_AreMade) {
  auto claimed = DataDirectory::claim(data() + "/a/b/c");
  ASSERT_TRUE(claimed.ok()) << claimed.error().message;
  EXPECT_TRUE(claimed.value().has_value());
}

TEST_F(Store, FolderAbove_IsAFile_SaysWhichCannotBeMade) {
  std::ofstream(data()) << "not a folder";
  auto claimed = DataDirectory::claim(data() + "/below");
  ASSERT_FALSE(claimed.ok());
  EXPECT_TRUE(says(claimed.error().message, {data(), "folder"}));
}

TEST_F(Store, FileOfANewerVersion_IsRefused) {
  open().reset();
  std::fstream file(data() + "/log.db", std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(60);  // user_version, in SQLite's header
  file.write("\0\0\0\4", 4);
  file.close();
  EXPECT_TRUE(says(refusal(), {"newer Conclave", data() + "/log.db", "version 4"}));
}

// Version 1 had no gaps: what was missing from a stream counted as gone.
TEST_F(Store, FileOfVersion1_HasGapsWhereNumbersAreLeftOut) {
  {
    const auto store = open();
    std::vector<env::StoredEntry> entries;
    for (const std::uint64_t seq : {1, 2, 5, 6}) entries.push_back(entry(seq, "with a gap"));
    for (const std::uint64_t seq : {1, 2}) entries.push_back(entry(seq, "whole", "lobby", 2));
    ASSERT_TRUE(store
                    ->commit({.entries = entries,
                              .marks = {{entries[0].author, 5, 8}, {entries[4].author, 5, 2}, {{{3}}, 5, 7}},
                              .notes = {}},
                             env::Durability::kOnDisk)
                    .ok());
  }
  {
    auto database = Database::open(data() + "/log.db", Database::Access::kReadWrite);
    ASSERT_TRUE(database.ok());
    ASSERT_TRUE(database.value()->run("DROP TABLE gap; PRAGMA user_version = 1").ok());
  }
  using Gaps = std::vector<env::StoredGap>;
  std::vector<Gaps> gaps;
  ASSERT_TRUE(open()->marks([&](const env::StoredMark& mark) { gaps.push_back(mark.gaps); }).ok());
  EXPECT_EQ(gaps, (std::vector<Gaps>{{{3, 4}, {7, 8}}, {}, {{1, 7}}}));
}

TEST_F(Store, FileOfAnotherProgram_IsRefused) {
  open().reset();
  std::fstream file(data() + "/log.db", std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(68);  // application_id
  file.write("abcd", 4);
  file.close();
  EXPECT_TRUE(says(refusal(), {"no log of Conclave", data() + "/log.db"}));
}

TEST_F(Store, FileOverwrittenWithNonsense_IsCalledDamaged) {
  open().reset();
  std::ofstream(data() + "/log.db") << std::string(8192, 'x');
  EXPECT_TRUE(says(refusal(), {"damaged", "mv " + data() + "/log.db"}));
}

TEST_F(Store, PagesOverwrittenWithNonsense_ReadingSaysDamagedAndDoesNotCrash) {
  {
    const auto store = open();
    for (std::uint64_t seq = 1; seq <= 200; ++seq)
      ASSERT_TRUE(put(*store, {entry(seq, std::string(200, 'a'))}).ok());
  }
  std::fstream file(data() + "/log.db", std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(4096);
  file << std::string(40960, '\xff');
  file.close();
  auto store = try_open();
  const auto status =
      store ? store.value()->newest(1000, [](base::ByteView) {}) : base::Status(store.error());
  ASSERT_FALSE(status.ok());
  EXPECT_TRUE(says(status.error().message, {"damaged", "mv "}));
}

TEST_F(Store, FileThatMayNotGrow_SaysThereIsNoRoom_AndGoesOnOnceThereIs) {
  const auto store = open();
  ASSERT_TRUE(put(*store, {entry(1, "one")}).ok());
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const rlimit tight{200'000, before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &tight), 0);
  const base::Status status = put(*store, {entry(2, "two"), entry(3, std::string(400'000, 'x'))});
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
  ASSERT_FALSE(status.ok());
  EXPECT_TRUE(says(status.error().message, {"no room left", data() + "/log.db"}));
  EXPECT_EQ(found(*store), std::vector<std::string>{"one"}) << "all or nothing";
  ASSERT_TRUE(put(*store, {entry(2, "two")}).ok());
  EXPECT_EQ(found(*store), (std::vector<std::string>{"one", "two"}));
}

// Says the number of every entry that was committed, until it is killed.
[[noreturn]] void commit_for_ever(const std::string& data, int report) {
  auto claimed = DataDirectory::claim(data);
  if (!claimed || !claimed.value()) _exit(1);
  auto store = SqliteStore::open(std::move(*claimed.value()));
  if (!store) _exit(2);
  std::uint64_t seq = 0;
  if (!store.value()->marks([&](const env::StoredMark& mark) { seq = mark.through; }).ok()) _exit(3);
  for (;;) {
    ++seq;
    const auto durability = seq % 3 == 0 ? env::Durability::kOnDisk : env::Durability::kSoon;
    const env::StoredEntry next = entry(seq, "line " + std::to_string(seq));
    if (!store.value()->commit({{next}, {{next.author, next.epoch, seq}}, {}}, durability).ok()) _exit(4);
    if (::write(report, &seq, sizeof seq) != sizeof seq) _exit(5);
  }
}

TEST_F(Store, ProcessKilledAmongCommits_ManyTimes_HasAllItReportedAndNoGaps) {
  constexpr int kKills = 20;
  std::uint64_t reported = 0;
  for (int kill_number = 0; kill_number < kKills; ++kill_number) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) commit_for_ever(data(), ends[1]);
    ::close(ends[1]);
    const std::uint64_t enough = reported + 1 + static_cast<std::uint64_t>(kill_number) * 7 % 23;
    std::uint64_t seq = 0;
    while (reported < enough && ::read(ends[0], &seq, sizeof seq) == sizeof seq) reported = seq;
    ::kill(child, SIGKILL);
    while (::read(ends[0], &seq, sizeof seq) == sizeof seq) reported = seq;
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status)) << "it ended by itself, with " << WEXITSTATUS(status);
    ::close(ends[0]);
    const std::vector<std::string> texts = found(*open(), {.count_max = 1'000'000});
    ASSERT_GE(texts.size(), reported);
    ASSERT_LE(texts.size(), reported + 1);
    for (std::size_t i = 0; i < texts.size(); ++i) ASSERT_EQ(texts[i], "line " + std::to_string(i + 1));
    reported = texts.size();
  }
}

}  // namespace
}  // namespace os
