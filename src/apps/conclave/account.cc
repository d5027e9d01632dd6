#include "apps/conclave/account.h"

#include <termios.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cctype>
#include <cstdio>
#include <filesystem>
#include <iostream>

#include "apps/conclave/control_options.h"
#include "apps/conclave/say.h"
#include "env/accounts.h"
#include "frontend/irc/text.h"
#include "os/accounts/account_file.h"
#include "os/data_directory.h"

namespace conclave {

namespace {

constexpr std::size_t kPasswordBytesMin = 8;

std::string name_problem(const std::string& name) {
  return frontend::irc::is_nick(name) ? std::string() : "an account's name is like a nick: letters, digits, - and _, at most 32 bytes";
}

std::string digest_of(const std::string& text) {
  std::string digest;
  for (const char c : text) {
    if (c != ':') digest += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return digest;
}

std::string certificate_problem(const std::string& text) {
  const std::string digest = digest_of(text);
  const bool is_hex = std::all_of(digest.begin(), digest.end(), [](unsigned char c) { return std::isxdigit(c) != 0; });
  return is_hex && digest.size() == 64 ? std::string() : "a certificate is known by 64 hex digits: openssl x509 -in CERT.pem -noout -fingerprint -sha256";
}

// What is typed is not shown while this object lives.
class Silence {
 public:
  Silence() : is_terminal_(::tcgetattr(STDIN_FILENO, &before_) == 0) {
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    if (is_terminal_) ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
  }
  ~Silence() {
    if (is_terminal_) ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
  }
  Silence(const Silence&) = delete;
  Silence& operator=(const Silence&) = delete;
  bool is_terminal() const { return is_terminal_; }

 private:
  termios before_{};
  bool is_terminal_;
};

std::string typed(const Silence& silence, const std::string& what) {
  if (silence.is_terminal()) std::fputs(what.c_str(), stderr);
  std::string line;
  std::getline(std::cin, line);
  if (silence.is_terminal()) std::fputs("\n", stderr);
  if (!line.empty() && line.back() == '\r') line.pop_back();
  return line;
}

// Asked for twice by a terminal, else the first line of standard input.
base::Result<std::string> new_password(const std::string& name) {
  const Silence silence;
  const std::string password = typed(silence, "Password for " + name + ": ");
  if (password.size() < kPasswordBytesMin) return base::Error{"a password has 8 bytes or more"};
  if (password.size() > env::kPasswordBytesMax) return base::Error{"a password has at most " + std::to_string(env::kPasswordBytesMax) + " bytes"};
  if (silence.is_terminal() && typed(silence, "Once more: ") != password) return base::Error{"these are not the same: nothing was changed"};
  return password;
}

int list(const os::AccountMap& accounts) {
  for (const auto& [name, account] : accounts) {
    std::string line = name + (account.password_hash.empty() ? "  no password" : "  password");
    for (const std::string& digest : account.certificates) line += "  certificate " + digest;
    print(line);
  }
  if (accounts.empty()) print("No accounts yet. Add one with: conclave account add NAME");
  return 0;
}

}  // namespace

CLI::App* add_account_command(CLI::App& app, AccountOptions& options) {
  CLI::App* account = app.add_subcommand("account", "Who may use your peer's public IRC port (--irc-tls)");
  account->footer(
      "  conclave account add ada --as gateway\n"
      "  conclave serve --irc-tls 0.0.0.0:6697\n"
      "The peer may be running. Exit status: 0, or 1 where nothing was changed, 2 wrong usage.");
  account->require_subcommand(1);
  const auto add = [&](const std::string& name, const std::string& about) {
    CLI::App* command = account->add_subcommand(name, about);
    command->callback([&options, name] { options.command = name; });
    add_which(*command, options.folder, true);
    return command;
  };
  const auto add_name = [&](CLI::App* command) { command->add_option("NAME", options.name, "The account")->required()->type_name("")->check(name_problem); };
  add_name(add("add", "A new account, or a new password for one: asked for, or read from standard input"));
  add_name(add("remove", "Whoever is logged in stays until the connection ends"));
  add("list", "All of them");
  CLI::App* certificate = add("certificate", "Let whoever shows this certificate in without a password (SASL EXTERNAL)");
  add_name(certificate);
  certificate->add_option("SHA256", options.certificate, "Its hash in hex, from: openssl x509 -in CERT.pem -noout -fingerprint -sha256")
      ->required()
      ->type_name("")
      ->check(certificate_problem);
  return account;
}

int run_account(const AccountOptions& options) {
  const std::string folder = path_of(options.folder);
  // Before the peer's first start there is none. (Nobody may have it for a moment longer than it takes to make it.)
  if (std::error_code missing; !std::filesystem::exists(folder, missing)) {
    if (const auto made = os::DataDirectory::claim(folder); !made) return fail(made.error().message);
  }
  const os::AccountFile file(folder);
  auto accounts = file.read();
  if (!accounts) return fail(accounts.error().message);
  os::AccountMap& all = accounts.value();
  if (options.command == "list") return list(all);
  const std::string name = frontend::irc::folded(options.name);
  if (options.command == "remove" && all.erase(name) == 0) return fail("there is no account " + name);
  if (options.command == "add") {
    const auto password = new_password(name);
    if (!password) return fail(password.error().message);
    all[name].password_hash = os::hash_of_password(password.value());
  }
  if (options.command == "certificate") all[name].certificates.insert(digest_of(options.certificate));
  if (base::Status written = file.write(all); !written) return fail(written.error().message);
  print(options.command == "remove" ? "Removed " + name + "." : "Kept in " + file.path() + ".");
  return 0;
}

}  // namespace conclave
