// The rows that a rule's body stands for, given the whole contents of every collection.
#pragma once

#include <vector>

#include "tests/bloom/random/interpreter.h"

namespace random_programs {

Rows evaluate(const ProgramSpec& program, const Body& body, const std::vector<Rows>& contents);

}  // namespace random_programs
