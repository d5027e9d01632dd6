// Who a client is: passwords (PASS, or SASL PLAIN) and certificates (SASL EXTERNAL). Needed by a door for everybody, welcome at
// one for this machine.
#include "frontend/irc/gateway.h"
#include "frontend/irc/text.h"

namespace frontend::irc {

namespace {

constexpr int kWrongPasswordsMax = 3;
constexpr std::size_t kPieceBytes = 400;         // of AUTHENTICATE; a shorter one is the last
constexpr std::size_t kCredentialBytesMax = 4 * kPieceBytes;
constexpr std::size_t kStrangersMax = 256, kStrangersOfOneHost = 16;  // who have come and not logged in

std::string_view host_of(std::string_view remote) { return remote.substr(0, remote.rfind(':')); }

}  // namespace

// "ACCOUNT:PASSWORD", or the password of the account that is called as the nick.
void Gateway::on_pass(Client& client, const Message& message) {
  if (client.is_registered()) return numeric(client, "462", {"You may not reregister"});
  client.password = message.param(0).substr(0, env::kPasswordBytesMax);
}

void Gateway::on_authenticate(Client& client, const Message& message) {
  const std::string_view piece = message.param(0);
  if (options_.accounts == nullptr) return numeric(client, "904", {"There are no accounts: whoever reaches this machine's port is its user"});
  if (piece == "*") {
    client.mechanism.clear();
    client.credentials.clear();
    return numeric(client, "906", {"SASL authentication aborted"});
  }
  if (client.mechanism.empty()) {
    if (!client.account.empty()) return numeric(client, "907", {"You are logged in already"});
    const std::string mechanism = upper(piece);
    if (mechanism != "PLAIN" && mechanism != "EXTERNAL") {
      numeric(client, "908", {"PLAIN,EXTERNAL", "are available SASL mechanisms"});
      return numeric(client, "904", {"SASL authentication failed"});
    }
    client.mechanism = mechanism;
    return write(client, to_line("", "AUTHENTICATE", {"+"}));
  }
  if (piece.size() > kPieceBytes || client.credentials.size() + piece.size() > kCredentialBytesMax) {
    client.mechanism.clear();
    client.credentials.clear();
    return numeric(client, "905", {"SASL message too long"});
  }
  if (piece != "+") client.credentials += piece;
  if (piece.size() == kPieceBytes) return;
  const std::string mechanism = std::exchange(client.mechanism, {});
  const std::string credentials = std::exchange(client.credentials, {});
  mechanism == "PLAIN" ? check_plain(client, credentials) : check_certificate(client, credentials);
}

// RFC 4616: whom to be, who one is, and the password, with a zero byte between each two.
void Gateway::check_plain(Client& client, const std::string& credentials) {
  const auto text = from_base64(credentials);
  const std::size_t first = text ? text->find('\0') : std::string::npos;
  const std::size_t second = first == std::string::npos ? first : text->find('\0', first + 1);
  if (second == std::string::npos || second == first + 1) return numeric(client, "904", {"SASL authentication failed"});
  const std::string as = text->substr(0, first), account = text->substr(first + 1, second - first - 1);
  if (!as.empty() && folded(as) != folded(account)) return numeric(client, "904", {"SASL authentication failed: nobody may be somebody else"});
  check(client, account, text->substr(second + 1, env::kPasswordBytesMax), true);
}

void Gateway::check_certificate(Client& client, const std::string& credentials) {
  const auto as = from_base64(credentials);
  const auto account = options_.accounts->with_certificate(client.certificate);
  const bool fits = account && as && (as->empty() || folded(*as) == folded(*account));
  checked(client, account.value_or(""), fits, true);
}

void Gateway::check(Client& client, const std::string& account, const std::string& password, bool by_sasl) {
  client.checking = true;
  const std::string name = folded(account);
  options_.accounts->check_password(name, password, [this, id = client.id, name, by_sasl](bool right) {
    const auto found = connected_.find(id);
    if (found == connected_.end() || found->second->closing) return;
    found->second->checking = false;
    checked(*found->second, name, right, by_sasl);
    work_off(*found->second);  // what it said meanwhile
    directory_.flush();
  });
}

void Gateway::checked(Client& client, const std::string& account, bool right, bool by_sasl) {
  if (right) {
    log_in(client, account);
    if (by_sasl) numeric(client, "903", {"SASL authentication successful"});
    return register_if_complete(client);
  }
  by_sasl ? numeric(client, "904", {"SASL authentication failed: check the account's name and password"})
          : numeric(client, "464", {"Password incorrect"});
  if (++client.wrong_passwords >= kWrongPasswordsMax || !by_sasl) close(client, "Wrong password");
}

void Gateway::log_in(Client& client, const std::string& account) {
  client.account = account;
  client.password.clear();
  client.wrong_passwords = 0;
  const User* self = self_of(client);
  const std::string mask = self == nullptr ? client.name() + "!*@*" : self->mask();
  numeric(client, "900", {mask, account, "You are now logged in as " + account});
  if (self == nullptr) return;
  User user = *self;
  user.account = account;
  change_user(client, user);
}

// So that nobody takes all places without having one.
bool Gateway::is_crowded(std::string_view remote) const {
  std::size_t strangers = 0, neighbours = 0;
  for (const auto& [id, client] : connected_) {
    if (client->closing || !client->must_log_in || !client->account.empty()) continue;
    ++strangers;
    if (host_of(client->remote) == host_of(remote)) ++neighbours;
  }
  return strangers >= kStrangersMax || neighbours >= kStrangersOfOneHost;
}

// Whoever came by a door for everybody has to be somebody. Asks about a password that was given.
bool Gateway::may_register(Client& client) {
  if (client.checking) return false;
  if (!client.must_log_in || !client.account.empty()) return true;
  if (client.password.empty() || options_.accounts == nullptr) {
    numeric(client, "464", {"You have to log in: by SASL (PLAIN, or EXTERNAL with a certificate), or with PASS account:password"});
    close(client, "Not logged in");
    return false;
  }
  const std::size_t colon = client.password.find(':');
  const bool named = colon != std::string::npos;
  check(client, named ? client.password.substr(0, colon) : client.nick, named ? client.password.substr(colon + 1) : client.password, false);
  return false;
}

}  // namespace frontend::irc
