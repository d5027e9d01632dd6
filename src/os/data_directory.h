// DataDirectory: the folder in which one peer keeps what outlives it. Made where it is missing, private to
// its user, and owned by one process at a time, for as long as this object lives.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "base/result.h"
#include "os/private_directory.h"

namespace os {

// $XDG_DATA_HOME/conclave, or ~/.local/share/conclave where that variable is not set.
std::string default_data_root();

class DataDirectory {
 public:
  // Nothing where another process owns it.
  static base::Result<std::optional<DataDirectory>> claim(const std::string& path);
  // What to tell a person then.
  static base::Error in_use(const std::string& path);

  DataDirectory(DataDirectory&& other) noexcept;
  DataDirectory& operator=(DataDirectory&&) = delete;
  ~DataDirectory();

  const std::string& path() const { return path_; }

  // The path of a file in it, which is made, empty and private, where it is missing. Refuses what is not a
  // file of this user alone.
  base::Result<std::string> private_file(const std::string& name) const;

 private:
  DataDirectory(std::string path, PrivateDirectory directory, int lock);

  std::string path_;
  PrivateDirectory directory_;
  int lock_;  // open, and locked
};

}  // namespace os
