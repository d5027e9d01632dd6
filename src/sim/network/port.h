// Port: one host's side of the SimNetwork. It lives as long as the host; processes come and go on it. While
// the process does not read, it keeps what came for it, in order.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "sim/network/sim_network.h"
#include "wire/key_pair.h"

namespace sim {

class SimNetwork::Port : public env::Network {
 public:
  Port(SimNetwork& network, HostIndex host) : network_(network), host_(host) {}

  void attach(Listener& listener) override { listener_ = &listener; }
  void identify(const base::KeySeed& seed) override { key_ = wire::KeyPair(seed).public_key(); }
  base::Result<std::string> listen(const std::string&) override {
    listens_ = true;
    return address_of(host_);
  }
  env::LinkId dial(const std::string& address) override { return network_.dial(host_, address); }
  void send(env::LinkId link, env::Lane lane, base::SharedBytes frame) override {
    network_.send(host_, link, lane, std::move(frame));
  }
  void admit(env::LinkId link) override { network_.admit(host_, link); }
  void close(env::LinkId link, std::string_view) override { network_.close(host_, link); }

  bool listens() const { return listens_; }
  const base::PublicKey& key() const { return key_; }  // of the process that runs there
  const std::vector<EndRef>& ends() const { return ends_; }
  void add(EndRef end) { ends_.push_back(end); }
  void remove(EndRef end);

  void tell_opened(env::LinkId link, bool dialed, env::Remote remote);
  void tell_frame(EndRef end, env::LinkId link, base::SharedBytes frame);
  void tell_closed(env::LinkId link, Reason reason);

  void hold() { held_ = true; }
  void release();
  void process_ended();
  void set_reading(std::uint64_t bytes_per_second);
  void read_some();

 private:
  struct News {
    enum class What : std::uint8_t { kOpened, kFrame, kClosed };
    What what{};
    bool dialed = false;
    Reason reason{};
    EndRef end = 0;
    env::LinkId link = 0;
    base::SharedBytes frame{};
    env::Remote remote{};
  };

  void give_frame(EndRef end, env::LinkId link, base::ByteView frame);
  bool waits() const { return held_ || reading_ != 0; }
  void keep(News news);
  void tell(const News& news);
  void tell_backlog(std::size_t bytes_max);
  void touch();

  SimNetwork& network_;
  const HostIndex host_;
  Listener* listener_ = nullptr;
  bool listens_ = false;
  base::PublicKey key_;
  bool held_ = false;
  bool read_due_ = false;
  std::uint64_t reading_ = 0;
  std::deque<News> backlog_;
  std::vector<EndRef> ends_;
  friend class SimNetwork;
  bool touched_ = false;
};

}  // namespace sim
