#include "wire/frame.h"

#include <optional>
#include <utility>

#include "wire/codec.h"

namespace wire {

namespace {

constexpr std::size_t kUsualBytes = 256;  // most frames take no more, and are made without growing

// Applies `each` to the fields that travel.
template <std::size_t Route, class Row, class Each>
void visit_body(Row& row, const Each& each) {
  bloom::visit_fields(row, [&](auto&... fields) {
    std::size_t index = 0;
    ((index++ >= Route ? each(fields) : void()), ...);
  });
}

template <class KindType>
bool encode_as(const KindType&, const Message& message, Writer& writer) {
  const auto* row = std::get_if<typename KindType::Row>(&message);
  if (row == nullptr) return false;
  writer.byte(KindType::kCode);
  visit_body<KindType::kRouteFields>(*row, [&](const auto& field) { write(writer, field); });
  return true;
}

template <class KindType>
bool decode_as(const KindType&, std::uint8_t code, Reader& reader, std::optional<Message>& message) {
  if (code != KindType::kCode) return false;
  typename KindType::Row row;
  visit_body<KindType::kRouteFields>(row, [&](auto& field) { read(reader, field); });
  message = std::move(row);
  return true;
}

}  // namespace

base::Bytes encode(const Message& message) {
  base::Bytes frame;
  frame.reserve(kUsualBytes);
  Writer writer(frame);
  writer.byte(kWireVersion);
  std::apply([&](const auto&... kinds) { (encode_as(kinds, message, writer) || ...); }, kKinds);
  return frame;
}

std::variant<Message, Refusal> decode(base::ByteView frame) {
  Reader reader(frame);
  const std::uint8_t version = reader.byte();
  const std::uint8_t code = reader.byte();
  if (reader.refusal()) return *reader.refusal();
  if (version != kWireVersion) return Refusal::kVersion;
  std::optional<Message> message;
  const bool known = std::apply(
      [&](const auto&... kinds) { return (decode_as(kinds, code, reader, message) || ...); }, kKinds);
  if (!known) return Refusal::kKind;
  if (reader.refusal()) return *reader.refusal();
  if (reader.remaining() != 0) return Refusal::kTrailing;
  return *std::move(message);
}

}  // namespace wire
