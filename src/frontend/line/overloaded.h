// One visitor made of several functions, for std::visit.
#pragma once

namespace frontend::line {

template <class... Visitors>
struct Overloaded : Visitors... {
  using Visitors::operator()...;
};

}  // namespace frontend::line
