// A local network in memory: what one host's beacon sends, all others hear, itself included. Lost where a
// test says so.
#pragma once

#include <deque>
#include <string>

#include "env/beacon.h"

namespace node::testing {

class VirtualLan {
 public:
  // The beacon of the host called `host` (an address without its port). Lives as long as the network.
  env::Beacon& add_host(std::string host) { return ports_.emplace_back(*this, std::move(host)); }
  void lose_everything(bool losing) { losing_ = losing; }
  std::size_t sent() const { return sent_; }

 private:
  class Port : public env::Beacon {
   public:
    Port(VirtualLan& lan, std::string host) : lan_(lan), host_(std::move(host)) {}
    void open(const std::string&, Listener& listener) override { listener_ = &listener; }
    void send(base::ByteView datagram) override {
      ++lan_.sent_;
      if (lan_.losing_) return;
      for (Port& port : lan_.ports_) {
        if (port.listener_ != nullptr) port.listener_->datagram_came(datagram, host_);
      }
    }

   private:
    VirtualLan& lan_;
    std::string host_;
    Listener* listener_ = nullptr;
  };

  std::deque<Port> ports_;
  bool losing_ = false;
  std::size_t sent_ = 0;
};

}  // namespace node::testing
