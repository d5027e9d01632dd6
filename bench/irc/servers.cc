#include "bench/irc/servers.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <sstream>
#include <thread>
#include <utility>

namespace bench_irc {

namespace {

using namespace std::chrono_literals;

sockaddr_in at_port(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

// One that was free a moment ago.
std::uint16_t free_port() {
  const int probe = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = at_port(0);
  socklen_t size = sizeof address;
  bind(probe, reinterpret_cast<sockaddr*>(&address), size);
  getsockname(probe, reinterpret_cast<sockaddr*>(&address), &size);
  close(probe);
  return ntohs(address.sin_port);
}

bool answers(std::uint16_t port) {
  const int probe = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = at_port(port);
  const bool connected = connect(probe, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  close(probe);
  return connected;
}

std::string ngircd_config(std::uint16_t port, const std::string& folder) {
  return "[Global]\nName = irc.bench.local\nInfo = bench\nListen = 127.0.0.1\nPorts = " + std::to_string(port) + "\nPidFile = " + folder +
         "/pid\nMotdPhrase = bench\n[Limits]\nMaxConnections = 0\nMaxConnectionsIP = 0\nMaxJoins = 100\nMaxPenaltyTime = 0\nPongTimeout = "
         "600\n[Options]\nDNS = no\nIdent = no\nPAM = no\nSyslogFacility = local7\n";
}

std::string inspircd_config(std::uint16_t port, const std::string& folder) {
  return "<server name=\"irc.bench.local\" description=\"bench\" network=\"bench\" id=\"001\">\n"
         "<admin name=\"x\" nick=\"x\" email=\"x@bench.local\">\n<bind address=\"127.0.0.1\" port=\"" + std::to_string(port) + "\" type=\"clients\">\n"
         "<connect name=\"main\" allow=\"*\" timeout=\"120\" pingfreq=\"600\" globalmax=\"10000\" localmax=\"10000\" maxconnwarn=\"off\" useident=\"no\" "
         "resolvehostnames=\"no\" hardsendq=\"200M\" softsendq=\"200M\" recvq=\"10M\" threshold=\"1000000\" commandrate=\"1000000000\" fakelag=\"no\">\n"
         "<performance softlimit=\"10000\" somaxconn=\"1024\" nouserdns=\"yes\">\n<path configdir=\"" + folder + "\" datadir=\"" + folder + "\" logdir=\"" + folder +
         "\">\n<pid file=\"" + folder + "/pid\">\n";
}

}  // namespace

std::optional<Server> Server::start(const std::string& kind) {
  std::string pattern = (std::filesystem::temp_directory_path() / "bench_irc_XXXXXX").string();
  const char* folder = mkdtemp(pattern.data());
  if (folder == nullptr) return std::nullopt;
  Server server(folder, free_port());
  const std::string config = server.folder_ / "config";
  std::vector<std::string> command;
  if (kind == "conclave") {
    const std::string program = std::filesystem::read_symlink("/proc/self/exe").parent_path() / "conclave";
    command = {program,       "serve",   "bench", "--irc", "127.0.0.1:" + std::to_string(server.port_), "--irc-unpaced", "--listen",
               "127.0.0.1:0", "--no-local", "--no-discovery"};
  } else if (kind == "ngircd") {
    std::ofstream(config) << ngircd_config(server.port_, server.folder_);
    command = {"/usr/sbin/ngircd", "-n", "-f", config};
  } else {
    std::ofstream(config) << inspircd_config(server.port_, server.folder_);
    command = {"/usr/sbin/inspircd", "--config=" + config, "--nofork", "--nolog", "--runasroot"};
  }
  std::filesystem::permissions(server.folder_, std::filesystem::perms::all);
  if (!std::filesystem::exists(command.front()) || !server.run(command)) return std::nullopt;
  return server;
}

Server::Server(Server&& other) noexcept
    : folder_(std::move(other.folder_)), port_(other.port_), process_(std::exchange(other.process_, 0)) {
  other.folder_.clear();
}

bool Server::run(const std::vector<std::string>& command) {
  process_ = fork();
  if (process_ == 0) {
    const int log = open((folder_ / "log").c_str(), O_WRONLY | O_CREAT, 0600);
    dup2(log, 1);
    dup2(log, 2);
    setenv("XDG_DATA_HOME", folder_.c_str(), 1);
    std::filesystem::create_directory(folder_ / "run");
    std::filesystem::permissions(folder_ / "run", std::filesystem::perms::owner_all);
    setenv("XDG_RUNTIME_DIR", (folder_ / "run").c_str(), 1);
    std::vector<char*> words;
    for (const std::string& word : command) words.push_back(const_cast<char*>(word.c_str()));
    words.push_back(nullptr);
    execv(words.front(), words.data());
    _exit(127);
  }
  for (int tries = 0; tries < 200; ++tries) {
    if (waitpid(process_, nullptr, WNOHANG) == process_) {
      process_ = 0;
      return false;
    }
    if (answers(port_)) return true;
    std::this_thread::sleep_for(50ms);
  }
  return false;
}

Server::~Server() {
  if (process_ > 0) {
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
  }
  std::error_code ignored;
  if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
}

double Server::processor_seconds() const {
  std::ifstream file("/proc/" + std::to_string(process_) + "/stat");
  std::string text{std::istreambuf_iterator<char>(file), {}};
  std::istringstream fields(text.substr(std::min(text.size(), text.rfind(')') + 1)));
  std::string skipped;
  for (int i = 0; i < 11; ++i) fields >> skipped;
  double user = 0, system = 0;
  fields >> user >> system;
  return (user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

double Server::resident_mb() const {
  std::ifstream file("/proc/" + std::to_string(process_) + "/statm");
  double pages = 0, resident = 0;
  file >> pages >> resident;
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6;
}

}  // namespace bench_irc
