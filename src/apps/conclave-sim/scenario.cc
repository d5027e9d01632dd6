#include "apps/conclave-sim/scenario.h"

#include <toml++/toml.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace conclave_sim {

namespace {

// Something in the file is not as it must be. Ends in a Result; never leaves this file.
class Wrong : public std::runtime_error {
 public:
  Wrong(const toml::node& node, const std::string& what)
      : std::runtime_error("line " + std::to_string(node.source().begin.line) + ": " + what) {}
  explicit Wrong(const std::string& what) : std::runtime_error(what) {}
};

constexpr std::int64_t kHostsMax = 5000;

// "1.5 s", "200 ms", "10 m"
base::Duration duration_of(const toml::node& node) {
  const auto text = node.value<std::string>();
  double number = 0;
  if (text) {
    const auto [rest, error] = std::from_chars(text->data(), text->data() + text->size(), number);
    std::string unit(rest, text->data() + text->size());
    std::erase(unit, ' ');
    const double scale = unit == "us" ? 1 : unit == "ms" ? 1e3 : unit == "s" ? 1e6 : unit == "m" ? 60e6 : 0;
    if (error == std::errc() && scale != 0 && number >= 0 && number * scale < 1e15) {
      return base::Duration(std::llround(number * scale));
    }
  }
  throw Wrong(node, "a time is a text such as \"1.5 s\", \"200 ms\" or \"10 m\"");
}

std::int64_t integer_of(const toml::node& node, std::int64_t least, std::int64_t most) {
  const auto number = node.value_exact<std::int64_t>();
  if (!number || *number < least || *number > most) {
    throw Wrong(
        node, "a whole number from " + std::to_string(least) + " to " + std::to_string(most) + " is needed");
  }
  return *number;
}

class Reader {
 public:
  Scenario read(const toml::table& file) {
    for (const auto& [key, node] : file) read_key(key.str(), node);
    if (scenario_.schedule.length.count() == 0) throw Wrong("`length` is missing: when the last calm begins");
    if (ephemeral_ != nullptr) read_hosts(*ephemeral_, scenario_.schedule.ephemeral);
    if (const toml::array* actions = file["at"].as_array()) {
      for (const toml::node& action : *actions) read_action(action);
    }
    std::stable_sort(scenario_.schedule.actions.begin(), scenario_.schedule.actions.end(),
                     [](const sim::Action& a, const sim::Action& b) { return a.at < b.at; });
    if (gathers_) start_all();
    return std::move(scenario_);
  }

 private:
  void read_key(std::string_view key, const toml::node& node) {
    sim::Schedule& schedule = scenario_.schedule;
    if (key == "seed")
      schedule.seed = static_cast<std::uint64_t>(integer_of(node, 0, INT64_MAX));
    else if (key == "peers")
      schedule.hosts = static_cast<sim::HostIndex>(integer_of(node, 1, kHostsMax));
    else if (key == "length")
      schedule.length = duration_of(node);
    else if (key == "converges_within")
      schedule.converges_within = duration_of(node);
    else if (key == "quiet_for")
      schedule.quiet_for = duration_of(node);
    else if (key == "ephemeral")
      ephemeral_ = &node;  // its hosts can be checked once `peers` is known
    else if (key == "portions")
      read_portions(node);
    else if (key == "delay")
      read_delay(node);
    else if (key == "gathers")
      gathers_ = node.value_exact<bool>().value_or(true);
    else if (key == "expect")
      read_expectations(node);
    else if (key != "at")
      throw Wrong(node, "`" + std::string(key) + "` means nothing here");
  }

  void read_portions(const toml::node& node) {
    const toml::table* table = node.as_table();
    if (table == nullptr) throw Wrong(node, "`portions` is a table: { in_memory, catch_up, newest }");
    for (const auto& [key, value] : *table) {
      protocol::Portions& portions = scenario_.schedule.portions;
      const auto entries = static_cast<std::size_t>(integer_of(value, 0, INT32_MAX));
      if (key == "in_memory")
        portions.in_memory = entries;
      else if (key == "catch_up")
        portions.catch_up = entries;
      else if (key == "newest")
        portions.newest = entries;
      else
        throw Wrong(value, "`portions` has in_memory, catch_up and newest");
    }
  }

