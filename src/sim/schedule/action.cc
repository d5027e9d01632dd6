#include "sim/schedule/action.h"

#include <algorithm>
#include <cstdio>

namespace sim {

namespace {

std::string seconds(base::Duration duration) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3f s", static_cast<double>(duration.count()) / 1e6);
  return text;
}

}  // namespace

std::optional<ActionKind> action_kind_from(std::string_view name) {
  const auto found = std::find_if(kActionForms.begin(), kActionForms.end(),
                                  [&](const ActionForm& form) { return form.name == name; });
  if (found == kActionForms.end()) return std::nullopt;
  return static_cast<ActionKind>(found - kActionForms.begin());
}

std::string to_text(const Action& action) {
  const ActionForm& form = form_of(action.kind);
  std::string text = seconds(action.at) + "  " + std::string(form.name);
  if (form.host) text += " " + name_of(action.host);
  if (form.other) text += " " + name_of(action.other);
  for (const HostIndex host : action.hosts) text += " " + name_of(host);
  if (!form.amount.empty()) text += " " + std::to_string(action.amount) + " " + std::string(form.amount);
  if (action.bytes != 0) text += " of " + std::to_string(action.bytes) + " bytes";
  if (form.lasts) text += " for " + seconds(action.lasts);
  return text;
}

}  // namespace sim
