#include "sim/core/event_text.h"

#include <variant>

namespace sim {

namespace {

struct InWords {
  std::string operator()(const node::Ready& ready) const { return "is ready as " + ready.node.substr(0, 8); }
  std::string operator()(const node::Message& message) const {
    return std::string(message.late ? "shows late " : "shows ") + message.nick + ": \"" +
           message.text.substr(0, 40) + "\"";
  }
  std::string operator()(const node::Acknowledged&) const { return "has its line acknowledged"; }
  std::string operator()(const node::MemberChanged& member) const {
    static constexpr const char* kWords[] = {"sees up ", "sees down ", "sees join ", "sees leave ",
                                             "sees renamed "};
    return kWords[static_cast<std::size_t>(member.change)] + member.nick + " (" + member.node.substr(0, 8) +
           ")";
  }
  std::string operator()(const node::LeaderChanged& leader) const {
    return leader.self ? "leads" : "follows " + leader.nick + " (" + leader.node.substr(0, 8) + ")";
  }
  std::string operator()(const node::Setting& setting) const { return "hears that " + setting.name + " is set"; }
  std::string operator()(const node::Failure& failure) const { return failure.code + ": " + failure.message; }
};

}  // namespace

std::string event_text(const node::Event& event) { return std::visit(InWords(), event); }

}  // namespace sim
