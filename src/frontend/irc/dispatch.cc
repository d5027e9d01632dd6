// Lines in and lines out: which command is whose, how fast, with which tags.
#include <algorithm>
#include <utility>

#include "base/utf8.h"
#include "frontend/irc/gateway.h"
#include "frontend/irc/text.h"
#include "frontend/line/timestamp.h"

namespace frontend::irc {

namespace {

// So many commands at once, so many a second: a bot that answers a busy room is never held up.
constexpr double kTokensMax = 50, kTokensPerSecond = 20;
constexpr std::size_t kUnderWayMax = 1000;  // lines of ours that nobody has confirmed: then clients wait
constexpr std::size_t kWaitingMax = 200;  // lines; then its reading pauses
constexpr std::size_t kWaitingResume = 50;
constexpr base::Duration kHoldMax = std::chrono::seconds(2);

}  // namespace

void Gateway::refill(Client& client, base::Instant now) {
  const double seconds = std::chrono::duration<double>(now - client.tokens_at).count();
  client.tokens = std::min(kTokensMax, client.tokens + seconds * kTokensPerSecond);
  client.tokens_at = now;
}

void Gateway::take_line(Client& client, std::string_view line, bool whole) {
  if (line.empty()) return;
  const std::size_t tags = line.starts_with('@') ? std::min(line.find(' ') + 1, line.size()) : 0;
  if (!whole || line.size() - tags > kLineBytesMax - 2 || tags > kClientTagBytesMax) {
    return numeric(client, "417", {"Input line was too long"});
  }
  client.waiting.emplace_back(line);
  if (client.waiting.size() >= kWaitingMax && !std::exchange(client.paused, true)) clients_.pause_reading(client.id, true);
}

void Gateway::work_off(Client& client) {
  const env::ClientId id = client.id;
  const auto may_go_on = [&] { return ready_ && !client.checking && !is_held(client) && (!options_.paced || client.tokens >= 1) && session_.unacknowledged() < kUnderWayMax; };
  while (!client.closing && !client.waiting.empty() && may_go_on()) {
    const auto message = parse(client.waiting.front());
    if (message && message->command == "PING" && !std::exchange(client.has_waited, true) && hold(client, true)) break;
    client.waiting.pop_front();
    client.has_waited = false;
    client.tokens -= 1;
    if (message) carry_out(client, *message);
    if (!connected_.contains(id)) return;
  }
  if (client.waiting.size() <= kWaitingResume && std::exchange(client.paused, false)) clients_.pause_reading(client.id, false);
  client.waiting.empty() ? static_cast<void>(busy_.erase(id)) : static_cast<void>(busy_.insert(id));
}

// A room's topic and rules, kicks and invitations are as the log has them. So what comes after such a command waits until that
// has come back; and a PING, by which programs learn that all before it is done, waits for what anybody said here, and for
// the client's own echoes.
bool Gateway::hold(Client& client, bool for_echoes) {
  directory_.flush();
  const Client::Hold hold{session_.spoken().said, clock_.now() + kHoldMax, for_echoes};
  if (!is_awaited(client, hold)) return false;
  client.hold = hold;
  return true;
}

bool Gateway::is_awaited(const Client& client, const Client::Hold& hold) const {
  return session_.spoken().told < hold.said || (hold.for_echoes && client.unechoed > 0);
}

bool Gateway::is_held(Client& client) {
  if (!client.hold) return false;
  if (is_awaited(client, *client.hold) && clock_.now() < client.hold->until) return true;
  client.hold.reset();
  return false;
}

void Gateway::carry_out(Client& client, const Message& message) {
  const auto& all = commands();
  const auto command = std::find_if(all.begin(), all.end(), [&](const Command& c) { return c.name == message.command; });
  if (client.has(kLabeledResponse) && message.tag("label").size() <= 64) client.label = message.tag("label");
  client.collecting = !client.label.empty();
  const auto is_text = [](const std::string& param) { return base::is_utf8(param); };
  if (!std::all_of(message.params.begin(), message.params.end(), is_text) && !std::exchange(client.warned_of_encoding, true)) {
    reply(client, "WARN", {message.command, "INVALID_UTF8", "Your text is not UTF-8, and was taken for Latin-1; set your client to UTF-8"});
  }
  if (command == all.end()) {
    if (client.is_registered()) numeric(client, "421", {message.command, "Unknown command"});
    else numeric(client, "451", {"You have not registered"});
  } else if (!client.is_registered() && !command->before_registration) {
    numeric(client, "451", {"You have not registered"});
  } else if (message.params.size() < command->params_min) {
    numeric(client, "461", {message.command, "Not enough parameters"});
  } else {
    (this->*command->carry_out)(client, message);
  }
  finish_label(client);
}

// One answer carries the label; of several a batch does; none is an ACK.
void Gateway::finish_label(Client& client) {
  client.collecting = false;
  const std::string label = std::exchange(client.label, {});
  const std::vector<std::string> lines = std::exchange(client.collected, {});
  const std::shared_ptr<Echoes> echoes = std::exchange(client.echoes, nullptr);
  if (label.empty()) return;
  if (echoes != nullptr && echoes->awaited > 0) {
    echoes->lines = lines;
    return;
  }
  const std::string tag = "label=" + escaped_tag(label);
  const auto tagged = [](const std::string& tags, const std::string& line) {
    return line.starts_with('@') ? "@" + tags + ";" + line.substr(1) : "@" + tags + " " + line;
  };
  if (lines.size() == 1) return write(client, tagged(tag, lines.front()));
  if (lines.empty()) return write(client, tagged(tag, to_line(server_, "ACK", {})));
  const std::string batch = "l" + std::to_string(++batches_);
  write(client, tagged(tag, to_line(server_, "BATCH", {"+" + batch, "labeled-response"})));
  for (const std::string& line : lines) write(client, line.find("batch=") == std::string::npos || !line.starts_with('@') ? tagged("batch=" + batch, line) : line);
  write(client, to_line(server_, "BATCH", {"-" + batch}));
}

std::string Gateway::now_text() const { return line::rfc3339_utc(clock_.wall()); }

std::string Gateway::text_of(const Line& line, std::uint32_t capabilities) const {
  const auto has = [capabilities](Capability capability) { return (capabilities & capability) != 0; };
  std::string tags;
  const auto append = [&](const std::string& more) { tags += (tags.empty() ? "@" : ";") + more; };
  const auto add = [&](const std::string& name, const std::string& value) { append(name + "=" + escaped_tag(value)); };
  if (!line.batch.empty() && has(kBatch)) add("batch", line.batch);
  if (has(kServerTime)) add("time", line.time.empty() ? now_text() : line.time);
  if (!line.message_id.empty() && has(kMessageTags)) add("msgid", line.message_id);
  if (!line.account.empty() && has(kAccountTag)) add("account", line.account);
  if (line.bot && has(kMessageTags)) append("bot");
  if (!line.tags.empty() && has(kMessageTags)) append(line.tags);
  return (tags.empty() ? "" : tags + " ") + to_line(line.source, line.command, line.params);
}

void Gateway::send(Client& client, const Line& line) { write(client, text_of(line, client.capabilities)); }

void Gateway::write(Client& client, std::string text) {
  if (client.collecting) {
    client.collected.push_back(std::move(text));
  } else {
    clients_.send(client.id, text);
  }
}

void Gateway::numeric(Client& client, const char* number, Params params) {
  params.insert(params.begin(), client.name());
  send(client, {server_, number, std::move(params)});
}

void Gateway::reply(Client& client, const std::string& command, Params params) {
  send(client, {server_, command, std::move(params)});
}

// Whoever has asked for a capability knows what FAIL is; cap-notify comes of itself.
void Gateway::fail(Client& client, const std::string& command, const std::string& code, const std::string& text, const Params& context) {
  if ((client.capabilities & ~kCapNotify) != 0) {
    Params params{command, code};
    params.insert(params.end(), context.begin(), context.end());
    params.push_back(text);
    return reply(client, "FAIL", std::move(params));
  }
  reply(client, "NOTICE", {client.name(), command + ": " + text});
}

void Gateway::close(Client& client, const std::string& reason) {
  client.closing = true;
  unclaim(client);
  if (client.quit.empty()) client.quit = reason;
  finish_label(client);
  write(client, to_line("", "ERROR", {"Closing link: " + reason}));
  clients_.close(client.id, reason);
}

const std::vector<Gateway::Command>& Gateway::commands() {
  static const std::vector<Command> kAll = {
      {"PRIVMSG", "TARGET[,TARGET...] :TEXT", &Gateway::on_privmsg},
      {"NOTICE", "TARGET[,TARGET...] :TEXT", &Gateway::on_privmsg},
      {"TAGMSG", "TARGET[,TARGET...]", &Gateway::on_privmsg, 1},
      {"PING", "TOKEN", &Gateway::on_ping, 0, true},
      {"PONG", "TOKEN", &Gateway::on_pong, 0, true},
      {"CAP", "LS 302 | LIST | REQ :NAMES | END", &Gateway::on_cap, 1, true},
      {"PASS", "[ACCOUNT:]PASSWORD", &Gateway::on_pass, 1, true},
      {"NICK", "NICK", &Gateway::on_nick, 0, true},
      {"USER", "NAME 0 * :REAL NAME", &Gateway::on_user, 4, true},
      {"QUIT", "[:REASON]", &Gateway::on_quit, 0, true},
      {"AUTHENTICATE", "PLAIN | EXTERNAL | BASE64 | *", &Gateway::on_authenticate, 1, true},
      {"JOIN", "#ROOM[,#ROOM...] [KEY[,KEY...]]", &Gateway::on_join, 1},
      {"PART", "#ROOM[,#ROOM...] [:REASON]", &Gateway::on_part, 1},
      {"TOPIC", "#ROOM [:TOPIC]", &Gateway::on_topic, 1},
      {"NAMES", "[#ROOM[,#ROOM...]]", &Gateway::on_names},
      {"MODE", "#ROOM [+-imnstovklbeI [PARAMETERS]] | NICK [+-iB]", &Gateway::on_mode, 1},
      {"KICK", "#ROOM NICK[,NICK...] [:REASON]", &Gateway::on_kick, 2},
      {"INVITE", "NICK #ROOM", &Gateway::on_invite, 2},
      {"LIST", "[#ROOM | MASK | !MASK | >USERS | <USERS | C<MINUTES | T<MINUTES][,...]", &Gateway::on_list},
      {"AWAY", "[:REASON]", &Gateway::on_away},
      {"SETNAME", ":REAL NAME", &Gateway::on_setname, 1},
      {"CHATHISTORY", "LATEST | BEFORE | AFTER | AROUND | BETWEEN TARGET REFERENCES LIMIT, or TARGETS FROM TO LIMIT", &Gateway::on_chathistory, 2},
      {"WHO", "[#ROOM | NICK | MASK] [%FIELDS[,TOKEN]]", &Gateway::on_who},
      {"WHOIS", "NICK", &Gateway::on_whois, 1},
      {"WHOWAS", "NICK [COUNT]", &Gateway::on_whowas, 1},
      {"ISON", "NICK [NICK...]", &Gateway::on_ison, 1},
      {"USERHOST", "NICK [NICK...]", &Gateway::on_userhost, 1},
      {"MOTD", "", &Gateway::on_motd},
      {"LUSERS", "", &Gateway::on_lusers},
      {"VERSION", "", &Gateway::on_version},
      {"TIME", "", &Gateway::on_time},
      {"INFO", "", &Gateway::on_info},
      {"ADMIN", "", &Gateway::on_admin},
      {"LINKS", "", &Gateway::on_links},
      {"HELP", "[COMMAND]", &Gateway::on_help},
      {"HELPOP", "[COMMAND]", &Gateway::on_help},
      {"MONITOR", "+ NICK[,NICK...] | - NICK[,NICK...] | C | L | S", &Gateway::on_monitor, 1},
      {"MARKREAD", "TARGET [timestamp=TIME]", &Gateway::on_markread},
      {"OPER", "refused: nobody has power over a group of peers", &Gateway::on_refused},
      {"KILL", "refused", &Gateway::on_refused},
      {"WALLOPS", "refused", &Gateway::on_refused},
      {"REHASH", "refused", &Gateway::on_refused},
      {"DIE", "refused", &Gateway::on_refused},
  };
  return kAll;
}

}  // namespace frontend::irc
