#include "wire/sealed.h"

#include <sodium/crypto_box.h>
#include <sodium/crypto_generichash.h>
#include <sodium/utils.h>

#include <array>

#include "wire/writer.h"

namespace wire {

namespace {

constexpr std::string_view kNonceDomain = "conclave sealed line 1";
using Nonce = std::array<std::uint8_t, crypto_box_NONCEBYTES>;

static_assert((kSealedTextMax / kSealedBlock + 1) * kSealedBlock + crypto_box_MACBYTES <= 16 * 1024);

Nonce nonce_of(const Envelope& envelope) {
  base::Bytes bytes(kNonceDomain.begin(), kNonceDomain.end());
  Writer writer(bytes);
  for (const std::uint64_t word : envelope.group.words) writer.fixed(word);
  bytes.insert(bytes.end(), envelope.author.bytes.begin(), envelope.author.bytes.end());
  bytes.insert(bytes.end(), envelope.recipient.bytes.begin(), envelope.recipient.bytes.end());
  writer.fixed(envelope.epoch);
  writer.fixed(envelope.seq);
  Nonce nonce;
  crypto_generichash(nonce.data(), nonce.size(), bytes.data(), bytes.size(), nullptr, 0);
  return nonce;
}

// Of the two ends with each other, from whichever `own` is.
std::optional<SharedKey> key_of(const KeyPair& own, const Envelope& envelope) {
  if (own.public_key() == envelope.author) return own.shared_with(envelope.recipient);
  if (own.public_key() == envelope.recipient) return own.shared_with(envelope.author);
  return std::nullopt;
}

const std::uint8_t* octets(std::string_view text) { return reinterpret_cast<const std::uint8_t*>(text.data()); }
std::uint8_t* octets(std::string& text) { return reinterpret_cast<std::uint8_t*>(text.data()); }

}  // namespace

std::optional<std::string> seal(const KeyPair& own, const Envelope& envelope, std::string_view text) {
  const auto key = key_of(own, envelope);
  if (!key || text.size() > kSealedTextMax) return std::nullopt;
  std::string padded(text);
  padded.resize((text.size() / kSealedBlock + 1) * kSealedBlock);
  std::size_t size = 0;
  sodium_pad(&size, octets(padded), text.size(), kSealedBlock, padded.size());
  std::string sealed(padded.size() + crypto_box_MACBYTES, '\0');
  crypto_box_easy_afternm(octets(sealed), octets(padded), padded.size(), nonce_of(envelope).data(), key->bytes.data());
  return sealed;
}

std::optional<std::string> open(const KeyPair& own, const Envelope& envelope, std::string_view sealed) {
  const auto key = key_of(own, envelope);
  if (!key || sealed.size() < kSealedBlock + crypto_box_MACBYTES) return std::nullopt;
  std::string text(sealed.size() - crypto_box_MACBYTES, '\0');
  const bool opened = crypto_box_open_easy_afternm(octets(text), octets(sealed), sealed.size(),
                                                   nonce_of(envelope).data(), key->bytes.data()) == 0;
  std::size_t size = 0;
  if (!opened || sodium_unpad(&size, octets(text), text.size(), kSealedBlock) != 0) return std::nullopt;
  text.resize(size);
  return text;
}

}  // namespace wire
