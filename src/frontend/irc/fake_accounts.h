// What tests put in place of accounts: ada, with a password and a certificate. Linked into no program.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "env/accounts.h"

namespace frontend::irc {

class FakeAccounts : public env::Accounts {
 public:
  void check_password(const std::string& account, const std::string& password, std::function<void(bool)> answer) override {
    asked.push_back(account);
    const auto known = passwords.find(account);
    const bool right = known != passwords.end() && known->second == password;
    answers.push_back([answer = std::move(answer), right] { answer(right); });
  }
  std::optional<std::string> with_certificate(std::string_view digest) override {
    const auto known = certificates.find(std::string(digest));
    return known == certificates.end() ? std::nullopt : std::optional(known->second);
  }
  void answer_all() {
    for (const auto& answer : std::exchange(answers, {})) answer();
  }

  std::map<std::string, std::string> passwords{{"ada", "swordfish"}}, certificates{{"c0ffee", "ada"}};
  std::vector<std::string> asked;
  std::vector<std::function<void()>> answers;
};

}  // namespace frontend::irc
