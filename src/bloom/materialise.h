// Turns an operand into a collection: a collection is one already; the rows of any other expression are
// gathered in an unnamed scratch of their own, derived like any other.
#pragma once

#include <memory>
#include <string>

#include "bloom/rule_of.h"
#include "bloom/scratch.h"

namespace bloom {

template <class C>
  requires std::is_base_of_v<CollectionBase, C>
C& collection_of(const C& collection) {
  return const_cast<C&>(collection);  // rules read it; it is its program that writes
}

template <class Source, class Each, class Out>
Scratch<Out>& collection_of(const Pipe<Source, Each, Out>& pipe) {
  const std::string file = pipe.location.file;
  std::string name = "(" + file.substr(file.find_last_of('/') + 1) + ":" + std::to_string(pipe.location.line) + ")";
  auto unnamed = std::make_unique<Scratch<Out>>(Scope(pipe.source.program()), std::move(name));
  Scratch<Out>& scratch = *unnamed;
  pipe.source.program().keep(std::move(unnamed));
  install(scratch, Head::kNow, pipe);
  return scratch;
}

template <class E>
Collection<typename E::row_type>& rows_of(const E& operand) {
  return collection_of(operand);
}

}  // namespace bloom
