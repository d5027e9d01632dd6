#include "tests/bloom/random/evaluate.h"

#include <algorithm>
#include <functional>
#include <map>

namespace random_programs {

namespace {

constexpr Row kNobody{-1, -1, -1};

class Evaluation {
 public:
  Evaluation(const ProgramSpec& program, const Body& body, const std::vector<Rows>& contents)
      : program_(program), body_(body), contents_(contents) {}

  Rows run() {
    evaluate_shape();
    return std::move(out_);
  }

 private:
  const Rows& rows_of(int collection) const { return contents_[static_cast<std::size_t>(collection)]; }
  const Rows& input(std::size_t i) const { return rows_of(body_.inputs[i]); }

  void emit(const Function& f, const std::vector<Row>& arguments) {
    if (const auto row = apply(f, arguments)) out_.insert(*row);
  }

  // lefts and rights pass rows on as they are, or through a function.
  void emit_side(const Row& row) {
    if (body_.variant == 1) {
      emit(body_.f, {row});
    } else {
      out_.insert(row);
    }
  }

  void evaluate_shape() {
    switch (body_.shape) {
      case Shape::kAll:
        out_ = input(0);
        return;
      case Shape::kMap:
      case Shape::kReveal:
        for (const Row& row : input(0)) emit(body_.f, {row});
        return;
      case Shape::kFilter:
        for (const Row& row : input(0)) {
          if (apply(body_.f, {row})) out_.insert(row);
        }
        return;
      case Shape::kFlatMap:
        for (const Row& row : input(0)) emit(body_.f, {row}), emit(body_.f2, {row});
        return;
      case Shape::kPairs:
      case Shape::kCombos:
        return combine([this](const std::vector<Row>& rows) { emit(body_.f, rows); });
      case Shape::kLefts:
        return combine([this](const std::vector<Row>& rows) { emit_side(rows.front()); });
      case Shape::kRights:
        return combine([this](const std::vector<Row>& rows) { emit_side(rows.back()); });
      case Shape::kMatches:
        return match_keys();
      case Shape::kOuter:
        return outer();
      case Shape::kNotin:
        return partnered(false);
      case Shape::kExists:
        return partnered(true);
      case Shape::kGroup:
        return group();
      case Shape::kArgmin:
        return extremes(std::less<>());
      case Shape::kArgmax:
        return extremes(std::greater<>());
      case Shape::kReduce:
        return reduce();
      case Shape::kWhen:
        for (const Row& row : input(0)) {
          if (row[0] >= body_.variant) emit(body_.f, {Row{1, 0, 0}});
        }
        return;
    }
  }

  void combine(const std::function<void(const std::vector<Row>&)>& visit) {
    std::vector<Type> types;
    for (const int c : body_.inputs) types.push_back(program_.collections[static_cast<std::size_t>(c)].type);
    std::vector<Row> chosen;
    combine_from(types, chosen, visit);
  }

  void combine_from(const std::vector<Type>& types, std::vector<Row>& chosen,
                    const std::function<void(const std::vector<Row>&)>& visit) {
    if (chosen.size() == types.size()) {
      const bool fits =
          std::all_of(body_.predicates.begin(), body_.predicates.end(), [&](const Predicate& p) {
            const Sides s = sides(p, types);
            return chosen[static_cast<std::size_t>(s.left)][static_cast<std::size_t>(p.left_column)] ==
                   chosen[static_cast<std::size_t>(s.right)][static_cast<std::size_t>(p.right_column)];
          });
      if (fits) visit(chosen);
      return;
    }
    for (const Row& row : input(chosen.size())) {
      chosen.push_back(row);
      combine_from(types, chosen, visit);
      chosen.pop_back();
    }
  }

  void match_keys() {
    const int keys = program_.collections[static_cast<std::size_t>(body_.inputs[0])].keys;
    for (const Row& a : input(0)) {
      for (const Row& b : input(1)) {
        if (std::equal(a.begin(), a.begin() + keys, b.begin())) emit(body_.f, {a, b});
      }
    }
  }

  // Predicates of these name a member of the first input and one of the second, whatever their classes.
  bool partners(const Row& a, const Row& b) const {
    return std::all_of(body_.predicates.begin(), body_.predicates.end(), [&](const Predicate& p) {
      return a[static_cast<std::size_t>(p.left_column)] == b[static_cast<std::size_t>(p.right_column)];
    });
  }

  void outer() {
    for (const Row& a : input(0)) {
      bool alone = true;
      for (const Row& b : input(1)) {
        if (!partners(a, b)) continue;
        emit(body_.f, {a, b});
        alone = false;
      }
      if (alone) emit(body_.f, {a, kNobody});
    }
  }

