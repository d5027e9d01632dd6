// Accounts on disk, and passwords that are checked beside the loop.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <vector>

#include "os/accounts/account_checker.h"
#include "os/asio/network_test_support.h"

namespace os {
namespace {

std::string new_folder() {
  std::string folder = "/tmp/conclave_accounts_XXXXXX";
  EXPECT_NE(::mkdtemp(folder.data()), nullptr);
  return folder;
}

class Accounts : public testing::Test, protected test::TestLoop {
 protected:
  ~Accounts() override {
    ::unlink(file_.path().c_str());
    ::rmdir(folder_.c_str());
  }
  bool is_right(AccountChecker& checker, const std::string& account, const std::string& password) {
    std::optional<bool> answer;
    checker.check_password(account, password, [&](bool right) { answer = right; });
    EXPECT_FALSE(answer) << "answered from inside the call";
    EXPECT_TRUE(run_until([&] { return answer.has_value(); }));
    return answer.value_or(false);
  }

  const std::string folder_ = new_folder();
  const AccountFile file_{folder_};
};

TEST_F(Accounts, WhatIsWritten_IsReadAgain_AndPrivate) {
  EXPECT_TRUE(file_.read().value().empty());
  AccountMap all;
  all["ada"] = {.password_hash = "hash", .certificates = {"c0ffee", "facade"}};
  all["bob"] = {.password_hash = "", .certificates = {}};
  ASSERT_TRUE(file_.write(all));
  const AccountMap read = file_.read().value();
  ASSERT_EQ(read.size(), 2u);
  EXPECT_EQ(read.at("ada").password_hash, "hash");
  EXPECT_EQ(read.at("ada").certificates, all["ada"].certificates);
  EXPECT_TRUE(read.at("bob").password_hash.empty());
  struct stat status {};
  ASSERT_EQ(::stat(file_.path().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
}

TEST_F(Accounts, FileThatIsNone_IsAnErrorInWords) {
  for (const char* content : {"", "[]", "{\"ada\": 3}", "{\"ada\": {\"password\": 3}}", "{\"ada\": {\"certificates\": [1]}}"}) {
    std::ofstream(file_.path(), std::ios::trunc) << content;
    const auto read = file_.read();
    ASSERT_FALSE(read.ok()) << content;
    EXPECT_NE(read.error().message.find("conclave account add"), std::string::npos);
  }
}

TEST_F(Accounts, HashesOfOnePassword_Differ_AndBothFit) {
  const std::string one = hash_of_password("swordfish"), other = hash_of_password("swordfish");
  EXPECT_NE(one, other);
  EXPECT_EQ(one.rfind("$argon2id$", 0), 0u) << one;
  EXPECT_TRUE(is_password(one, "swordfish"));
  EXPECT_TRUE(is_password(other, "swordfish"));
  EXPECT_FALSE(is_password(one, "swordfis"));
  EXPECT_FALSE(is_password("", ""));
  EXPECT_FALSE(is_password(std::string(1000, 'x'), "x"));
}

TEST_F(Accounts, Checker_KnowsWhatChangesWhileItRuns) {
  AccountChecker checker(loop, file_);
  EXPECT_FALSE(is_right(checker, "ada", "swordfish"));
  ASSERT_TRUE(file_.write({{"ada", {.password_hash = hash_of_password("swordfish"), .certificates = {"c0ffee"}}}}));
  EXPECT_TRUE(is_right(checker, "ada", "swordfish"));
  EXPECT_FALSE(is_right(checker, "ada", "swordfish "));
  EXPECT_FALSE(is_right(checker, "bob", "swordfish"));
  EXPECT_EQ(checker.with_certificate("c0ffee"), "ada");
  EXPECT_FALSE(checker.with_certificate("facade"));
  EXPECT_FALSE(checker.with_certificate(""));
}

TEST_F(Accounts, AccountWithoutPassword_HasNoneThatFits) {
  ASSERT_TRUE(file_.write({{"bob", {.password_hash = "", .certificates = {"facade"}}}}));
  AccountChecker checker(loop, file_);
  EXPECT_FALSE(is_right(checker, "bob", ""));
  EXPECT_FALSE(is_right(checker, "bob", "nobody's"));
}

TEST_F(Accounts, MoreQuestionsThanFit_AreAllAnswered) {
  ASSERT_TRUE(file_.write({{"ada", {.password_hash = hash_of_password("swordfish")}}}));
  AccountChecker checker(loop, file_);
  std::size_t right = 0, wrong = 0;
  for (int i = 0; i < 80; ++i) checker.check_password("ada", "swordfish", [&](bool fits) { ++(fits ? right : wrong); });
  EXPECT_TRUE(run_until([&] { return wrong > 0 && right > 0; }));
  EXPECT_LE(wrong, 16u);
}

TEST_F(Accounts, GoneChecker_AnswersNobody) {
  bool answered = false;
  {
    AccountChecker checker(loop, file_);
    for (int i = 0; i < 3; ++i) checker.check_password("ada", "x", [&](bool) { answered = true; });
  }
  bool passed = false;
  loop.post([&] { passed = true; });
  EXPECT_TRUE(run_until([&] { return passed; }));
  EXPECT_FALSE(answered);
}

}  // namespace
}  // namespace os
