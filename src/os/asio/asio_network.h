// AsioNetwork: env::Network over TCP and TLS. Owned by main(); the loop and the listener must outlive it.
// Destroyed with links open it closes them and says nothing.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "env/network.h"
#include "os/asio/acceptor.h"
#include "os/asio/event_loop.h"
#include "os/asio/inbound_limits.h"
#include "os/asio/link.h"
#include "os/asio/network_stats.h"
#include "os/asio/strangers.h"
#include "os/tls/tls_channels.h"

namespace os {

class AsioNetwork final : public env::Network, private Link::Owner {
 public:
  struct Options {
    LinkOptions link;
    InboundLimits::Options inbound;
    Strangers::Options strangers;
    // What stands between frames and sockets: TLS, always. Replaced by a benchmark that measures what it
    // costs.
    std::function<std::unique_ptr<Channels>(const base::KeySeed&)> channels = tls_channels;
  };

  explicit AsioNetwork(EventLoop& loop);
  AsioNetwork(EventLoop& loop, const Options& options);
  ~AsioNetwork() override;
  AsioNetwork(const AsioNetwork&) = delete;
  AsioNetwork& operator=(const AsioNetwork&) = delete;

  void attach(env::Network::Listener& listener) override { listener_ = &listener; }
  void identify(const base::KeySeed& seed) override;
  base::Result<std::string> listen(const std::string& address) override;
  env::LinkId dial(const std::string& address) override;
  void send(env::LinkId link, env::Lane lane, base::SharedBytes frame) override;
  void admit(env::LinkId link) override;
  void close(env::LinkId link, std::string_view reason) override;

  const NetworkStats& stats() const { return stats_; }
  std::size_t link_count() const { return links_.size(); }  // dialing, open or being flushed

 private:
  void link_is_open(Link& link) override;
  void link_got_frame(Link& link, base::ByteView frame) override;
  void link_is_closed(Link& link, const std::string& reason) override;

  void accepted(boost::asio::ip::tcp::socket socket);
  InboundLimits::Refusal make_room(const boost::asio::ip::address& remote);
  bool count_refusal(InboundLimits::Refusal refusal);
  std::shared_ptr<Link> new_link();

  EventLoop& loop_;
  const Options options_;
  env::Network::Listener* listener_ = nullptr;
  NetworkStats stats_;
  InboundLimits inbound_limits_;
  Strangers strangers_;
  LinkScratch scratch_;
  std::unique_ptr<Channels> channels_;
  std::vector<std::shared_ptr<Acceptor>> acceptors_;
  std::unordered_map<env::LinkId, std::shared_ptr<Link>> links_;
  env::LinkId last_id_ = 0;
};

}  // namespace os
