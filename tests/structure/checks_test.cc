// Each check goes red on a made-up tree that breaks its rule, and stays green on the nearest one that
// doesn't.
#include "tests/structure/checks.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace structure {
namespace {

SourceTree tree_of(std::vector<SourceFile> files) {
  return {.root = {}, .files = std::move(files), .directories = {}};
}

// How often `check` complains of a tree with this one file.
template <class Check>
std::size_t complaints(Check check, std::string path, std::string text) {
  return check(tree_of({parse_source(std::move(path), std::move(text))})).size();
}

TEST(IncludeTable, FolderOutsideTheRow_Refused) {
  EXPECT_EQ(complaints(check_include_table, "src/bloom/a.cc", "#include \"protocol/row.h\"\n"), 1U);
  EXPECT_EQ(complaints(check_include_table, "src/os/asio/a.cc", "#include \"sim/network.h\"\n"), 1U);
  EXPECT_EQ(complaints(check_include_table, "src/sim/a.cc", "#include \"os/clock.h\"\n"), 1U);
  EXPECT_EQ(complaints(check_include_table, "src/protocol/a_test.cc", "#include \"wire/frame.h\"\n"), 1U);
}

TEST(IncludeTable, FolderOfTheRow_Allowed) {
  EXPECT_EQ(complaints(check_include_table, "src/bloom/a.cc", "#include \"base/ids.h\"\n#include <vector>\n"),
            0U);
  EXPECT_EQ(complaints(check_include_table, "src/wire/a.cc", "#include \"protocol/row.h\"\n"), 0U);
  EXPECT_EQ(complaints(check_include_table, "src/apps/conclave/a.cc", "#include \"os/clock.h\"\n"), 0U);
}

TEST(IncludeTable, NodeFromFrontEnd_OnlySession) {
  EXPECT_EQ(complaints(check_include_table, "src/frontend/line/a.cc", "#include \"node/session.h\"\n"), 0U);
  EXPECT_EQ(complaints(check_include_table, "src/frontend/line/a.cc", "#include \"node/peer.h\"\n"), 1U);
}

TEST(IncludeTable, PathNotFromSource_Refused) {
  EXPECT_EQ(complaints(check_include_table, "src/bloom/a.cc", "#include \"table.h\"\n"), 1U);
  EXPECT_EQ(complaints(check_include_table, "src/bloom/a.cc", "#include \"../base/ids.h\"\n"), 1U);
}

TEST(IncludeTable, UnknownFolder_Refused) {
  EXPECT_EQ(complaints(check_include_table, "src/misc/a.h", "\n"), 1U);
}

TEST(ConfinedLibraries, BoostOutsideOs_Refused) {
  EXPECT_EQ(complaints(check_confined_libraries, "src/node/a.cc", "#include <boost/asio.hpp>\n"), 1U);
  EXPECT_EQ(complaints(check_confined_libraries, "src/apps/conclave/a.cc", "#include <openssl/ssl.h>\n"), 1U);
  EXPECT_EQ(complaints(check_confined_libraries, "examples/a.cc", "#include <sqlite3.h>\n"), 1U);
  EXPECT_EQ(complaints(check_confined_libraries, "src/os/asio/a.cc", "#include <boost/asio.hpp>\n"), 0U);
}

TEST(RealWorld, ClockChanceThreadSocket_RefusedOutsideOsAndApps) {
  for (const std::string text :
       {"auto t = std::chrono::system_clock::now();\n", "std::random_device d;\n", "std::thread t;\n",
        "std::this_thread::sleep_for(t);\n", "#include <thread>\n", "#include <netinet/in.h>\n"}) {
    EXPECT_EQ(complaints(check_real_world, "src/node/a.cc", text), 1U + (text.find("this") != text.npos))
        << text;
    EXPECT_EQ(complaints(check_real_world, "src/os/asio/a.cc", text), 0U) << text;
    EXPECT_EQ(complaints(check_real_world, "src/apps/conclave/a.cc", text), 0U) << text;
  }
}

TEST(RealWorld, WordsInCommentsAndTexts_Ignored) {
  EXPECT_EQ(
      complaints(check_real_world, "src/node/a.cc",
                 "// not a system_clock\n/* steady_clock\n */ auto a = \"std::thread\";\n"
                 "auto b = R\"x(usleep \" )\" nanosleep)x\"; int c = 1'000; auto d = my_steady_clock_1;\n"),
      0U);
  EXPECT_EQ(complaints(check_real_world, "src/node/a.cc", "int c = 1'000; auto d = steady_clock{}; // '\n"),
            1U);
}

TEST(Headers, NoPragmaOnceOrOpeningComment_Refused) {
  EXPECT_EQ(complaints(check_headers, "src/node/a.h", "// What it is.\n#pragma once\n"), 0U);
  EXPECT_EQ(complaints(check_headers, "src/node/a.h", "// #pragma once\nint a;\n"), 1U);
  EXPECT_EQ(complaints(check_headers, "src/node/a.h", "#pragma once\n"), 1U);
}

TEST(Headers, OwnHeaderNotFirst_Refused) {
  const SourceFile header = parse_source("src/node/a.h", "// A.\n#pragma once\n");
  const auto with = [&](const char* path, const char* text) {
    return check_headers(tree_of({header, parse_source(path, text)})).size();
  };
  EXPECT_EQ(with("src/node/a.cc", "#include \"node/a.h\"\n#include <vector>\n"), 0U);
  EXPECT_EQ(with("src/node/a.cc", "#include <vector>\n#include \"node/a.h\"\n"), 1U);
  EXPECT_EQ(with("src/node/a_test.cc", "int nothing;\n"), 1U);
  EXPECT_EQ(with("src/node/other.cc", "#include <vector>\n"), 0U);
}

TEST(FileLengths, LongFile_Refused) {
  EXPECT_EQ(complaints(check_file_lengths, "src/node/a.cc", std::string(500, '\n')), 0U);
  EXPECT_EQ(complaints(check_file_lengths, "src/node/a.cc", std::string(501, '\n')), 1U);
}

TEST(LibraryRows, LinkOutsideTheRowOrMissingLibrary_Refused) {
  const std::string whole = read_text(std::filesystem::path(CONCLAVE_SOURCE_DIR) / "CMakeLists.txt");
  const std::string call = "conclave_library(bloom DEPENDS base)";
  const std::size_t at = whole.find(call);
  ASSERT_NE(at, std::string::npos);
  std::string changed = whole;
  EXPECT_EQ(
      check_library_rows(changed.replace(at, call.size(), "conclave_library(bloom DEPENDS base os)")).size(),
      1U);
  changed = whole;
  EXPECT_EQ(check_library_rows(changed.replace(at, call.size(), "")).size(), 1U);
}

// A tree on disk, removed when the test ends.
class TreeOnDisk : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = (std::filesystem::temp_directory_path() / "structure-XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    root_ = name;
  }
  void TearDown() override { std::filesystem::remove_all(root_); }

