#include "apps/conclave/irc_door.h"

#include <filesystem>

namespace conclave {

namespace {

bool exists(const std::string& path) {
  std::error_code ignored;
  return std::filesystem::exists(path, ignored);
}

// A thread, and only where somebody can log in.
std::optional<os::AccountFile> accounts_of(const ChatOptions& options, const std::string& folder) {
  if (folder.empty()) return std::nullopt;
  os::AccountFile file(folder);
  if (options.irc_tls.empty() && !exists(file.path())) return std::nullopt;
  return file;
}

}  // namespace

IrcDoor::IrcDoor(os::EventLoop& loop, node::Session& session, const env::Clock& clock, const ChatOptions& options,
                 const std::string& folder)
    : wanted_(options.irc),
      wanted_tls_(options.irc_tls),
      folder_(folder),
      tls_{options.irc_certificate, options.irc_key},
      clients_(loop),
      gateway_(session, clients_, clock,
               {.network = options.group,
                .version = options.version,
                .home_room = options.room,
                .own_user = !options.serve,
                .paced = !options.irc_unpaced,
                .accounts = checker_of(loop, accounts_of(options, folder))}) {
  session.on_event([this](const node::Event& event) { gateway_.event(event); });
}

env::Accounts* IrcDoor::checker_of(os::EventLoop& loop, std::optional<os::AccountFile> file) {
  if (!file) return nullptr;
  return &accounts_.emplace(loop, std::move(*file));
}

base::Status IrcDoor::open() {
  for (const std::string& address : wanted_) {
    auto bound = gateway_.listen(address);
    if (!bound) return bound.error();
    bound_.push_back("IRC clients are served at " + bound.value());
  }
  return wanted_tls_.empty() ? base::Done{} : open_to_others();
}

base::Status IrcDoor::open_to_others() {
  if (folder_.empty()) return base::Error{"--irc-tls does not go with --ephemeral: accounts are kept in the data folder"};
  const os::AccountFile file(folder_);
  const auto accounts = file.read();
  if (!accounts) return accounts.error();
  if (accounts.value().empty()) {
    return base::Error{"--irc-tls: nobody could log in. Add an account first: conclave account add NAME --data " + folder_};
  }
  if (base::Status status = ready_certificate(); !status) return status;
  const auto digest = os::certificate_digest(tls_.certificate_file);
  if (!digest) return digest.error();
  for (const std::string& address : wanted_tls_) {
    auto bound = gateway_.listen(address, tls_);
    if (!bound) return bound.error();
    bound_.push_back("IRC clients with an account are served at " + bound.value() + ", by TLS; the certificate's SHA-256 is " + digest.value());
  }
  return base::Done{};
}

// One that was given, or one of our own, which stays the same.
base::Status IrcDoor::ready_certificate() {
  if (!tls_.certificate_file.empty()) return base::Done{};
  tls_ = {folder_ + "/irc-certificate.pem", folder_ + "/irc-key.pem"};
  if (exists(tls_.certificate_file)) return base::Done{};
  return os::make_certificate(tls_.certificate_file, tls_.key_file, "conclave");
}

}  // namespace conclave
