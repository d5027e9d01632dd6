// What tests of the store stand on: a folder that goes away, entries to write, and what is read back.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "os/sqlite/sqlite_store.h"

namespace os::testing {

class StoreTest : public ::testing::Test {
 protected:
  StoreTest() {
    std::string pattern = (std::filesystem::temp_directory_path() / "conclave-store-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    folder_ = pattern;
  }
  ~StoreTest() override {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  std::string data() const { return folder_ + "/data"; }

  base::Result<std::unique_ptr<SqliteStore>> try_open() const {
    auto claimed = DataDirectory::claim(data());
    if (!claimed) return claimed.error();
    if (!claimed.value()) return DataDirectory::in_use(data());
    return SqliteStore::open(std::move(*claimed.value()));
  }
  // The store, or the test's failure.
  std::unique_ptr<SqliteStore> open() const {
    auto opened = try_open();
    if (!opened) throw std::runtime_error(opened.error().message);
    return std::move(opened.value());
  }
  std::string refusal() const {
    auto opened = try_open();
    return opened.ok() ? "it opened" : opened.error().message;
  }

 private:
  std::string folder_;
};

inline env::StoredEntry entry(std::uint64_t seq, const std::string& text, const std::string& room = "lobby",
                              std::uint64_t author = 1) {
  return {.author = {{author, 0, 0, 7}},
          .epoch = 5,
          .seq = seq,
          .hlc = seq,
          .room = room,
          .texts = {text},
          .body = base::Bytes(text.begin(), text.end())};
}

inline base::Status put(SqliteStore& store, std::vector<env::StoredEntry> entries,
                        env::Durability durability = env::Durability::kOnDisk) {
  return store.commit({.entries = std::move(entries), .marks = {}, .notes = {}}, durability);
}

// The bodies, as the texts they are made of.
inline std::vector<std::string> found(SqliteStore& store, const env::Store::Search& what = {}) {
  std::vector<std::string> texts;
  const auto status =
      store.search(what, [&](base::ByteView body, std::optional<std::size_t>) { texts.emplace_back(body.begin(), body.end()); });
  EXPECT_TRUE(status.ok());
  return texts;
}

}  // namespace os::testing
