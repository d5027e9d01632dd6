// PrivateDirectory: a directory of this user alone, open, so that its files are reached whatever happens to
// the path. Closed when destroyed.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/result.h"

namespace os {

class PrivateDirectory {
 public:
  // Makes the last part of `path` (mode 0700) if it is missing. Refuses a directory of another user, and one
  // that others may enter, read or change.
  static base::Result<PrivateDirectory> open(const std::string& path);

  PrivateDirectory(PrivateDirectory&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  PrivateDirectory& operator=(PrivateDirectory&&) = delete;
  ~PrivateDirectory();

  int descriptor() const { return descriptor_; }  // for openat() and its kin

  // At most `count_max`, in no order.
  std::vector<std::string> file_names(std::size_t count_max) const;

 private:
  explicit PrivateDirectory(int descriptor) : descriptor_(descriptor) {}

  int descriptor_;
};

}  // namespace os
