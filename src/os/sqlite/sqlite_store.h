// SqliteStore: env::Store in the file log.db of a data folder. Owned by main(). Blocks for the disk: a commit
// to the disk takes as long as the disk does.
#pragma once

#include <memory>
#include <string>

#include "env/store.h"
#include "os/data_directory.h"

namespace os {

class SqliteStore final : public env::Store {
 public:
  // The peer's own: nobody else may write in the folder meanwhile.
  static base::Result<std::unique_ptr<SqliteStore>> open(DataDirectory directory);

  // To look at, also while a peer writes to it; what is committed meanwhile is seen. Commits fail.
  static base::Result<std::unique_ptr<SqliteStore>> open_to_read(const std::string& directory);

  ~SqliteStore() override;
  SqliteStore(const SqliteStore&) = delete;
  SqliteStore& operator=(const SqliteStore&) = delete;

  base::Status commit(const env::Changes& changes, env::Durability durability) override;
  base::Result<base::Bytes> note(std::string_view name) override;
  base::Status notes(std::string_view prefix,
                     const std::function<void(std::string_view name, base::ByteView value)>& visit) override;
  base::Status marks(const std::function<void(const env::StoredMark&)>& visit) override;
  base::Status stretch(const Stretch& what,
                       const std::function<void(std::uint64_t seq, base::ByteView body)>& visit) override;
  base::Status newest(std::size_t count_max, const Visit& visit) override;
  base::Status search(const Search& what, const Found& visit) override;
  base::Status earlier(const Earlier& what, const Visit& visit) override;

 private:
  class Impl;
  explicit SqliteStore(std::unique_ptr<Impl> impl);

  std::unique_ptr<Impl> impl_;
};

}  // namespace os
