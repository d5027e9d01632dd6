#include "bloom/collection.h"

#include <stdexcept>

#include "bloom/program.h"

namespace bloom {

const char* kind_name(Kind kind) {
  switch (kind) {
    case Kind::kTable: return "table";
    case Kind::kScratch: return "scratch";
    case Kind::kTemp: return "temp";
    case Kind::kChannel: return "channel";
    case Kind::kLoopback: return "loopback";
    case Kind::kPeriodic: return "periodic";
    case Kind::kStdio: return "stdio";
    case Kind::kInput: return "input";
    case Kind::kOutput: return "output";
    case Kind::kClock: return "clock";
    case Kind::kBootstrap: return "bootstrap";
    case Kind::kHalt: return "halt";
    case Kind::kLattice: return "lattice";
  }
  return "?";
}

const char* head_name(Head head) {
  switch (head) {
    case Head::kNow: return "<=";
    case Head::kNext: return "<+";
    case Head::kDelete: return "<-";
    case Head::kUpsert: return "<+-";
    case Head::kSend: return "<~";
  }
  return "?";
}

CollectionBase::CollectionBase(const Scope& scope, std::string name, Kind kind)
    : program_(scope.program), name_(scope.prefix + name), kind_(kind) {
  program_->adopt(*this);
}

CollectionBase::~CollectionBase() { program_->release(*this); }

void CollectionBase::check_readable() const {
  if (!program_->may_read(*this)) {
    throw std::logic_error("the rule's function reads " + name_ + ", which the rule does not declare: add .reads(" +
                           name_ + ") to the expression");
  }
}

void CollectionBase::rewind_readers() {
  ++generation;
  program_->emptied(*this);
}

}  // namespace bloom
