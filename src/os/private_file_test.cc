#include "os/private_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>

namespace os {
namespace {

class PrivateFile : public testing::Test {
 protected:
  void SetUp() override { ASSERT_NE(::mkdtemp(folder_.data()), nullptr); }
  void TearDown() override {
    ::unlink(path().c_str());
    ::rmdir(folder_.c_str());
  }
  std::string path() const { return folder_ + "/file"; }

  std::string folder_ = "/tmp/conclave-private-file-XXXXXX";
};

TEST_F(PrivateFile, WrittenTwice_TheSecondIsRead_AndIsPrivate) {
  EXPECT_FALSE(read_private_file(path()));
  ASSERT_TRUE(write_private_file(path(), "first, which is longer").ok());
  ASSERT_TRUE(write_private_file(path(), "second").ok());
  EXPECT_EQ(read_private_file(path()), "second");
  struct stat status {};
  ASSERT_EQ(::stat(path().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777u, 0600u);
}

TEST_F(PrivateFile, FolderIsMissing_IsSaid) {
  const auto status = write_private_file(folder_ + "/none/file", "x");
  ASSERT_FALSE(status.ok());
  EXPECT_NE(status.error().message.find("can't write"), std::string::npos);
}

TEST_F(PrivateFile, TooLarge_IsNotRead) {
  ASSERT_TRUE(write_private_file(path(), std::string(kPrivateFileBytesMax + 1, 'x')).ok());
  EXPECT_FALSE(read_private_file(path()));
}

}  // namespace
}  // namespace os
