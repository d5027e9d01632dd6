#include "os/asio/asio_network.h"

#include <utility>

#include "base/check.h"
#include "os/asio/address.h"
#include "os/asio/socket_setup.h"
#include "os/log.h"

namespace os {

namespace {

using boost::asio::ip::tcp;
using boost::system::error_code;

base::Error listen_error(const std::string& address, const error_code& error) {
  std::string message = "can't listen at " + address + ": ";
  if (error == boost::asio::error::address_in_use) {
    message += "another program uses that port; choose another port, or port 0 for any free one";
  } else if (error == boost::asio::error::access_denied) {
    message += "this port is reserved; choose one above 1023, or port 0 for any free one";
  } else if (error == boost::system::errc::address_not_available) {
    message += "this machine has no such address; try 127.0.0.1 (this machine alone) or 0.0.0.0 (everyone)";
  } else {
    message += describe(error);
  }
  return {message};
}

// Waits for the name service, which is acceptable while a program starts.
base::Result<std::vector<tcp::endpoint>> endpoints_to_listen_at(boost::asio::io_context& context,
                                                                const std::string& address) {
  const base::Result<HostPort> parsed = parse_host_port(address);
  if (!parsed.ok()) return parsed.error();
  if (const auto literal = literal_endpoint(parsed.value())) return std::vector{*literal};
  error_code error;
  tcp::resolver resolver(context);
  const auto found = resolver.resolve(parsed.value().host, std::to_string(parsed.value().port), error);
  if (error) return listen_error(address, error);
  return std::vector<tcp::endpoint>(found.begin(), found.end());
}

}  // namespace

AsioNetwork::AsioNetwork(EventLoop& loop) : AsioNetwork(loop, Options{}) {}

AsioNetwork::AsioNetwork(EventLoop& loop, const Options& options)
    : loop_(loop),
      options_(options),
      inbound_limits_(options.inbound),
      strangers_(loop, stats_, options.strangers) {}

AsioNetwork::~AsioNetwork() {
  for (const auto& acceptor : acceptors_) acceptor->stop();
  for (const auto& [id, link] : links_) link->abandon();
}

void AsioNetwork::identify(const base::KeySeed& seed) { channels_ = options_.channels(seed); }

base::Result<std::string> AsioNetwork::listen(const std::string& address) {
  CHECK(listener_ != nullptr && channels_ != nullptr, "attach() and identify() come before listen()");
  const auto endpoints = endpoints_to_listen_at(loop_.context(), address);
  if (!endpoints.ok()) return endpoints.error();
  error_code error = boost::asio::error::host_not_found;
  for (const tcp::endpoint& endpoint : endpoints.value()) {
    auto acceptor = std::make_shared<Acceptor>(
        loop_, stats_, [this](const auto& caller) { return !count_refusal(make_room(caller)); },
        [this](tcp::socket socket) { accepted(std::move(socket)); });
    error = acceptor->listen(endpoint);
    if (error) continue;
    acceptors_.push_back(acceptor);
    return to_string(acceptor->bound_endpoint());
  }
  return listen_error(address, error);
}

env::LinkId AsioNetwork::dial(const std::string& address) {
  CHECK(listener_ != nullptr && channels_ != nullptr, "attach() and identify() come before dial()");
  const std::shared_ptr<Link> link = new_link();
  const base::Result<HostPort> parsed = parse_host_port(address);
  if (!parsed.ok()) {
    link->close(parsed.error().message);
  } else if (parsed.value().port == 0) {
    link->close("port 0 can't be dialed; ask the other side for the port it listens at");
  } else {
    link->dial(parsed.value());
  }
  return link->id();
}

void AsioNetwork::send(env::LinkId id, env::Lane lane, base::SharedBytes frame) {
  const auto found = links_.find(id);
  if (found != links_.end()) found->second->send(lane, std::move(frame));
}

void AsioNetwork::admit(env::LinkId id) {
  const auto found = links_.find(id);
  if (found == links_.end()) return;
  found->second->admit();
  strangers_.know(found->second->source());
}

void AsioNetwork::close(env::LinkId id, std::string_view reason) {
  const auto found = links_.find(id);
  if (found != links_.end()) found->second->close(std::string(reason));
}

std::shared_ptr<Link> AsioNetwork::new_link() {
  Link::Owner& owner = *this;
  const LinkSurroundings surroundings{loop_, *channels_, stats_, scratch_, strangers_};
  auto link = std::make_shared<Link>(surroundings, ++last_id_, owner, options_.link);
  links_.emplace(link->id(), link);
  return link;
}

void AsioNetwork::accepted(tcp::socket socket) {
  error_code error;
  const auto remote = socket.remote_endpoint(error).address();
  if (error) return;  // gone again already
  new_link()->adopt(std::move(socket), inbound_limits_.admit(remote));
}

// Whoever has not said a byte gives way, then whoever takes too long to say who it is, the eldest first: a
// crowd of silent connections keeps nobody out who speaks.
InboundLimits::Refusal AsioNetwork::make_room(const boost::asio::ip::address& remote) {
  const InboundLimits::Refusal refusal = inbound_limits_.check(remote);
  if (refusal == InboundLimits::Refusal::kNone || refusal == InboundLimits::Refusal::kFull) return refusal;
  const bool own = refusal == InboundLimits::Refusal::kSilentPerAddress;
  const boost::asio::ip::address source = source_of(remote);
  const auto after = [](const Link& a, const Link& b) {
    return std::pair(!a.mute(), a.id()) > std::pair(!b.mute(), b.id());
  };
  Link* first = nullptr;
  for (const auto& [id, link] : links_) {
    if (!link->gives_way() || (own && link->source() != source)) continue;
    if (first == nullptr || after(*first, *link)) first = link.get();
  }
  if (first == nullptr) return refusal;
  first->give_way();
  return inbound_limits_.check(remote);
}

bool AsioNetwork::count_refusal(InboundLimits::Refusal refusal) {
  switch (refusal) {
    case InboundLimits::Refusal::kNone:
      return false;
    case InboundLimits::Refusal::kFull:
      ++stats_.refused_inbound_full;
      break;
    case InboundLimits::Refusal::kSilentFull:
      ++stats_.refused_silent_full;
      break;
    case InboundLimits::Refusal::kSilentPerAddress:
      ++stats_.refused_silent_per_address;
      break;
  }
  if (strangers_.may_complain()) log(LogLevel::kWarning, "a connection was turned away: too many are open");
  return true;
}

void AsioNetwork::link_is_open(Link& link) {
  ++stats_.links_opened;
  const env::Remote remote{link.remote(), link.channel().remote_key(), link.channel().binding()};
  listener_->link_opened(link.id(), link.dialed(), remote);
}

void AsioNetwork::link_got_frame(Link& link, base::ByteView frame) {
  listener_->frame_received(link.id(), frame);
}

void AsioNetwork::link_is_closed(Link& link, const std::string& reason) {
  if (link.known()) ++(link.opened() ? stats_.links_closed : stats_.dials_failed);
  if (log_enabled(LogLevel::kInfo)) {
    log(LogLevel::kInfo, "link " + std::to_string(link.id()) + " " + link.remote() + " closed: " + reason);
  }
  links_.erase(link.id());
  if (link.known()) listener_->link_closed(link.id(), reason);
}

}  // namespace os
