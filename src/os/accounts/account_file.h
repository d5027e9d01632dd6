// AccountFile: the accounts of one peer, in a private file of its data folder. Read anew at every look, for another process
// may change it: `conclave account` while the peer runs.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "base/result.h"

namespace os {

struct Account {
  std::string password_hash;              // as libsodium writes it; empty: no password
  std::set<std::string> certificates{};   // SHA-256 hashes in hex, lower case
};
using AccountMap = std::map<std::string, Account, std::less<>>;  // by name, lower case

class AccountFile {
 public:
  explicit AccountFile(const std::string& data_folder) : path_(data_folder + "/irc-accounts.json") {}

  // Empty where there is no file. An error says what is wrong with it.
  base::Result<AccountMap> read() const;
  base::Status write(const AccountMap& accounts) const;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// For a person's password. Takes about 0.1 s and 64 MB of memory, so that guessing does too.
std::string hash_of_password(const std::string& password);
bool is_password(const std::string& hash, const std::string& password);

}  // namespace os
