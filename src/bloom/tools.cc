// The tools every program has: texts of errors and traces, counters, the dataflow as a graph, and why.

#include <algorithm>
#include <optional>

#include "bloom/program.h"

namespace bloom {

namespace {

constexpr std::size_t kExplanationDepthMax = 24;
constexpr int kExplanationStepsMax = 2000;  // beyond it rows are left unexplained

std::string place(const std::string& file, int line) {
  return file.empty() ? "" : " (" + file.substr(file.find_last_of('/') + 1) + ":" + std::to_string(line) + ")";
}

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c == '\n' ? "\\n" : std::string(1, c);
  }
  return out + '"';
}

void write_tree(std::string& out, const Explanation& node, std::size_t depth) {
  out += std::string(depth * 2, ' ') + node.collection + " " + node.row;
  if (!node.rule.empty()) out += "  by " + node.rule + place(node.file, node.line);
  out += '\n';
  for (const Explanation& cause : node.because) write_tree(out, cause, depth + 1);
}

// Finds a derivation in which no row follows from itself.
class Explainer {
 public:
  // Nothing where the row follows from nothing but the rows it is to explain.
  std::optional<Explanation> explain(const CollectionBase& collection, Position at) {
    Explanation node{collection.name(), collection.row_text(at), "", "", 0, {}};
    if (path_.size() >= kExplanationDepthMax || steps_left_ == 0) return node;
    --steps_left_;
    path_.push_back({&collection, at});
    bool circular = false;
    for (Rule* rule : collection.feeders) {
      const std::vector<Fact> facts = rule->instant() ? rule->explain(at) : std::vector<Fact>();
      if (facts.empty()) continue;
      if (explain_all(facts, node.because)) {
        node.rule = rule->name();
        node.file = rule->location.file;
        node.line = rule->location.line;
        circular = false;
        break;
      }
      circular = collection.derived();  // a table may hold it from an earlier tick
    }
    path_.pop_back();
    if (circular) return std::nullopt;
    return node;
  }

 private:
  bool explain_all(const std::vector<Fact>& facts, std::vector<Explanation>& because) {
    because.clear();
    for (const Fact& fact : facts) {
      const bool known = std::any_of(path_.begin(), path_.end(), [&](const Fact& above) {
        return above.collection == fact.collection && above.at == fact.at;
      });
      std::optional<Explanation> cause = known ? std::nullopt : explain(*fact.collection, fact.at);
      if (!cause) {
        because.clear();
        return false;
      }
      because.push_back(std::move(*cause));
    }
    return true;
  }

  std::vector<Fact> path_;  // from the row asked for down to here
  int steps_left_ = kExplanationStepsMax;
};

}  // namespace

std::string RuleError::text() const { return rule + place(file, line) + ": " + what; }

std::string TraceEvent::text() const {
  static constexpr const char* kWords[] = {"tick", "in", "+", "later", "out", "refused", "failed"};
  std::string out = std::to_string(tick) + " " + kWords[static_cast<std::size_t>(kind)] + " " + collection + " " + row;
  return rule.empty() ? out : out + "  by " + rule;
}

std::string Explanation::text() const {
  std::string out;
  write_tree(out, *this, 0);
  return out;
}

void Program::trace(TraceEvent::Kind kind, const std::string& collection, const std::string& row,
                    const Rule* rule) const {
  if (!trace_) return;
  TraceEvent event{kind, number_, collection, row, ""};
  if (rule != nullptr) event.rule = rule->name() + place(rule->location.file, rule->location.line);
  trace_(event);
}

std::vector<RuleCounters> Program::counters() const {
  std::vector<RuleCounters> all;
  for (const auto& rule : rules_) {
    all.push_back({rule->name(), rule->location.file, rule->location.line, rule->runs, rule->rows_in, rule->rows_out});
  }
  return all;
}

std::string Program::dot() const {
  std::string out = "digraph " + quoted(options_.name) + " {\n  rankdir=LR;\n";
  for (const CollectionBase* collection : collections_) {
    out += "  " + quoted(collection->name()) + " [shape=" + (collection->persists() ? "box" : "ellipse") + ", label=" +
           quoted(collection->name() + "\n" + kind_name(collection->kind())) + "];\n";
  }
  for (const auto& rule : rules_) {
    for (const Rule::Input& input : rule->inputs) {
      out += "  " + quoted(input.collection->name()) + " -> " + quoted(rule->target.name()) + " [label=" +
             quoted(head_name(rule->head) + place(rule->location.file, rule->location.line)) +
             (rule->instant() ? "" : ", style=dashed") + (input.monotone ? "" : ", arrowhead=dot") + "];\n";
    }
  }
  return out + "}\n";
}

Explanation Program::why_at(const CollectionBase& collection, Position at) const {
  CHECK(!running(), "why is asked between ticks");
  if (at == kNoPosition) return {collection.name(), "is not there", "", "", 0, {}};
  Explanation unexplained{collection.name(), collection.row_text(at), "", "", 0, {}};
  return Explainer().explain(collection, at).value_or(std::move(unexplained));
}

}  // namespace bloom
