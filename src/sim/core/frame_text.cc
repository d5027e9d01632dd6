#include "sim/core/frame_text.h"

#include <cctype>
#include <tuple>
#include <variant>

#include "bloom/value.h"
#include "wire/frame.h"

namespace sim {

namespace {

constexpr std::size_t kTextShown = 400;  // of one frame

std::string kind_of(base::ByteView frame) {
  std::string name = "frame of unknown kind";
  if (frame.size() < 2) return name;
  std::apply(
      [&](const auto&... kinds) { ((kinds.kCode == frame[1] ? void(name = kinds.name) : void()), ...); },
      wire::kKinds);
  return name;
}

// Rows print ids as four numbers in brackets; a host's name is what people look for.
std::string id_text(const base::PeerId& id, const Trace::Naming& naming) {
  const auto host = naming ? naming(id) : std::nullopt;
  return host ? name_of(*host) : base::short_hex(id);
}

// Rows in general print well enough, but for ids: those become names.
class Words {
 public:
  explicit Words(const Trace::Naming& naming) : naming_(naming) {}

  template <class T>
  void add(const T& value) {
    using namespace bloom::value_detail;
    if constexpr (std::is_same_v<T, base::PeerId>) {
      text += id_text(value, naming_);
    } else if constexpr (requires {
                           value.author;
                           value.epoch;
                         }) {
      add(value.author);
    } else if constexpr (requires {
                           value.stream;
                           value.seq;
                           value.text;
                         }) {
      add_entry(value);
    } else if constexpr (requires { value.items; }) {
      add_list(value.items);
    } else if constexpr (requires { value.value.size(); }) {
      bloom::print(text, value.value);
    } else if constexpr (std::is_class_v<T> && std::is_aggregate_v<T> && !bloom::value_detail::Range<T>) {
      text += '[';
      const char* gap = "";
      bloom::visit_fields(value,
                          [&](const auto&... fields) { ((text += gap, gap = " ", add(fields)), ...); });
      text += ']';
    } else {
      bloom::print(text, value);
    }
  }

  std::string text;

 private:
  template <class Entry>
  void add_entry(const Entry& entry) {
    add(entry.stream.author);
    text += "#" + std::to_string(entry.seq) + " ";
    bloom::print(text, entry.text.value.substr(0, 24));
  }
  template <class List>
  void add_list(const List& items) {
    text += std::to_string(items.size()) + "{";
    const char* gap = "";
    for (const auto& item : items) {
      if (text.size() > kTextShown) break;
      text += gap;
      gap = ", ";
      add(item);
    }
    text += '}';
  }

  const Trace::Naming& naming_;
};

template <class Row>
std::string row_text(const Row& row, const Trace::Naming& naming) {
  constexpr std::size_t kRoute = requires {
    row.to;
    row.from;
  }
  ? 2 : 1;
  Words words(naming);
  std::size_t index = 0;
  bloom::visit_fields(row, [&](const auto&... fields) {
    ((index++ >= kRoute ? (words.text += ' ', words.add(fields)) : void()), ...);
  });
  if (words.text.size() > kTextShown) words.text = words.text.substr(0, kTextShown) + " …";
  return words.text;
}

}  // namespace

std::string frame_text(base::ByteView frame, const Trace::Naming& naming) {
  const auto decoded = wire::decode(frame);
  const std::string size = " (" + std::to_string(frame.size()) + " bytes)";
  if (const auto* refusal = std::get_if<wire::Refusal>(&decoded)) {
    return kind_of(frame) + size + ", refused: " + std::string(wire::name_of(*refusal));
  }
  return kind_of(frame) +
         std::visit([&](const auto& row) { return row_text(row, naming); }, std::get<wire::Message>(decoded));
}

}  // namespace sim
