// Rows as text, which is what the examples put in a datagram: every scalar field a netstring ("5:hello"),
// nested structs field by field. Readable with tcpdump; never used by the product, which has wire/.
#pragma once

#include <charconv>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>

#include "bloom/fields.h"

namespace examples {

inline void write_text(std::string& out, std::string_view value) {
  out += std::to_string(value.size());
  out += ':';
  out += value;
}

template <class T>
void write_value(std::string& out, const T& value) {
  if constexpr (std::convertible_to<const T&, std::string_view>) {
    write_text(out, value);
  } else if constexpr (std::integral<T>) {
    write_text(out, std::to_string(value));
  } else if constexpr (requires { value.time_since_epoch(); }) {
    write_value(out, value.time_since_epoch().count());
  } else {
    bloom::visit_fields(value, [&](const auto&... fields) { (write_value(out, fields), ...); });
  }
}

// Each read_ function takes its netstrings off the front of `in`; false where the text is not such a value.
inline bool read_text(std::string_view& in, std::string_view& value) {
  std::size_t size = 0;
  const auto [end, error] = std::from_chars(in.data(), in.data() + in.size(), size);
  if (error != std::errc{} || end == in.data() + in.size() || *end != ':') return false;
  in.remove_prefix(static_cast<std::size_t>(end - in.data()) + 1);
  if (size > in.size()) return false;
  value = in.substr(0, size);
  in.remove_prefix(size);
  return true;
}

template <std::integral T>
bool read_integer(std::string_view& in, T& value) {
  std::string_view digits;
  if (!read_text(in, digits)) return false;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return error == std::errc{} && end == digits.data() + digits.size();
}

template <class T>
bool read_value(std::string_view& in, T& value) {
  if constexpr (std::same_as<T, std::string>) {
    std::string_view text;
    const bool ok = read_text(in, text);
    value = text;
    return ok;
  } else if constexpr (std::integral<T>) {
    return read_integer(in, value);
  } else if constexpr (requires { value.time_since_epoch(); }) {
    typename T::rep count = 0;
    const bool ok = read_integer(in, count);
    value = T(typename T::duration(count));
    return ok;
  } else {
    bool ok = true;
    bloom::visit_fields(value, [&](auto&... fields) { ok = (read_value(in, fields) && ...); });
    return ok;
  }
}

}  // namespace examples
