#include "frontend/own_user.h"

#include "frontend/settings.h"

namespace frontend {

void OwnUser::event(const node::Event& event) {
  if (const auto* ready = std::get_if<node::Ready>(&event)) {
    node_ = ready->node;
    session_.visit_settings([this](const node::Setting& setting) { note(setting); });
  } else if (const auto* setting = std::get_if<node::Setting>(&event)) {
    note(*setting);
  }
}

void OwnUser::note(const node::Setting& setting) {
  if (setting.node != node_ || others_.size() >= kOthersMax) return;
  if (const auto user = hosted_user(setting)) others_.insert(user->nick);
}

std::optional<node::Message> OwnUser::shown(node::Message message) const {
  message.own = message.own && !others_.contains(message.nick);
  const bool to_us = message.to == node_ && message.to_user.empty();
  if (!message.to.empty() && !message.own && !to_us) return std::nullopt;
  if (message.text.empty()) return std::nullopt;
  return message;
}

}  // namespace frontend
