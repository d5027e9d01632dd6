// Equality, order, hash and print of rows and their fields, by reflection: a row type declares nothing.
// Floats compare as a total order (NaN equals itself, -0 equals 0), so that every row equals its copy.
#pragma once

#include <bit>
#include <chrono>
#include <compare>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include "bloom/fields.h"

namespace bloom {

// Seeds every hash of the process; set it before the first program (against rows chosen to collide).
// Results never depend on it.
void set_hash_seed(std::uint64_t seed);

namespace value_detail {

extern std::uint64_t hash_seed;

template <class T>
concept Number = std::is_arithmetic_v<T> || std::is_enum_v<T>;
template <class T>
concept Text = std::convertible_to<const T&, std::string_view> && !std::is_pointer_v<T>;
template <class T>
concept Duration = requires(const T& t) {
  { t.count() } -> std::convertible_to<typename T::rep>;
};
template <class T>
concept TimePoint = requires(const T& t) { t.time_since_epoch(); };
template <class T>
concept Optional = requires(const T& t) {
  { t.has_value() } -> std::same_as<bool>;
  *t;
};
template <class T>
concept Range = requires(const T& t) {
  t.begin();
  t.end();
  t.size();
};
template <class T>
concept Revealing = requires(const T& t) { t.reveal(); };  // lattices: compared by what they hold
template <class T>
concept TupleLike = !Range<T> && requires { std::tuple_size<T>::value; };

// Compared and hashed as raw bytes: no padding, no floats, no indirection.
template <class T>
inline constexpr bool kFlat = std::is_trivially_copyable_v<T> && std::has_unique_object_representations_v<T>;

// The same in a few whole words: an id.
template <class T>
inline constexpr bool kWords = kFlat<T> && sizeof(T) % sizeof(std::uint64_t) == 0 && sizeof(T) <= 4 * sizeof(std::uint64_t);

inline constexpr std::uint64_t kOdd = 0x9e3779b97f4a7c15ULL;

__extension__ using Product128 = unsigned __int128;

// Folded 128-bit product, the mixing step of wyhash (Wang Yi).
inline std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
  const Product128 product = static_cast<Product128>(a ^ 0xa0761d6478bd642fULL) * (b ^ kOdd);
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

inline std::uint64_t hash_bytes(const void* data, std::size_t size, std::uint64_t state) {
  const auto* at = static_cast<const unsigned char*>(data);
  std::uint64_t word = 0;
  for (; size >= sizeof word; size -= sizeof word, at += sizeof word) {
    std::memcpy(&word, at, sizeof word);
    state = mix(state, word);
  }
  if (size != 0) {
    word = size;  // tells "a" from "a\0"
    std::memcpy(&word, at, size);
    word ^= static_cast<std::uint64_t>(size) << 56;
    state = mix(state, word);
  }
  return state;
}

// -0 and 0 are one value, and so are all NaNs.
inline std::uint64_t float_bits(double x) {
  if (x == 0) return 0;
  if (x != x) return ~std::uint64_t{0};
  return std::bit_cast<std::uint64_t>(x);
}

}  // namespace value_detail

// Folds `value` into `state`; equal values fold alike.
template <class T>
std::uint64_t hash_into(std::uint64_t state, const T& value) {
  using namespace value_detail;
  if constexpr (kFlat<T> && sizeof(T) <= sizeof(std::uint64_t)) {
    std::uint64_t word = 0;
    std::memcpy(&word, &value, sizeof value);
    return mix(state, word);
  } else if constexpr (kWords<T>) {  // as hash_bytes does, unrolled
    std::uint64_t words[sizeof(T) / sizeof(std::uint64_t)];
    std::memcpy(words, &value, sizeof value);
    for (const std::uint64_t word : words) state = mix(state, word);
    return state;
  } else if constexpr (kFlat<T>) {
    return hash_bytes(&value, sizeof value, state);
  } else if constexpr (std::is_floating_point_v<T>) {
    return mix(state, float_bits(static_cast<double>(value)));
  } else if constexpr (Text<T>) {
    const std::string_view text = value;
    return hash_bytes(text.data(), text.size(), mix(state, text.size()));
  } else if constexpr (Duration<T>) {
    return hash_into(state, value.count());
  } else if constexpr (TimePoint<T>) {
    return hash_into(state, value.time_since_epoch());
  } else if constexpr (Revealing<T>) {
    return hash_into(state, value.reveal());
  } else if constexpr (Optional<T>) {
    return value.has_value() ? hash_into(mix(state, 1), *value) : mix(state, 0);
  } else if constexpr (Range<T>) {
    state = mix(state, value.size());
    for (const auto& element : value) state = hash_into(state, element);
    return state;
  } else if constexpr (TupleLike<T>) {
    std::apply([&](const auto&... fields) { ((state = hash_into(state, fields)), ...); }, value);
    return state;
  } else {
    static_assert(std::is_aggregate_v<T>, "bloom: a field is a number, text, time, container, lattice or plain struct");
    visit_fields(value, [&](const auto&... fields) { ((state = hash_into(state, fields)), ...); });
    return state;
  }
}

// A total order over values of one type: fields in order of declaration, the first difference decides.
template <class T>
std::strong_ordering compare(const T& a, const T& b) {
  using namespace value_detail;
  if constexpr (std::is_floating_point_v<T>) {
    if (a < b) return std::strong_ordering::less;
    if (b < a) return std::strong_ordering::greater;
    return (a != a) <=> (b != b);  // NaN sorts last
  } else if constexpr (Number<T>) {
    return a <=> b;
  } else if constexpr (Text<T>) {
    return std::string_view(a) <=> std::string_view(b);
  } else if constexpr (Duration<T>) {
    return a.count() <=> b.count();
  } else if constexpr (TimePoint<T>) {
    return compare(a.time_since_epoch(), b.time_since_epoch());
  } else if constexpr (Revealing<T>) {
    return compare(a.reveal(), b.reveal());
  } else if constexpr (Optional<T>) {
    if (a.has_value() && b.has_value()) return compare(*a, *b);
    return a.has_value() <=> b.has_value();
  } else if constexpr (Range<T>) {
    auto at_a = a.begin();
    auto at_b = b.begin();
    for (; at_a != a.end() && at_b != b.end(); ++at_a, ++at_b) {
      if (const auto order = compare(*at_a, *at_b); order != 0) return order;
    }
    return (at_a != a.end()) <=> (at_b != b.end());
  } else {
    std::strong_ordering order = std::strong_ordering::equal;
    const auto pairwise = [&](const auto&... as) {
      const auto against = [&](const auto&... bs) { (void)(((order = compare(as, bs)) == 0) && ...); };
      if constexpr (TupleLike<T>) {
        std::apply(against, b);
      } else {
        visit_fields(b, against);
      }
    };
    if constexpr (TupleLike<T>) {
      std::apply(pairwise, a);
    } else {
      visit_fields(a, pairwise);
    }
    return order;
  }
}

template <class T>
bool equal(const T& a, const T& b) {
  using namespace value_detail;
  if constexpr (Number<T> && !std::is_floating_point_v<T>) {
    return a == b;
  } else if constexpr (kWords<T>) {
    std::uint64_t left[sizeof(T) / sizeof(std::uint64_t)], right[sizeof(T) / sizeof(std::uint64_t)];
    std::memcpy(left, &a, sizeof a);
    std::memcpy(right, &b, sizeof b);
    std::uint64_t differ = 0;
    for (std::size_t i = 0; i < sizeof(T) / sizeof(std::uint64_t); ++i) differ |= left[i] ^ right[i];
    return differ == 0;
  } else if constexpr (kFlat<T>) {
    return std::memcmp(&a, &b, sizeof a) == 0;
  } else if constexpr (Text<T>) {
    return std::string_view(a) == std::string_view(b);
  } else if constexpr (std::is_aggregate_v<T> && !Range<T> && !Revealing<T>) {
    bool same = true;
    visit_fields(a, [&](const auto&... as) {
      visit_fields(b, [&](const auto&... bs) { same = (equal(as, bs) && ...); });
    });
    return same;
  } else {
    return compare(a, b) == 0;
  }
}

// The order as a predicate, for std containers that hold rows.
struct Less {
  template <class T>
  bool operator()(const T& a, const T& b) const {
    return compare(a, b) < 0;
  }
};

void print_text(std::string& out, std::string_view text);  // quoted, control characters escaped
void print_number(std::string& out, double number);

// For people and traces: [1, "a", [2, 3], -].
template <class T>
void print(std::string& out, const T& value) {
  using namespace value_detail;
  const auto list = [&](const auto&... fields) {
    [[maybe_unused]] const char* gap = "";
    out += '[';
    ((out += gap, gap = ", ", print(out, fields)), ...);
    out += ']';
  };
  if constexpr (std::is_same_v<T, bool>) {
    out += value ? "true" : "false";
  } else if constexpr (std::is_enum_v<T>) {
    out += std::to_string(static_cast<std::int64_t>(value));
  } else if constexpr (std::is_floating_point_v<T>) {
    print_number(out, static_cast<double>(value));
  } else if constexpr (Number<T>) {
    out += std::to_string(value);
  } else if constexpr (Text<T>) {
    print_text(out, value);
  } else if constexpr (Duration<T>) {
    print(out, value.count());
  } else if constexpr (TimePoint<T>) {
    print(out, value.time_since_epoch());
  } else if constexpr (requires { print_value(out, value); }) {
    print_value(out, value);  // a type's own short form, found by argument-dependent lookup
  } else if constexpr (Revealing<T>) {
    print(out, value.reveal());
  } else if constexpr (Optional<T>) {
    if (value.has_value()) {
      print(out, *value);
    } else {
      out += '-';
    }
  } else if constexpr (Range<T>) {
    const char* gap = "";
    out += '[';
    for (const auto& element : value) {
      out += gap;
      gap = ", ";
      print(out, element);
    }
    out += ']';
  } else if constexpr (TupleLike<T>) {
    std::apply(list, value);
  } else {
    visit_fields(value, list);
  }
}

template <class T>
std::string to_text(const T& value) {
  std::string out;
  print(out, value);
  return out;
}

}  // namespace bloom