  void write(const std::string& path, const std::string& text) {
    std::filesystem::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path) << text;
  }

  std::filesystem::path root_;
};

TEST_F(TreeOnDisk, FolderWithoutReadmeOrWithALongOne_Refused) {
  write("src/node/peer.h", "// Peer.\n#pragma once\n");
  EXPECT_EQ(check_readmes(read_source_tree(root_)).size(), 1U);
  write("src/node/README.md", "# node\n");
  EXPECT_EQ(check_readmes(read_source_tree(root_)).size(), 0U);
  write("fuzz/corpus/frame/hello", "1");
  EXPECT_EQ(check_readmes(read_source_tree(root_)).size(), 0U);
  write("src/node/README.md", std::string(11, '\n'));
  EXPECT_EQ(check_readmes(read_source_tree(root_)).size(), 1U);
}

TEST_F(TreeOnDisk, BuildAndHiddenFolders_NotRead) {
  write("build/dev/a.cc", "int a;\n");
  write(".git/a.cc", "int a;\n");
  write("src/node/a.cc", "#include \"node/a.h\"\n");
  const SourceTree tree = read_source_tree(root_);
  ASSERT_EQ(tree.files.size(), 1U);
  EXPECT_EQ(tree.files[0].path, "src/node/a.cc");
  EXPECT_EQ(tree.files[0].folder(), "node");
}

}  // namespace
}  // namespace structure
