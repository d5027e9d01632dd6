// Ring: a queue in one block of memory that grows as needed and allocates nothing while empty and never used.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "base/check.h"

namespace sim {

template <class T>
class Ring {
 public:
  bool empty() const { return size_ == 0; }
  std::size_t size() const { return size_; }

  T& operator[](std::size_t index) { return slots_[(first_ + index) & (slots_.size() - 1)]; }
  T& front() { return (*this)[0]; }

  void push(T value) {
    if (size_ == slots_.size()) grow();
    ++size_;
    (*this)[size_ - 1] = std::move(value);
  }

  T pop() {
    CHECK(size_ > 0, "an empty ring gives nothing");
    T value = std::move(front());
    front() = T();
    first_ = (first_ + 1) & (slots_.size() - 1);
    --size_;
    return value;
  }

  void clear() { *this = Ring(); }

 private:
  void grow() {
    std::vector<T> larger(slots_.empty() ? 4 : 2 * slots_.size());
    for (std::size_t i = 0; i < size_; ++i) larger[i] = std::move((*this)[i]);
    slots_ = std::move(larger);
    first_ = 0;
  }

  std::vector<T> slots_;  // a power of two
  std::size_t first_ = 0, size_ = 0;
};

}  // namespace sim
