// FileRegistry: env::Registry as files in a private directory, locked while their peer lives. Owned by
// main(). Blocks for the file system only; a process that hangs holds up nobody.
#pragma once

#include <string>

#include "env/registry.h"
#include "os/private_directory.h"

namespace os {

// $XDG_RUNTIME_DIR/conclave, or /tmp/conclave-<uid> where that variable is not set.
std::string default_registry_directory();

class FileRegistry final : public env::Registry {
 public:
  explicit FileRegistry(std::string directory) : path_(std::move(directory)) {}
  ~FileRegistry() override;
  FileRegistry(const FileRegistry&) = delete;
  FileRegistry& operator=(const FileRegistry&) = delete;

  base::Result<base::GroupId> publish(const std::string& group_name, const env::Registered& own,
                                      bool proposes) override;
  std::vector<env::Registered> list(const std::string& group_name) override;

 private:
  std::string path_;
  base::PeerId own_id_;
  std::string own_entry_;
  int own_lock_ = -1;  // open and locked from publish() on
};

}  // namespace os
