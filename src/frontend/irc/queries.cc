// Questions: who is who, who is here, what this is.
#include <algorithm>

#include "frontend/irc/gateway.h"
#include "frontend/irc/text.h"
#include "frontend/line/timestamp.h"

namespace frontend::irc {

namespace {

constexpr std::size_t kMaskBytesMax = 64;

}  // namespace

void Gateway::send_isupport(Client& client) {
  const std::string kEnd = "are supported by this server";
  numeric(client, "005", {"CASEMAPPING=ascii", "CHANTYPES=#", "CHANMODES=beI,k,l,imnst", "PREFIX=(ov)@+", "NETWORK=" + options_.network,
                          "NICKLEN=32", "CHANNELLEN=65", "TOPICLEN=390", "AWAYLEN=300", "NAMELEN=200", "MODES=4", "EXCEPTS", kEnd});
  numeric(client, "005", {"MAXLIST=beI:" + std::to_string(kBansMax), "KEYLEN=" + std::to_string(kKeyBytesMax), "CHANLIMIT=#:100", "TARGMAX=PRIVMSG:4,NOTICE:4,TAGMSG:4,JOIN:,PART:,KICK:4", "WHOX", "UTF8ONLY", "INVEX", "ELIST=CMNTU", "BOT=B",
                          "CHATHISTORY=500", "MSGREFTYPES=timestamp,msgid", "MONITOR=100", "CLIENTTAGDENY=typing,draft/typing", kEnd});
}

void Gateway::on_who(Client& client, const Message& message) {
  const std::string mask(message.param(0));
  const std::string_view options = message.param(1);
  const std::size_t percent = options.find('%');
  std::string fields, token;
  if (percent != std::string_view::npos) {
    const std::size_t comma = std::min(options.find(',', percent), options.size());
    fields = options.substr(percent + 1, comma - percent - 1);
    if (comma < options.size()) token = beginning(options.substr(comma + 1), 3);
  }
  const auto named = to_room(mask);
  const std::string room = named ? directory_.room_called(*named) : std::string();
  const auto answer = [&](const User& user) {
    const std::string flags = std::string(user.away.empty() ? "H" : "G") + (user.bot ? "B" : "") + (named ? prefix_of(room, user, client.has(kMultiPrefix)) : "");
    const std::string channel = named ? to_channel(room) : "*";
    if (percent == std::string_view::npos) {
      return numeric(client, "352", {channel, user.user, user.host(), server_, user.nick, flags, "0 " + user.real_name});
    }
    Params params;
    const auto add = [&](char field, const std::string& value) {
      if (fields.find(field) != std::string::npos) params.push_back(value);
    };
    add('t', token.empty() ? "0" : token);
    add('c', channel);
    add('u', user.user);
    add('i', "255.255.255.255");
    add('h', user.host());
    add('s', server_);
    add('n', user.nick);
    add('f', flags);
    add('d', "0");
    add('l', "0");
    add('a', user.account.empty() ? "0" : user.account);
    add('o', "n/a");
    add('r', user.real_name);
    numeric(client, "354", std::move(params));
  };
  if (named) {
    for (const User* user : seen_in(client, room)) answer(*user);
  } else if (const User* user = directory_.named(mask)) {
    answer(*user);
  } else if (mask.size() <= kMaskBytesMax) {
    for (const auto& [key, each] : directory_.users()) {
      if (!mask.empty() && mask != "0" && !matches(folded(mask), folded(each.nick))) continue;
      answer(each);
    }
  }
  numeric(client, "315", {mask.empty() ? "*" : mask, "End of /WHO list"});
}

void Gateway::on_whois(Client& client, const Message& message) {
  const std::string nick(message.param(message.params.size() > 1 ? 1 : 0));
  const User* user = directory_.named(nick);
  if (user == nullptr) {
    numeric(client, "401", {nick, "No such nick"});
    return numeric(client, "318", {nick, "End of /WHOIS list"});
  }
  numeric(client, "311", {user->nick, user->user, user->host(), "*", user->real_name});
  std::string channels;
  for (const std::string& room : user->rooms) {
    if (!is_hidden(client, room)) channels += (channels.empty() ? "" : " ") + prefix_of(room, *user, true) + to_channel(room);
  }
  if (!channels.empty()) numeric(client, "319", {user->nick, channels});
  numeric(client, "312", {user->nick, server_, "at the peer with the key " + user->node.substr(0, 16)});
  if (!user->away.empty()) numeric(client, "301", {user->nick, user->away});
  if (directory_.is_hosted(*user)) numeric(client, "317", {user->nick, "0", std::to_string(seconds_of(user->since)), "seconds idle, signon time"});
  if (!user->account.empty()) numeric(client, "330", {user->nick, user->account, "is logged in as"});
  if (user->bot) numeric(client, "335", {user->nick, "is a bot"});
  numeric(client, "671", {user->nick, "is using a secure connection"});
  numeric(client, "318", {user->nick, "End of /WHOIS list"});
}

void Gateway::on_whowas(Client& client, const Message& message) {
  const std::string nick(beginning(message.param(0), kMaskBytesMax));
  std::size_t left = static_cast<std::size_t>(std::clamp(std::atoi(std::string(message.param(1)).c_str()), 0, 1000));
  if (left == 0) left = former_.size();
  bool found = false;
  for (const auto& [user, at] : former_) {
    if (!matches(folded(nick), folded(user.nick)) || left == 0) continue;
    --left;
    found = true;
    numeric(client, "314", {user.nick, user.user, user.host(), "*", user.real_name});
    numeric(client, "312", {user.nick, server_, line::rfc3339_utc(at)});
  }
  if (!found) numeric(client, "406", {nick, "There was no such nickname"});
  numeric(client, "369", {nick, "End of WHOWAS"});
}

void Gateway::on_ison(Client& client, const Message& message) {
  std::string here;
  for (const std::string& param : message.params) {
    for (const std::string& nick : words(param)) {
      const User* user = directory_.named(nick);
      if (user != nullptr) here += (here.empty() ? "" : " ") + user->nick;
    }
  }
  numeric(client, "303", {here});
}

void Gateway::on_userhost(Client& client, const Message& message) {
  std::string answer;
  for (std::size_t i = 0; i < std::min<std::size_t>(message.params.size(), 5); ++i) {
    const User* user = directory_.named(message.params[i]);
    if (user == nullptr) continue;
    answer += (answer.empty() ? "" : " ") + user->nick + "=" + (user->away.empty() ? "+" : "-") + user->user + "@" + user->host();
  }
  numeric(client, "302", {answer});
}

void Gateway::on_motd(Client& client, const Message&) {
  numeric(client, "375", {"- " + server_ + " Message of the day -"});
  numeric(client, "372", {"- You are in the group " + options_.network + ". Everybody who is let in has the same transcript;"});
  numeric(client, "372", {"- no server can fail: whoever relays is replaced, and nothing said is lost."});
  numeric(client, "372", {"- /join #" + options_.home_room + " is where people meet; /list shows the rooms."});
  numeric(client, "376", {"End of /MOTD command."});
}

void Gateway::on_lusers(Client& client, const Message&) {
  const std::string users = std::to_string(directory_.users().size()), here = std::to_string(by_key_.size());
  const std::string users_most = std::to_string(std::max(users_most_, directory_.users().size())), here_most = std::to_string(clients_most_);
  numeric(client, "251", {"There are " + users + " users and 0 invisible on " + std::to_string(session_.members().size()) + " peers"});
  numeric(client, "252", {"0", "operator(s) online"});
  numeric(client, "253", {std::to_string(connected_.size() - by_key_.size()), "unknown connection(s)"});
  numeric(client, "254", {std::to_string(directory_.rooms().size()), "channels formed"});
  numeric(client, "255", {"I have " + here + " clients and 0 servers"});
  numeric(client, "265", {here, here_most, "Current local users " + here + ", max " + here_most});
  numeric(client, "266", {users, users_most, "Current global users " + users + ", max " + users_most});
}

void Gateway::on_version(Client& client, const Message&) {
  numeric(client, "351", {"conclave-" + options_.version, server_, "a fault-tolerant group chat without a server"});
  send_isupport(client);
}

void Gateway::on_time(Client& client, const Message&) { numeric(client, "391", {server_, now_text()}); }

void Gateway::on_info(Client& client, const Message&) {
  numeric(client, "371", {"conclave " + options_.version});
  numeric(client, "371", {"This peer is one of several; one of them, elected, relays: " + std::to_string(session_.members().size()) + " are here."});
  numeric(client, "374", {"End of /INFO list"});
}

void Gateway::on_admin(Client& client, const Message&) { numeric(client, "423", {server_, "No administrative info available: nobody administers a group of peers"}); }

void Gateway::on_links(Client& client, const Message&) {
  numeric(client, "364", {server_, server_, "0 one network, whatever peers there are"});
  numeric(client, "365", {"*", "End of /LINKS list"});
}

void Gateway::on_help(Client& client, const Message& message) {
  const std::string subject = message.params.empty() ? "*" : upper(beginning(message.param(0), kMaskBytesMax));
  const auto& all = commands();
  if (subject != "*") {
    const auto command = std::find_if(all.begin(), all.end(), [&](const Command& c) { return c.name == subject; });
    if (command == all.end()) return numeric(client, "524", {subject, "There is no help on that; HELP alone names the commands"});
    numeric(client, "704", {subject, std::string(command->name) + " " + std::string(command->usage)});
    return numeric(client, "706", {subject, "End of /HELP"});
  }
  numeric(client, "704", {subject, "Commands that are understood here; HELP COMMAND says how each is used:"});
  std::string names;
  for (const Command& command : all) names += (names.empty() ? "" : " ") + std::string(command.name);
  for (std::string_view rest = names; !rest.empty();) {
    const std::string_view part = beginning(rest, 300);
    const std::size_t end = part.size() == rest.size() ? part.size() : part.rfind(' ');
    numeric(client, "705", {subject, std::string(rest.substr(0, end))});
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  numeric(client, "706", {subject, "End of /HELP"});
}

void Gateway::on_refused(Client& client, const Message& message) {
  numeric(client, message.command == "OPER" ? "491" : "481", {"Permission denied: nobody has power over a group of peers"});
}

}  // namespace frontend::irc
