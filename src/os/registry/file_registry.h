// FileRegistry: env::Registry as files in a private directory, locked while their peer lives. Owned by
// main(). Blocks for the file system only; a process that hangs holds up nobody.
#pragma once

#include <map>
#include <string>
#include <vector>

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
  // An entry never changes, so it is read once; whether its peer still lives is looked at for a few a time, in turn.
  std::vector<env::Registered> list(const std::string& group_name) override;

 private:
  void drop_dead(const PrivateDirectory& directory);

  std::string path_;
  base::PeerId own_id_;
  std::string own_entry_;
  int own_lock_ = -1;  // open and locked from publish() on
  std::map<std::string, env::Registered> known_;  // by file name
  std::string looked_at_;                         // the last one of these
};

}  // namespace os
