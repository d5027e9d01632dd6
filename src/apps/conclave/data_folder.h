// Which folder a peer keeps its log in, and the store in it.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "os/sqlite/sqlite_store.h"

namespace conclave {

struct DataFolder {
  std::string given;  // on the command line; empty: one for each group and nick, below the user's data folder
  std::string group, nick;
};

// The first one of that group and nick; a peer of the same nick that starts meanwhile takes the next.
std::string path_of(const DataFolder& folder);

struct OpenFolder {
  std::string path;
  std::unique_ptr<os::SqliteStore> store;
};

// For a peer that runs. A folder that was given must be free.
base::Result<OpenFolder> open_store(const DataFolder& folder);

// Where the peer of that data folder answers the commands of its user.
std::string control_socket_of(const std::string& data_folder);

}  // namespace conclave
