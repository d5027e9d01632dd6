// The tables of a log file, and the version that says which they are. docs/architecture.md tells what is in
// them.
#pragma once

#include "os/sqlite/database.h"

namespace os {

// Makes the tables in an empty file. Refuses a file of another program, and one of a newer version of this
// one.
base::Status prepare_schema(Database& database);

// The same for who only reads: an empty file is an error.
base::Status check_schema(Database& database);

// Writes the version again: the smallest change that changes nothing.
base::Status touch(Database& database);

}  // namespace os
