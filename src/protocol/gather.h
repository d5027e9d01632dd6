// Gathering: all rows of a collection as one row, for functions that choose among them.
#pragma once

#include <vector>

#include "bloom/bloom.h"

namespace protocol {

template <class Row>
struct All { std::vector<Row> rows; };

// No row where there is nothing to gather. `at` is the line of the rule.
template <class Row, class Rows>
auto gathered(const Rows& from, bloom::Location at = bloom::Here::current()) {
  return from.reduce(bloom::by<>, All<Row>{}, [](All<Row> all, const Row& row) {
    all.rows.push_back(row);
    return all;
  }, [](const All<Row>& all) { return all; }, at);
}

}  // namespace protocol
