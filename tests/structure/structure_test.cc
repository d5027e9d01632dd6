// The real tree keeps to the house rules. What each check catches is shown in checks_test.cc.
#include <gtest/gtest.h>

#include "tests/structure/checks.h"

namespace structure {
namespace {

const SourceTree& tree() {
  static const SourceTree kTree = read_source_tree(CONCLAVE_SOURCE_DIR);
  return kTree;
}

void expect_none(const Complaints& complaints) {
  for (const std::string& complaint : complaints) ADD_FAILURE() << complaint;
}

TEST(Tree, Files_AreFound) {
  EXPECT_GT(tree().files.size(), 20U);
  EXPECT_GT(tree().directories.size(), 5U);
}

TEST(Tree, Includes_KeepToTheTable) { expect_none(check_include_table(tree())); }
TEST(Tree, ConfinedLibraries_StayInTheirFolder) { expect_none(check_confined_libraries(tree())); }
TEST(Tree, TimeChanceThreadsSockets_OnlyInOsAndApps) { expect_none(check_real_world(tree())); }
TEST(Tree, Headers_CompileAloneAndOnce) { expect_none(check_headers(tree())); }
TEST(Tree, Files_StayShort) { expect_none(check_file_lengths(tree())); }
TEST(Tree, Folders_HaveAShortReadme) { expect_none(check_readmes(tree())); }
TEST(Tree, Libraries_LinkOnlyTheirRow) {
  expect_none(check_library_rows(read_text(tree().root / "CMakeLists.txt")));
}

}  // namespace
}  // namespace structure
