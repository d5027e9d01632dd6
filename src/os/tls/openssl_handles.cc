#include "os/tls/openssl_handles.h"

#include <array>

#include "base/check.h"

namespace os {

// What a program that wants nothing but this needs not: a configuration file that others may edit, names of
// ciphers it never offers, texts of errors it never shows.
void prepare_openssl() {
  constexpr std::uint64_t kLean = OPENSSL_INIT_NO_LOAD_CONFIG | OPENSSL_INIT_NO_LOAD_CRYPTO_STRINGS |
                                  OPENSSL_INIT_NO_ADD_ALL_CIPHERS | OPENSSL_INIT_NO_ADD_ALL_DIGESTS;
  CHECK(OPENSSL_init_ssl(kLean | OPENSSL_INIT_NO_LOAD_SSL_STRINGS, nullptr) == 1, "OpenSSL starts");
}

std::string digest_of(const X509& certificate) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
  unsigned int size = 0;
  CHECK(X509_digest(&certificate, EVP_sha256(), bytes.data(), &size) == 1, "OpenSSL hashes a certificate");
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  for (unsigned int i = 0; i < size; ++i) hex.append({kDigits[bytes[i] / 16], kDigits[bytes[i] % 16]});
  return hex;
}

Certificate self_signed(EVP_PKEY& key, const std::string& name_text, const EVP_MD* digest) {
  Certificate certificate(X509_new());
  X509* const made = certificate.get();
  X509_NAME* const name = made == nullptr ? nullptr : X509_get_subject_name(made);
  const auto* const common_name = reinterpret_cast<const unsigned char*>(name_text.c_str());
  const bool done = name != nullptr && X509_set_version(made, X509_VERSION_3) == 1 &&
                    ASN1_INTEGER_set(X509_get_serialNumber(made), 1) == 1 &&
                    ASN1_TIME_set_string_X509(X509_getm_notBefore(made), "19700101000000Z") == 1 &&
                    ASN1_TIME_set_string_X509(X509_getm_notAfter(made), "99991231235959Z") == 1 &&
                    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, common_name, -1, -1, 0) == 1 &&
                    X509_set_issuer_name(made, name) == 1 && X509_set_pubkey(made, &key) == 1 &&
                    X509_sign(made, &key, digest) != 0;
  CHECK(done, "OpenSSL makes a certificate");
  return certificate;
}

}  // namespace os
