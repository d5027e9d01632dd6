#include "os/registry/file_registry.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <fstream>

#include "os/registry/entry_name.h"

namespace {

using Addresses = std::vector<std::string>;

const base::PeerId kOne{{1, 0, 0, 0}};
const base::PeerId kTwo{{2, 0, 0, 0}};
const base::PeerId kThree{{3, 0, 0, 0}};

const base::GroupId kGroup{{7, 0, 0, 0}};
const base::GroupId kOtherGroup{{8, 0, 0, 0}};

env::Registered entry(const base::PeerId& id, const std::string& address, const base::GroupId& group = kGroup) {
  return {id, address, group, {{1, 2, 254}}};
}

Addresses addresses(const std::vector<env::Registered>& entries) {
  Addresses all;
  for (const env::Registered& one : entries) all.push_back(one.address);
  return all;
}

class FileRegistry : public testing::Test {
 protected:
  FileRegistry() {
    char path[] = "/tmp/conclave_registry_XXXXXX";
    EXPECT_NE(::mkdtemp(path), nullptr);
    root_ = path;
    directory_ = root_ + "/conclave";
  }
  ~FileRegistry() override { std::filesystem::remove_all(root_); }

  std::size_t file_count() const {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(directory_), {}));
  }

  // A process that publishes so many entries, and waits.
  pid_t start_publisher(int count) {
    int ready[2];
    EXPECT_EQ(::pipe(ready), 0);
    const pid_t child = ::fork();
    if (child == 0) {
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);
      std::deque<os::FileRegistry> registries;
      bool published = true;
      for (std::uint64_t i = 0; i < static_cast<std::uint64_t>(count); ++i) {
        const std::string address = "127.0.0.1:" + std::to_string(i);
        published = registries.emplace_back(directory_).publish("home", entry({{i + 1, 0, 0, 0}}, address), false).ok() && published;
      }
      if (::write(ready[1], published ? "y" : "n", 1) != 1) ::_exit(1);
      for (;;) ::pause();
    }
    EXPECT_GT(child, 0);
    char answer = 'n';
    EXPECT_EQ(::read(ready[0], &answer, 1), 1);
    EXPECT_EQ(answer, 'y');
    ::close(ready[0]);
    ::close(ready[1]);
    return child;
  }
  static void kill(pid_t child) {
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
  }

  std::string root_, directory_;
};

TEST_F(FileRegistry, PublishedPeers_FindEachOtherAndNotThemselves) {
  os::FileRegistry one(directory_), two(directory_), three(directory_);
  ASSERT_TRUE(one.publish("home", entry(kOne, "127.0.0.1:3"), false).ok());
  ASSERT_TRUE(two.publish("home", entry(kTwo, "127.0.0.1:2"), false).ok());
  ASSERT_TRUE(three.publish("home", entry(kThree, "127.0.0.1:1"), false).ok());
  EXPECT_EQ(addresses(one.list("home")), (Addresses{"127.0.0.1:1", "127.0.0.1:2"}));
  EXPECT_EQ(addresses(two.list("home")), (Addresses{"127.0.0.1:1", "127.0.0.1:3"}));
}

TEST_F(FileRegistry, Entry_IsReadAsItWasWritten) {
  os::FileRegistry one(directory_), two(directory_);
  ASSERT_TRUE(one.publish("home", entry(kOne, "127.0.0.1:3"), false).ok());
  const auto read = two.list("home");
  ASSERT_EQ(read.size(), 1u);
  EXPECT_EQ(read[0].id, kOne);
  EXPECT_EQ(read[0].group, kGroup);
  EXPECT_EQ(read[0].secret, entry(kOne, "").secret);
}

TEST_F(FileRegistry, NewcomerWithoutAGroup_TakesOnThatOfMost) {
  os::FileRegistry one(directory_), two(directory_), three(directory_), newcomer(directory_);
  ASSERT_TRUE(one.publish("home", entry(kOne, "127.0.0.1:1", kGroup), false).ok());
  ASSERT_TRUE(two.publish("home", entry(kTwo, "127.0.0.1:2", kOtherGroup), false).ok());
  ASSERT_TRUE(three.publish("home", entry(kThree, "127.0.0.1:3", kOtherGroup), false).ok());
  const auto group = newcomer.publish("home", entry({{4}}, "127.0.0.1:4", {{9}}), true);
  ASSERT_TRUE(group.ok());
  EXPECT_EQ(group.value(), kOtherGroup);
  EXPECT_EQ(one.list("home").back().group, kOtherGroup);
}

