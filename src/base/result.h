// What an operation on the outside world returns: a value, or an error a person can act on.
#pragma once

#include <string>
#include <utility>
#include <variant>

#include "base/check.h"

namespace base {

// `message` says what happened, what it means, and what to try.
struct Error {
  std::string message;
};

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::move(value)) {}      // NOLINT(google-explicit-constructor)
  Result(Error error) : state_(std::move(error)) {}  // NOLINT(google-explicit-constructor)

  bool ok() const { return std::holds_alternative<T>(state_); }
  explicit operator bool() const { return ok(); }

  // Asking a failed result for its value is a bug of the caller.
  const T& value() const {
    CHECK(ok(), "value() of a failed Result");
    return std::get<T>(state_);
  }
  T& value() {
    CHECK(ok(), "value() of a failed Result");
    return std::get<T>(state_);
  }
  const Error& error() const {
    CHECK(!ok(), "error() of a Result that holds a value");
    return std::get<Error>(state_);
  }

 private:
  std::variant<T, Error> state_;
};

struct Done {};
using Status = Result<Done>;

}  // namespace base
