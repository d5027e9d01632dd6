// A private folder (0700) under the system's temporary folder, removed with all it holds when its owner goes.
#pragma once

#include <filesystem>

#include "base/result.h"

namespace cluster {

class TemporaryDirectory {
 public:
  static base::Result<TemporaryDirectory> create();

  TemporaryDirectory(TemporaryDirectory&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  TemporaryDirectory& operator=(TemporaryDirectory&&) = delete;
  ~TemporaryDirectory();

  const std::filesystem::path& path() const { return path_; }

 private:
  explicit TemporaryDirectory(std::filesystem::path path) : path_(std::move(path)) {}
  std::filesystem::path path_;
};

}  // namespace cluster