  void read_delay(const toml::node& node) {
    const toml::table* table = node.as_table();
    if (table == nullptr) throw Wrong(node, "`delay` is a table: { shape, least, most }");
    sim::DelayModel& delay = scenario_.schedule.delay;
    for (const auto& [key, value] : *table) {
      using Shape = sim::DelayModel::Shape;
      const std::string text = value.value_or(std::string());
      if (key == "least")
        delay.least = duration_of(value);
      else if (key == "most")
        delay.most = duration_of(value);
      else if (key == "shape" && text == "fixed")
        delay.shape = Shape::kFixed;
      else if (key == "shape" && text == "uniform")
        delay.shape = Shape::kUniform;
      else if (key == "shape" && text == "heavy-tailed")
        delay.shape = Shape::kHeavyTailed;
      else
        throw Wrong(value, "`delay` has shape (fixed, uniform or heavy-tailed), least and most");
    }
  }

  void read_expectations(const toml::node& node) {
    const toml::table* table = node.as_table();
    if (table == nullptr) throw Wrong(node, "`expect` is a table");
    for (const auto& [key, value] : *table) {
      if (key == "said_min")
        scenario_.expect.said_min = static_cast<std::uint64_t>(integer_of(value, 0, INT64_MAX));
      else if (key == "calm_max")
        scenario_.expect.calm_max = duration_of(value);
      else if (key == "leader_changes_max")
        scenario_.expect.leader_changes_max = static_cast<std::uint64_t>(integer_of(value, 0, INT64_MAX));
      else if (key == "fired")
        read_fired(value);
      else
        throw Wrong(value, "`expect` has fired, said_min, calm_max and leader_changes_max");
    }
  }

  void read_fired(const toml::node& node) {
    const toml::array* names = node.as_array();
    if (names == nullptr) throw Wrong(node, "`fired` is a list of effects");
    for (const toml::node& name : *names) {
      const std::string text = name.value_or(std::string());
      if (std::find(sim::kEffectNames.begin(), sim::kEffectNames.end(), text) == sim::kEffectNames.end()) {
        throw Wrong(name, "there is no effect called \"" + text + "\"");
      }
      scenario_.expect.fired.push_back(text);
    }
  }

  sim::HostIndex host_of(const toml::node& node) const {
    return static_cast<sim::HostIndex>(integer_of(node, 0, std::int64_t{scenario_.schedule.hosts} - 1));
  }

  void read_hosts(const toml::node& node, std::vector<sim::HostIndex>& hosts) const {
    const toml::array* list = node.as_array();
    if (list == nullptr) throw Wrong(node, "a list of hosts is needed, as [0, 2]");
    for (const toml::node& host : *list) hosts.push_back(host_of(host));
  }

  void read_action(const toml::node& node) {
    const toml::table* table = node.as_table();
    const std::string name = table == nullptr ? "" : (*table)["do"].value_or(std::string());
    const auto kind = sim::action_kind_from(name);
    if (!kind) throw Wrong(node, "an action needs a `do`; \"" + name + "\" is none");
    const sim::ActionForm& form = sim::form_of(*kind);
    sim::Action action{.kind = *kind};
    for (const auto& [key, value] : *table) {
      if (key == "time")
        action.at = duration_of(value);
      else if (key == "host" && form.host)
        action.host = host_of(value);
      else if (key == "other" && form.other)
        action.other = host_of(value);
      else if (key == "hosts" && form.hosts)
        read_hosts(value, action.hosts);
      else if (key == "for" && form.lasts)
        action.lasts = duration_of(value);
      else if (key == "bytes" && *kind == sim::ActionKind::kSay)
        action.bytes = integer_of(value, 0, 16 * 1024);
      else if (!form.amount.empty() && key == form.amount)
        action.amount = integer_of(value, -INT32_MAX, INT32_MAX);
      else if (key != "do")
        throw Wrong(value, "`" + std::string(key.str()) + "` means nothing to " + name);
    }
    scenario_.schedule.actions.push_back(std::move(action));
  }

  // Unless the file says otherwise all start at the beginning, the first first.
  void start_all() {
    std::vector<sim::Action> starts;
    for (sim::HostIndex host = 0; host < scenario_.schedule.hosts; ++host) {
      starts.push_back(
          {.at = std::chrono::milliseconds(20) * host, .kind = sim::ActionKind::kStart, .host = host});
      if (host != 0) starts.back().hosts = {0};
    }
    auto& actions = scenario_.schedule.actions;
    actions.insert(actions.begin(), starts.begin(), starts.end());
  }

