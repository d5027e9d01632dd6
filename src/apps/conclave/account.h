// `conclave account`: who may use a peer's public IRC port, while it runs or not.
#pragma once

#include <string>

#include "apps/conclave/data_folder.h"

namespace CLI {
class App;
}

namespace conclave {

struct AccountOptions {
  std::string command;  // "add", "remove", "list" or "certificate"
  std::string name;
  std::string certificate;  // SHA-256 of a certificate, in hex; colons may stand between
  DataFolder folder;
};

CLI::App* add_account_command(CLI::App& app, AccountOptions& options);

// The program's exit status.
int run_account(const AccountOptions& options);

}  // namespace conclave
