// The checks: each reads the tree and returns one sentence per place that breaks a rule of house_rules.h.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tests/structure/source_tree.h"

namespace structure {

using Complaints = std::vector<std::string>;

// Includes between folders of src/ keep to the table; a quoted include starts at src/.
Complaints check_include_table(const SourceTree& tree);
// Libraries confined to one folder of src/ are included nowhere else.
Complaints check_confined_libraries(const SourceTree& tree);
// Clocks, chance, threads, sleeps and sockets are left to the folders of the real world.
Complaints check_real_world(const SourceTree& tree);
// A header has #pragma once and opens with a comment; foo.cc and foo_test.cc include foo.h first, which is
// what proves that it compiles alone (headers without such a file: the build target header_check).
Complaints check_headers(const SourceTree& tree);
Complaints check_file_lengths(const SourceTree& tree);
// Every folder that holds files has a README of a few lines.
Complaints check_readmes(const SourceTree& tree);
// The libraries in `cmake_lists` (the text of CMakeLists.txt) are the table's folders and link only their
// row.
Complaints check_library_rows(std::string_view cmake_lists);

}  // namespace structure