  Scenario scenario_;
  const toml::node* ephemeral_ = nullptr;
  bool gathers_ = true;
};

std::string text_of(base::Duration duration) {
  std::ostringstream out;
  const auto count = duration.count();
  if (count % 1'000'000 == 0)
    out << count / 1'000'000 << " s";
  else if (count % 1000 == 0)
    out << count / 1000 << " ms";
  else
    out << count << " us";
  return out.str();
}

std::string list_of(const std::vector<sim::HostIndex>& hosts) {
  std::string text = "[";
  for (const sim::HostIndex host : hosts) text += (text.size() > 1 ? ", " : "") + std::to_string(host);
  return text + "]";
}

void write_action(std::ostringstream& out, const sim::Action& action) {
  const sim::ActionForm& form = sim::form_of(action.kind);
  out << "\n[[at]]\ntime = \"" << text_of(action.at) << "\"\ndo = \"" << form.name << "\"\n";
  if (form.host) out << "host = " << action.host << "\n";
  if (form.other) out << "other = " << action.other << "\n";
  if (form.hosts && !action.hosts.empty()) out << "hosts = " << list_of(action.hosts) << "\n";
  if (!form.amount.empty()) out << form.amount << " = " << action.amount << "\n";
  if (action.bytes != 0) out << "bytes = " << action.bytes << "\n";
  if (form.lasts) out << "for = \"" << text_of(action.lasts) << "\"\n";
}

}  // namespace

base::Result<Scenario> parse_scenario(std::string_view toml, const std::string& name) {
  try {
    return Reader().read(toml::parse(toml, name));
  } catch (const toml::parse_error& error) {
    return base::Error{name + ", line " + std::to_string(error.source().begin.line) + ": " +
                       std::string(error.description())};
  } catch (const Wrong& wrong) {
    return base::Error{name + ", " + wrong.what()};
  }
}

base::Result<Scenario> read_scenario(const std::string& file) {
  std::ifstream in(file);
  if (!in) return base::Error{file + " cannot be read: is the path right?"};
  std::ostringstream text;
  text << in.rdbuf();
  return parse_scenario(text.str(), file);
}

std::string to_toml(const sim::Schedule& schedule, const std::string& story) {
  using Shape = sim::DelayModel::Shape;
  const Shape shape = schedule.delay.shape;
  std::ostringstream out;
  std::istringstream lines(story);
  for (std::string line; std::getline(lines, line);) out << "# " << line << "\n";
  out << "gathers = false\npeers = " << schedule.hosts << "\nseed = " << schedule.seed << "\nlength = \""
      << text_of(schedule.length) << "\"\nconverges_within = \"" << text_of(schedule.converges_within)
      << "\"\nquiet_for = \"" << text_of(schedule.quiet_for) << "\"\ndelay = { shape = \""
      << (shape == Shape::kFixed     ? "fixed"
          : shape == Shape::kUniform ? "uniform"
                                     : "heavy-tailed")
      << "\", least = \"" << text_of(schedule.delay.least) << "\", most = \"" << text_of(schedule.delay.most)
      << "\" }\n";
  if (!schedule.ephemeral.empty()) out << "ephemeral = " << list_of(schedule.ephemeral) << "\n";
  const protocol::Portions& portions = schedule.portions;
  out << "portions = { in_memory = " << portions.in_memory << ", catch_up = " << portions.catch_up
      << ", newest = " << portions.newest << " }\n";
  for (const sim::Action& action : schedule.actions) write_action(out, action);
  return out.str();
}

std::vector<std::string> disappointments(const Expectations& expect, const sim::Report& report) {
  std::vector<std::string> found;
  for (const std::string& name : expect.fired) {
    const auto effect =
        std::find(sim::kEffectNames.begin(), sim::kEffectNames.end(), name) - sim::kEffectNames.begin();
    if (report.effects.of(static_cast<sim::Effect>(effect)) == 0)
      found.push_back("expected to see " + name + ", saw none");
  }
  if (report.said < expect.said_min) {
    found.push_back("expected at least " + std::to_string(expect.said_min) + " lines, " +
                    std::to_string(report.said) + " were said");
  }
  if (expect.calm_max && report.slowest_calm > *expect.calm_max) {
    found.push_back("agreement took " + text_of(report.slowest_calm) + ", expected at most " +
                    text_of(*expect.calm_max));
  }
  if (expect.leader_changes_max && report.leader_changes > *expect.leader_changes_max) {
    found.push_back("expected at most " + std::to_string(*expect.leader_changes_max) + " leader changes, saw " +
                    std::to_string(report.leader_changes));
  }
  return found;
}

}  // namespace conclave_sim