TEST_F(FileRegistry, FirstOfAll_ProposesItsOwnGroup) {
  os::FileRegistry one(directory_), two(directory_);
  EXPECT_EQ(one.publish("home", entry(kOne, "127.0.0.1:1", kGroup), true).value(), kGroup);
  EXPECT_EQ(two.publish("home", entry(kTwo, "127.0.0.1:2", kOtherGroup), true).value(), kGroup);
}

TEST_F(FileRegistry, Groups_AreApart) {
  os::FileRegistry one(directory_), two(directory_), watcher(directory_);
  ASSERT_TRUE(one.publish("home", entry(kOne, "127.0.0.1:1"), false).ok());
  ASSERT_TRUE(two.publish("../home", entry(kTwo, "127.0.0.1:2"), false).ok());
  EXPECT_EQ(addresses(watcher.list("home")), Addresses{"127.0.0.1:1"});
  EXPECT_EQ(addresses(watcher.list("../home")), Addresses{"127.0.0.1:2"});
  EXPECT_TRUE(watcher.list("work").empty());
}

TEST_F(FileRegistry, PeerEnded_LeavesNoEntry) {
  os::FileRegistry watcher(directory_);
  {
    os::FileRegistry gone(directory_);
    ASSERT_TRUE(gone.publish("home", entry(kOne, "127.0.0.1:1"), false).ok());
    EXPECT_EQ(file_count(), 1u);
  }
  EXPECT_EQ(file_count(), 0u);
}

TEST_F(FileRegistry, PeerKilled_IsNoLongerListedAndItsEntryRemoved) {
  const pid_t child = start_publisher(1);
  os::FileRegistry watcher(directory_);
  EXPECT_EQ(addresses(watcher.list("home")), Addresses{"127.0.0.1:0"});
  kill(child);
  EXPECT_EQ(file_count(), 1u);
  EXPECT_TRUE(watcher.list("home").empty());
  EXPECT_EQ(file_count(), 0u);
}

// Each time a few are looked at; what one found dead is gone for all.
TEST_F(FileRegistry, ManyKilled_AreGoneAfterAFewLooks) {
  const pid_t child = start_publisher(20);
  os::FileRegistry watcher(directory_), other(directory_);
  EXPECT_EQ(watcher.list("home").size(), 20u);
  EXPECT_EQ(other.list("home").size(), 20u);
  kill(child);
  std::size_t left = 20;
  for (int look = 0; look < 3 && left > 0; ++look) {
    const std::size_t now = watcher.list("home").size();
    EXPECT_LT(now, left);
    EXPECT_LE(other.list("home").size(), now);
    left = now;
  }
  EXPECT_EQ(left, 0u);
  EXPECT_EQ(file_count(), 0u);
}

TEST_F(FileRegistry, SameIdentityAgain_ReplacesTheEntryOfItsDeadSelf) {
  os::FileRegistry watcher(directory_);
  std::filesystem::create_directory(directory_);
  std::filesystem::permissions(directory_, std::filesystem::perms::owner_all);
  std::ofstream(directory_ + "/" + os::entry_name("home", kOne, 1)) << "127.0.0.1:1\n";
  os::FileRegistry again(directory_);
  ASSERT_TRUE(again.publish("home", entry(kOne, "127.0.0.1:2"), false).ok());
  EXPECT_EQ(addresses(watcher.list("home")), Addresses{"127.0.0.1:2"});
}

TEST_F(FileRegistry, DirectoryOpenToOthers_IsRefusedAndTheMendNamed) {
  ASSERT_EQ(::mkdir(directory_.c_str(), 0700), 0);
  ASSERT_EQ(::chmod(directory_.c_str(), 0755), 0);
  os::FileRegistry registry(directory_);
  const auto published = registry.publish("home", entry(kOne, "127.0.0.1:1"), false);
  ASSERT_FALSE(published.ok());
  EXPECT_NE(published.error().message.find("chmod 700 " + directory_), std::string::npos);
  EXPECT_NE(published.error().message.find("0755"), std::string::npos);
  EXPECT_TRUE(registry.list("home").empty());
}

