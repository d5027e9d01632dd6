#include "os/registry/entry_name.h"

#include <gtest/gtest.h>

#include <set>

namespace {

const base::PeerId kId{{1, 2, 3, 4}};

TEST(EntryName, PlainGroup_IsReadable) {
  EXPECT_EQ(os::entry_name("home", kId, 255), "home." + base::to_hex(kId) + ".00000000000000ff");
}

TEST(EntryName, PathLikeGroups_StayInTheDirectory) {
  for (const char* group : {"", ".", "..", "../../etc/passwd", "a/b", "a.b"}) {
    const std::string name = os::entry_name(group, kId, 0);
    EXPECT_EQ(name.find('/'), std::string::npos);
    EXPECT_EQ(name.find('.'), name.size() - 82) << name;
  }
}

TEST(EntryName, DifferentGroups_HaveDifferentNames) {
  const std::string long_name(1000, 'x');
  std::set<std::string> names;
  for (const std::string& group : {std::string("a"), std::string("A"), std::string("a%2f"), std::string("a/"),
                                   std::string("a\0", 2), long_name, long_name + "y"}) {
    const std::string name = os::entry_name(group, kId, 0);
    EXPECT_LE(name.size(), 255u);
    EXPECT_TRUE(names.insert(name).second) << name;
    EXPECT_EQ(os::entry_owner(group, name), kId);
  }
}

TEST(EntryName, ForeignFiles_HaveNoOwner) {
  const std::string name = os::entry_name("home", kId, 7);
  EXPECT_EQ(os::entry_owner("home", name), kId);
  EXPECT_FALSE(os::entry_owner("homes", name).has_value());
  EXPECT_FALSE(os::entry_owner("home", os::entry_name("homes", kId, 7)).has_value());
  for (const std::string& other : {std::string("home."), std::string("home.notes"), std::string(".."),
                                   name + "0", name.substr(1), std::string(name.size(), '.')}) {
    EXPECT_FALSE(os::entry_owner("home", other).has_value()) << other;
  }
}

}  // namespace