  void partnered(bool wanted) {
    const bool whole_rows = body_.predicates.empty();
    for (const Row& a : input(0)) {
      const bool found = std::any_of(input(1).begin(), input(1).end(),
                                     [&](const Row& b) { return whole_rows ? a == b : partners(a, b); });
      if (found == wanted) out_.insert(a);
    }
  }

  std::map<Row, std::vector<Row>> groups() const {
    std::map<Row, std::vector<Row>> found;
    for (const Row& row : input(0)) {
      Row key{};
      std::copy_n(row.begin(), body_.keys, key.begin());
      found[key].push_back(row);  // ascending, as the set is
    }
    return found;
  }

  static std::vector<int> column(const std::vector<Row>& rows, std::size_t which) {
    std::vector<int> values;
    for (const Row& row : rows) values.push_back(row[which]);
    return values;
  }

  // The aggregates of each variant; the engine's side is in group_rules.cc.
  static Row aggregates(int variant, const std::vector<Row>& rows) {
    const std::vector<int> b = column(rows, 1);
    const std::vector<int> c = column(rows, 2);
    const int n = static_cast<int>(rows.size());
    int sum = 0;
    for (const int value : b) sum += value;
    switch (variant) {
      case 0:
        return {*std::min_element(b.begin(), b.end()), *std::max_element(c.begin(), c.end()), 0};
      case 1:
        return {n, 0, 0};
      case 2:
        return {sum, n, 0};
      case 3:
        return {(4 * sum) / n, 0, 0};  // the average, in quarters rounded down
      case 4:
        return {*std::min_element(c.begin(), c.end()), 0, 0};  // choose
      case 5:
        return accumulated(b);
      case 6:
        return {*std::max_element(b.begin(), b.end()), 0, 0};
      default:  // of the flags
        return {*std::min_element(c.begin(), c.end()), *std::max_element(c.begin(), c.end()), n};
    }
  }

  // accum: the distinct values in ascending order, folded into two numbers to be compared.
  static Row accumulated(const std::vector<int>& column) {
    const std::set<int> values(column.begin(), column.end());
    int digest = 0;
    for (const int value : values) digest = (digest * 7 + value) % 1009;
    return {static_cast<int>(values.size()), digest, 0};
  }

  void group() {
    for (const auto& [key, rows] : groups()) emit(body_.f, {key, aggregates(body_.variant, rows)});
  }

  template <class Better>
  void extremes(const Better& better) {
    const auto order = [this](const Row& row) {
      return body_.variant == 0 ? std::array{row[2], 0} : std::array{row[1], row[2]};
    };
    for (const auto& [key, rows] : groups()) {
      for (const Row& row : rows) {
        const bool best = std::none_of(rows.begin(), rows.end(),
                                       [&](const Row& other) { return better(order(other), order(row)); });
        if (best) out_.insert(row);
      }
    }
  }

  // Not commutative, so that the order of the fold is seen.
  void reduce() {
    for (const auto& [key, rows] : groups()) {
      int digest = 1;
      for (const Row& row : rows) digest = (digest * 7 + row[1] * 3 + row[2]) % 1009;
      emit(body_.f, {key, Row{digest, 0, 0}});
    }
  }

  const ProgramSpec& program_;
  const Body& body_;
  const std::vector<Rows>& contents_;
  Rows out_;
};

// What is chained behind, over the rows of the shape.
Rows evaluate_after(const Body& body, const Rows& rows, const std::vector<Rows>& contents) {
  Rows out;
  const Rows& other = contents[static_cast<std::size_t>(body.after_input)];
  switch (body.after) {
    case After::kNothing:
      return rows;
    case After::kFilter:
      for (const Row& row : rows) {
        if (apply(body.after_f, {row})) out.insert(row);
      }
      return out;
    case After::kMap:
      for (const Row& row : rows) {
        if (const auto made = apply(body.after_f, {row})) out.insert(*made);
      }
      return out;
    case After::kNotin:
      std::set_difference(rows.begin(), rows.end(), other.begin(), other.end(),
                          std::inserter(out, out.end()));
      return out;
    case After::kGroup: {
      std::map<int, std::pair<int, int>> groups;
      for (const Row& row : rows) {
        auto& [highest, count] = groups.try_emplace(row[0], row[1], 0).first->second;
        highest = std::max(highest, row[1]);
        ++count;
      }
      for (const auto& [key, group] : groups) out.insert({key, group.first, group.second});
      return out;
    }
    case After::kJoin:
      for (const Row& a : rows) {
        for (const Row& b : other) {
          if (a[0] != b[0]) continue;
          if (const auto made = apply(body.after_f, {a, b})) out.insert(*made);
        }
      }
      return out;
  }
  return out;
}

}  // namespace

Rows evaluate(const ProgramSpec& program, const Body& body, const std::vector<Rows>& contents) {
  return evaluate_after(body, Evaluation(program, body, contents).run(), contents);
}

}  // namespace random_programs
