// How every TCP socket of a peer is set up, and what its errors mean to a person.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/system/error_code.hpp>
#include <chrono>
#include <string>

namespace os {

// Options that a kernel does not know are left out: a link works without them, only less well.
void configure_link_socket(boost::asio::ip::tcp::socket& socket,
                           std::chrono::milliseconds unacknowledged_for_max);

// A program started by this one must not inherit `descriptor`.
void close_on_exec(int descriptor);

// What happened, in words for a person.
std::string describe(const boost::system::error_code& error);

// The process or the machine has no descriptor left.
bool out_of_descriptors(const boost::system::error_code& error);

}  // namespace os
