#include "frontend/line/line_frontend.h"

#include <algorithm>
#include <utility>

#include "frontend/line/recipient.h"

namespace frontend::line {

LineFrontend::LineFrontend(node::Session& session, env::Console& console, const env::Clock& clock,
                           Presenter& presenter, Options options)
    : session_(session),
      console_(console),
      clock_(clock),
      presenter_(presenter),
      own_user_(session),
      options_(std::move(options)) {
  session_.on_event([this](const node::Event& event) { handle(event); });
  console_.attach(*this);
}

void LineFrontend::line_typed(std::string line) {
  if (leave_by_ || exit_code_) return;  // what is typed after /quit is not said
  std::visit([this](const auto& command) { obey(command); }, parse(line));
  pace_input();
}

void LineFrontend::input_ended() { leave_within(options_.leave_within); }

void LineFrontend::interrupt() { leave_within(options_.interrupted_within); }

void LineFrontend::handle(const node::Event& event) {
  own_user_.event(event);
  if (const auto* message = std::get_if<node::Message>(&event)) {
    if (const auto shown = own_user_.shown(*message)) presenter_.event(*shown, options_.room, session_.unacknowledged());
    return;
  }
  presenter_.event(event, options_.room, session_.unacknowledged());
  if (const auto* changed = std::get_if<node::MemberChanged>(&event)) {
    const bool came = changed->change == node::Change::kJoined || changed->change == node::Change::kUp;
    if (came && changed->node != self_) options_.needs_company = false;  // whoever goes later has been reached
  }
  const auto* ready = std::get_if<node::Ready>(&event);
  if (ready == nullptr) return;
  self_ = ready->node;
  std::size_t known = 0;
  session_.visit_history(options_.room, Presenter::kCountedMax + 1, [&](const node::Message&) { ++known; });
  if (known != 0) presenter_.remembered(known);
}

void LineFrontend::step() {
  pace_input();
  if (!leave_by_ || exit_code_) return;
  const std::string undelivered = what_was_not_delivered();
  if ((!undelivered.empty() || console_.is_behind()) && clock_.now() < *leave_by_) return;
  leave_by_.reset();
  exit_code_ = undelivered.empty() ? 0 : 1;
  if (!undelivered.empty()) refuse("undelivered", undelivered);
  session_.leave();
}

std::string LineFrontend::what_was_not_delivered() const {
  const std::size_t count = session_.unacknowledged();
  if (count == 1) return "1 line was not acknowledged in time: nobody may have seen it.";
  if (count > 1) {
    return std::to_string(count) + " lines were not acknowledged in time: nobody may have seen them.";
  }
  if (!options_.needs_company || !said_anything_) return {};
  const std::vector<node::MemberInfo> members = session_.members();
  if (std::any_of(members.begin(), members.end(), [](const auto& member) { return !member.self; })) return {};
  return "No peer was reached, so nobody has seen what you said. Is the address right, and is it running?";
}

void LineFrontend::leave_within(base::Duration patience) {
  if (exit_code_) return;
  const base::Instant by = clock_.now() + patience;
  leave_by_ = leave_by_ ? std::min(*leave_by_, by) : by;
}

void LineFrontend::pace_input() {
  const std::size_t unacknowledged = session_.unacknowledged();
  const std::size_t pause_at = input_paused_ ? kUnacknowledgedResume + 1 : kUnacknowledgedMax;
  const bool pause = unacknowledged >= pause_at || console_.is_behind();
  if (pause == input_paused_) return;
  input_paused_ = pause;
  console_.pause_input(pause);
}

const node::MemberInfo* LineFrontend::leader_of(const std::vector<node::MemberInfo>& members) const {
  const auto leader = std::find_if(members.begin(), members.end(), [](const auto& m) { return m.leads; });
  return leader == members.end() ? nullptr : &*leader;
}

void LineFrontend::refuse(std::string code, std::string message) {
  presenter_.failure({std::move(code), std::move(message)});
}

void LineFrontend::obey(const Say& say) {
  auto said = session_.say(options_.room, say.text);
  if (!said) return refuse("not_said", said.error().message);
  said_anything_ = true;
}

// Where it can't be said to that member it is said to nobody.
void LineFrontend::obey(const Tell& tell) {
  const auto to = find_recipient(session_, tell.who);
  if (!to) return refuse("recipient", to.error().message);
  auto said = to.value().user.empty()
                  ? session_.say_to(to.value().node, tell.text)
                  : session_.say_as({.node = to.value().node, .text = tell.text, .to_user = to.value().user});
  if (!said) return refuse("not_said", said.error().message);
  said_anything_ = true;
}

void LineFrontend::obey(const Who&) { presenter_.members(session_.members()); }

void LineFrontend::obey(const Leader&) {
  const std::vector<node::MemberInfo> members = session_.members();
  presenter_.leader(leader_of(members));
}

void LineFrontend::obey(const Why&) { presenter_.why(session_.why_leader()); }

void LineFrontend::obey(const History&) {
  presenter_.history(options_.room, session_.history(options_.room));
}

void LineFrontend::obey(const Help&) { presenter_.help(); }

void LineFrontend::obey(const Quit&) { leave_within(options_.leave_within); }

void LineFrontend::obey(const Invite&) {
  if (!options_.to_link) return refuse("invite", "Invites are not made here.");
  const auto invite = session_.invite({});
  if (!invite) return refuse("invite", invite.error().message);
  presenter_.invite(invite.value(), options_.to_link(invite.value()));
}

void LineFrontend::obey(const Members&) { presenter_.belonging(session_.belonging()); }

// That it is done is an event, for everybody.
void LineFrontend::obey(const Remove& remove) {
  if (auto done = session_.remove(remove.who); !done) refuse("remove", done.error().message);
}

void LineFrontend::obey(const SetNick& set) {
  if (auto done = session_.set_nick(set.nick); !done) refuse("nick", done.error().message);
}

void LineFrontend::obey(const Join& join) {
  options_.room = join.room;
  presenter_.room_joined(join.room, session_.history(join.room));
}

void LineFrontend::obey(const Refused& refused) { refuse(refused.code, refused.message); }

}  // namespace frontend::line
