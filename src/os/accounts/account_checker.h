// AccountChecker: env::Accounts over an AccountFile. A thread of its own computes hashes, one at a time. Owned by main();
// the loop must outlive it.
#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>

#include "env/accounts.h"
#include "os/accounts/account_file.h"
#include "os/asio/event_loop.h"

namespace os {

class AccountChecker final : public env::Accounts {
 public:
  AccountChecker(EventLoop& loop, AccountFile file);
  ~AccountChecker() override;  // no answer follows
  AccountChecker(const AccountChecker&) = delete;
  AccountChecker& operator=(const AccountChecker&) = delete;

  void check_password(const std::string& account, const std::string& password,
                      std::function<void(bool right)> answer) override;
  std::optional<std::string> with_certificate(std::string_view digest) override;

 private:
  struct Question {
    std::string hash;  // empty: of no account, and only time is spent on it
    std::string password;
    std::function<void(bool)> answer;
  };

  AccountMap accounts() const;
  void work();
  void answer_soon(std::function<void(bool)> answer, bool right);

  EventLoop& loop_;
  const AccountFile file_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
  std::mutex mutex_;  // of what follows
  std::condition_variable changed_;
  std::deque<Question> waiting_;
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace os
