#include "os/accounts/account_file.h"

#include <sodium.h>
#include <sys/stat.h>

#include <array>
#include <nlohmann/json.hpp>

#include "base/check.h"
#include "os/private_file.h"

namespace os {

namespace {

using Json = nlohmann::json;

std::optional<Account> account_of(const Json& json) {
  if (!json.is_object()) return std::nullopt;
  Account account;
  const auto password = json.find("password");
  if (password != json.end() && !password->is_string()) return std::nullopt;
  if (password != json.end()) account.password_hash = password->get<std::string>();
  const auto certificates = json.find("certificates");
  if (certificates == json.end()) return account;
  if (!certificates->is_array()) return std::nullopt;
  for (const Json& digest : *certificates) {
    if (!digest.is_string()) return std::nullopt;
    account.certificates.insert(digest.get<std::string>());
  }
  return account;
}

}  // namespace

base::Result<AccountMap> AccountFile::read() const {
  struct stat status {};
  if (::lstat(path_.c_str(), &status) != 0) return AccountMap{};
  const auto content = read_private_file(path_);
  const base::Error error{"can't read the accounts in " + path_ + ": mend it, or remove it and add them anew with: conclave account add NAME"};
  if (!content) return error;
  const Json json = Json::parse(*content, nullptr, false);
  if (!json.is_object()) return error;
  AccountMap accounts;
  for (const auto& [name, value] : json.items()) {
    auto account = account_of(value);
    if (!account) return error;
    accounts.emplace(name, std::move(*account));
  }
  return accounts;
}

base::Status AccountFile::write(const AccountMap& accounts) const {
  Json json = Json::object();
  for (const auto& [name, account] : accounts) {
    Json one = Json::object();
    if (!account.password_hash.empty()) one["password"] = account.password_hash;
    if (!account.certificates.empty()) one["certificates"] = account.certificates;
    json[name] = std::move(one);
  }
  const std::string text = json.dump(1) + "\n";
  if (text.size() > kPrivateFileBytesMax) return base::Error{"too many accounts for one peer: remove some, or let another peer have them"};
  return write_private_file(path_, text);
}

std::string hash_of_password(const std::string& password) {
  CHECK(sodium_init() >= 0, "libsodium starts");
  std::array<char, crypto_pwhash_STRBYTES> hash{};
  const int result = crypto_pwhash_str_alg(hash.data(), password.data(), password.size(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                                           crypto_pwhash_MEMLIMIT_INTERACTIVE, crypto_pwhash_ALG_ARGON2ID13);
  CHECK(result == 0, "there is memory for a password's hash");
  return hash.data();
}

bool is_password(const std::string& hash, const std::string& password) {
  CHECK(sodium_init() >= 0, "libsodium starts");
  std::array<char, crypto_pwhash_STRBYTES> padded{};
  if (hash.empty() || hash.size() >= padded.size()) return false;
  hash.copy(padded.data(), hash.size());
  return crypto_pwhash_str_verify(padded.data(), password.data(), password.size()) == 0;
}

}  // namespace os
