// Addresses "HOST:PORT" as peers tell them to each other.
#pragma once

#include <string>

namespace node {

// `advertised`, with its host replaced by that of `remote` where it names all addresses of a machine
// (0.0.0.0 or [::]): nobody can dial those.
std::string reachable(const std::string& advertised, const std::string& remote);

// `address`, as programs on this machine can dial it where it names all addresses of the machine.
std::string reachable_here(const std::string& address);

}  // namespace node