TEST_F(FileRegistry, DirectoryOfAnotherUser_IsRefused) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give a directory away";
  ASSERT_EQ(::mkdir(directory_.c_str(), 0700), 0);
  ASSERT_EQ(::chown(directory_.c_str(), 12345, 12345), 0);
  os::FileRegistry registry(directory_);
  const auto published = registry.publish("home", entry(kOne, "127.0.0.1:1"), false);
  ASSERT_FALSE(published.ok());
  EXPECT_NE(published.error().message.find("another user (12345)"), std::string::npos);
}

TEST_F(FileRegistry, LinkInPlaceOfTheDirectory_IsRefused) {
  ASSERT_EQ(::mkdir((root_ + "/elsewhere").c_str(), 0700), 0);
  std::filesystem::create_symlink(root_ + "/elsewhere", directory_);
  os::FileRegistry registry(directory_);
  EXPECT_FALSE(registry.publish("home", entry(kOne, "127.0.0.1:1"), false).ok());
}

TEST_F(FileRegistry, MissingParent_IsAnError) {
  os::FileRegistry registry(root_ + "/missing/conclave");
  EXPECT_FALSE(registry.publish("home", entry(kOne, "127.0.0.1:1"), false).ok());
  EXPECT_TRUE(registry.list("home").empty());
}

TEST_F(FileRegistry, NewDirectory_IsPrivate) {
  os::FileRegistry registry(directory_);
  ASSERT_TRUE(registry.publish("home", entry(kOne, "127.0.0.1:1"), false).ok());
  struct stat status {};
  ASSERT_EQ(::stat(directory_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0700u);
}

// Entries that are locked, so that only what they hold can speak against them.
TEST_F(FileRegistry, HostileEntries_AreLeftOut) {
  os::FileRegistry honest(directory_);
  ASSERT_TRUE(honest.publish("home", entry(kOne, "127.0.0.1:1"), false).ok());
  std::vector<int> locks;
  std::uint64_t nonce = 0;
  for (const std::string& content :
       {std::string(), std::string("\n"), std::string("no port"), std::string("a:1\nb:2\n"),
        std::string("\x1b[2J:1\n"), std::string(1'000'000, ':'), std::string("a\0:1", 4)}) {
    const std::string path = directory_ + "/" + os::entry_name("home", kTwo, ++nonce);
    std::ofstream(path) << content;
    locks.push_back(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    ASSERT_EQ(::flock(locks.back(), LOCK_EX), 0);
  }
  const auto unused = [&] { return directory_ + "/" + os::entry_name("home", kTwo, ++nonce); };
  ASSERT_EQ(::mkfifo(unused().c_str(), 0600), 0);
  std::filesystem::create_directory(unused());
  std::filesystem::create_symlink("/etc/hostname", unused());
  os::FileRegistry watcher(directory_);
  EXPECT_EQ(addresses(watcher.list("home")), Addresses{"127.0.0.1:1"});
  for (const int lock : locks) ::close(lock);
}

class DefaultRegistryDirectory : public testing::Test {
 protected:
  DefaultRegistryDirectory() {
    if (const char* before = std::getenv("XDG_RUNTIME_DIR")) before_ = before;
  }
  ~DefaultRegistryDirectory() override {
    if (before_.empty()) {
      ::unsetenv("XDG_RUNTIME_DIR");
    } else {
      ::setenv("XDG_RUNTIME_DIR", before_.c_str(), 1);
    }
  }
  std::string before_;
};

TEST_F(DefaultRegistryDirectory, RuntimeDirectorySet_IsBelowIt) {
  ::setenv("XDG_RUNTIME_DIR", "/run/user/1000", 1);
  EXPECT_EQ(os::default_registry_directory(), "/run/user/1000/conclave");
}

TEST_F(DefaultRegistryDirectory, RuntimeDirectoryUnsetOrRelative_IsPerUserInTmp) {
  const std::string expected = "/tmp/conclave-" + std::to_string(::geteuid());
  ::unsetenv("XDG_RUNTIME_DIR");
  EXPECT_EQ(os::default_registry_directory(), expected);
  ::setenv("XDG_RUNTIME_DIR", "relative", 1);
  EXPECT_EQ(os::default_registry_directory(), expected);
}

}  // namespace
