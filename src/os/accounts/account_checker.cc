#include "os/accounts/account_checker.h"

#include <utility>

#include "os/log.h"

namespace os {

namespace {

constexpr std::size_t kWaitingMax = 64;  // some six seconds' work

}  // namespace

AccountChecker::AccountChecker(EventLoop& loop, AccountFile file)
    : loop_(loop), file_(std::move(file)), thread_([this] { work(); }) {}

AccountChecker::~AccountChecker() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
    waiting_.clear();
  }
  changed_.notify_one();
  thread_.join();
}

AccountMap AccountChecker::accounts() const {
  auto accounts = file_.read();
  if (accounts) return std::move(accounts.value());
  log(LogLevel::kError, accounts.error().message);
  return {};
}

void AccountChecker::check_password(const std::string& account, const std::string& password,
                                    std::function<void(bool right)> answer) {
  const AccountMap all = accounts();
  const auto found = all.find(account);
  const bool known = found != all.end() && !found->second.password_hash.empty();
  {
    const std::lock_guard lock(mutex_);
    if (waiting_.size() < kWaitingMax) {
      waiting_.push_back({known ? found->second.password_hash : std::string(), password, std::move(answer)});
      answer = nullptr;
    }
  }
  changed_.notify_one();
  if (answer) answer_soon(std::move(answer), false);
}

std::optional<std::string> AccountChecker::with_certificate(std::string_view digest) {
  if (digest.empty()) return std::nullopt;
  for (const auto& [name, account] : accounts()) {
    if (account.certificates.contains(std::string(digest))) return name;
  }
  return std::nullopt;
}

void AccountChecker::answer_soon(std::function<void(bool)> answer, bool right) {
  loop_.post([answer = std::move(answer), right, alive = std::weak_ptr(alive_)] {
    if (!alive.expired()) answer(right);
  });
}

void AccountChecker::work() {
  const std::string nobodys_hash = hash_of_password("nobody's");
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
    if (ending_) return;
    Question question = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    const bool known = !question.hash.empty();
    const bool right = is_password(known ? question.hash : nobodys_hash, question.password) && known;
    answer_soon(std::move(question.answer), right);
    lock.lock();
  }
}

}  // namespace os
