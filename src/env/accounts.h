// The accounts port: who may come in from elsewhere, and how they show that it is them. One thread; answers come from
// the event loop, never from inside a call below.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace env {

inline constexpr std::size_t kPasswordBytesMax = 400;

class Accounts {
 public:
  virtual ~Accounts() = default;

  // Whether that is the password of that account. Takes a while, and as long where there is no such account. False as
  // well where too many wait for an answer.
  virtual void check_password(const std::string& account, const std::string& password,
                              std::function<void(bool right)> answer) = 0;

  // Whose certificate has this SHA-256 hash, in hex.
  virtual std::optional<std::string> with_certificate(std::string_view digest) = 0;
};

}  // namespace env
