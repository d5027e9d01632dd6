// Fields of JSON that a member wrote: whatever is missing or of another type is empty, or 0.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

namespace frontend {

using Json = nlohmann::json;

// An object, or nothing.
inline std::optional<Json> read_object(const std::string& text) {
  Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) return std::nullopt;
  return json;
}

inline std::string text_in(const Json& json, const char* name) {
  const auto found = json.find(name);
  return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

inline bool flag_in(const Json& json, const char* name) {
  const auto found = json.find(name);
  return found != json.end() && found->is_boolean() && found->get<bool>();
}
inline std::int64_t number_in(const Json& json, const char* name) {
  constexpr std::int64_t kMax = std::int64_t{1} << 40;
  const auto found = json.find(name);
  if (found == json.end() || !found->is_number_integer()) return 0;
  const auto number = found->get<std::int64_t>();
  return number < 0 || number > kMax ? 0 : number;
}

inline std::string written(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

}  // namespace frontend
