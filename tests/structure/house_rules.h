// What the tree must keep to, as data: the include table of docs/architecture.md and the lists that go with
// it. A new folder of src/ gets a row here and a line in CMakeLists.txt; the test holds the two equal.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

namespace structure {

struct FolderRow {
  std::string_view folder;
  std::string_view may_include;  // other folders of src/, separated by blanks
};
inline constexpr std::array kIncludeTable{
    FolderRow{"base", ""},
    FolderRow{"bloom", "base"},
    FolderRow{"env", "base"},
    FolderRow{"protocol", "bloom base"},
    FolderRow{"wire", "protocol bloom base"},
    FolderRow{"node", "protocol wire env bloom base"},
    FolderRow{"os", "env base"},
    FolderRow{"sim", "node protocol wire env bloom base"},
    FolderRow{"frontend", "node env base"},
    FolderRow{"apps", "base bloom env protocol wire node os sim frontend"},
};

// Of `provider`, the folder `user` may include this one header.
struct NarrowDoor {
  std::string_view user, provider, header;
};
inline constexpr std::array kNarrowDoors{NarrowDoor{"frontend", "node", "node/session.h"}};

// Libraries that only one folder of src/ may see, by how their includes begin.
struct ConfinedLibrary {
  std::string_view include_prefix, folder;
};
inline constexpr std::array kConfinedLibraries{
    ConfinedLibrary{"boost/", "os"},
    ConfinedLibrary{"openssl/", "os"},
    ConfinedLibrary{"sqlite3", "os"},
    ConfinedLibrary{"curses.h", "os"},
    ConfinedLibrary{"term.h", "os"},
};

// Time, chance, threads and sockets come in through env/, so that a tick is a function of its inputs.
inline constexpr std::array<std::string_view, 2> kFoldersOfTheRealWorld{"os", "apps"};
inline constexpr std::array<std::string_view, 18> kRealWorldWords{
    "system_clock", "steady_clock",  "high_resolution_clock",
    "utc_clock",    "clock_gettime", "gettimeofday",
    "std::time",    "random_device", "std::rand",
    "std::srand",   "std::thread",   "std::jthread",
    "std::async",   "this_thread",   "sleep_for",
    "sleep_until",  "usleep",        "nanosleep",
};
inline constexpr std::array<std::string_view, 7> kRealWorldHeaders{
    "thread", "sys/socket.h", "netinet/", "arpa/inet.h", "netdb.h", "poll.h", "sys/epoll.h",
};

inline constexpr std::size_t kFileLinesMax = 500;
inline constexpr std::size_t kReadmeLinesMax = 10;

}  // namespace structure
