// What people search for, as an expression of SQLite's full-text search. A pure function.
#pragma once

#include <string>
#include <string_view>

namespace os {

// Matches texts that contain every one of the words, in any order; a word that ends in '*' stands for all
// that begin so. Nothing in `query` has any other meaning. Empty where there is no word in it.
std::string match_expression(std::string_view query);

}  // namespace os
