// What a multicast socket is told that Boost.Asio has no words for: by interface, not by address alone.
// Failures are of no consequence: the interface is one that is going, or was joined before.
#pragma once

#include <boost/asio/ip/address.hpp>

#include "os/asio/interfaces.h"

namespace os {

void join_group(int socket, const boost::asio::ip::address& group, const InterfaceAddress& interface);

// The next datagrams leave through that interface, with that address.
void send_through(int socket, const InterfaceAddress& interface);

// Otherwise Linux hands over what any program of the machine has joined.
void hear_joined_interfaces_only(int socket);

}  // namespace os
