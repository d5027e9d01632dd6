// Two ends in memory, and others who are not what they should be.
#include "os/tls/tls_channel.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "os/tls/tls_channels.h"

namespace os {
namespace {

base::KeySeed seed_of(std::uint8_t number) {
  base::KeySeed seed;
  seed.bytes.fill(number);
  return seed;
}

// What one end has to say to the other, moved until both are silent. Answers with what `to` has read.
std::string pass(Channel& from, Channel& to) {
  const base::Bytes wire = std::exchange(from.output(), {});
  to.feed(wire);
  to.shake_hands();
  std::string plain;
  base::Bytes buffer(1000);
  while (const auto piece = to.read(buffer)) plain.append(piece->begin(), piece->end());
  return plain;
}

void shake_hands(Channel& dialer, Channel& listener) {
  dialer.shake_hands();
  for (int flight = 0; flight < 4; ++flight) {
    pass(dialer, listener);
    pass(listener, dialer);
  }
}

base::ByteView bytes_of(const std::string& text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

class TlsChannelTest : public ::testing::Test {
 protected:
  std::unique_ptr<Channels> ann_ = tls_channels(seed_of(1)), bob_ = tls_channels(seed_of(2));
  std::unique_ptr<Channel> dialer_ = ann_->make(true), listener_ = bob_->make(false);
};

TEST_F(TlsChannelTest, Handshake_ProvesBothKeysAndBindsBothEnds) {
  shake_hands(*dialer_, *listener_);
  ASSERT_EQ(dialer_->state(), Channel::State::kOpen);
  ASSERT_EQ(listener_->state(), Channel::State::kOpen);
  EXPECT_NE(dialer_->remote_key(), listener_->remote_key());
  EXPECT_EQ(dialer_->binding(), listener_->binding());
  EXPECT_NE(dialer_->binding(), base::LinkBinding());

  const auto again_dialer = ann_->make(true), again_listener = bob_->make(false);
  shake_hands(*again_dialer, *again_listener);
  EXPECT_EQ(again_dialer->remote_key(), dialer_->remote_key());
  EXPECT_NE(again_dialer->binding(), dialer_->binding());
}

// RFC 8032, section 7.1, test 1.
TEST_F(TlsChannelTest, Key_IsTheOneOfTheSeed) {
  const std::array<std::uint8_t, 32> secret = {
      0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60, 0xba, 0x84, 0x4a, 0xf4, 0x92, 0xec, 0x2c, 0xc4,
      0x44, 0x49, 0xc5, 0x69, 0x7b, 0x32, 0x69, 0x19, 0x70, 0x3b, 0xac, 0x03, 0x1c, 0xae, 0x7f, 0x60};
  const std::array<std::uint8_t, 32> key = {0xd7, 0x5a, 0x98, 0x01, 0x82, 0xb1, 0x0a, 0xb7, 0xd5, 0x4b, 0xfe,
                                            0xd3, 0xc9, 0x64, 0x07, 0x3a, 0x0e, 0xe1, 0x72, 0xf3, 0xda, 0xa6,
                                            0x23, 0x25, 0xaf, 0x02, 0x1a, 0x68, 0xf7, 0x07, 0x51, 0x1a};
  const auto carol = tls_channels({secret});
  const auto dialer = carol->make(true);
  shake_hands(*dialer, *listener_);
  EXPECT_EQ(listener_->remote_key().bytes, key);
}

TEST_F(TlsChannelTest, WhatIsWritten_IsReadAndNotSeenOnTheWay) {
  shake_hands(*dialer_, *listener_);
  const std::string secret(20'000, 's');
  dialer_->write(bytes_of(secret));
  const std::string wire(dialer_->output().begin(), dialer_->output().end());
  EXPECT_EQ(wire.find("ssss"), std::string::npos);
  EXPECT_EQ(pass(*dialer_, *listener_), secret);
  listener_->write(bytes_of("back"));
  EXPECT_EQ(pass(*listener_, *dialer_), "back");
}

TEST_F(TlsChannelTest, OneBitChanged_BreaksTheChannel) {
  shake_hands(*dialer_, *listener_);
  dialer_->write(bytes_of("pay bob 10"));
  dialer_->output().back() ^= 1;
  EXPECT_EQ(pass(*dialer_, *listener_), "");
  EXPECT_EQ(listener_->state(), Channel::State::kBroken);
}

TEST_F(TlsChannelTest, RecordSaidTwice_BreaksTheChannel) {
  shake_hands(*dialer_, *listener_);
  dialer_->write(bytes_of("pay bob 10"));
  const base::Bytes record = dialer_->output();
  EXPECT_EQ(pass(*dialer_, *listener_), "pay bob 10");
  dialer_->output() = record;
  EXPECT_EQ(pass(*dialer_, *listener_), "");
  EXPECT_EQ(listener_->state(), Channel::State::kBroken);
}

TEST_F(TlsChannelTest, End_IsToldApartFromACut) {
  shake_hands(*dialer_, *listener_);
  dialer_->write(bytes_of("bye"));
  dialer_->end();
  EXPECT_EQ(pass(*dialer_, *listener_), "bye");
  EXPECT_EQ(listener_->state(), Channel::State::kEnded);
  listener_->write(bytes_of("still heard"));
  EXPECT_EQ(pass(*listener_, *dialer_), "still heard");
}

TEST_F(TlsChannelTest, Garbage_BreaksTheHandshake) {
  dialer_->output().assign(300, 0x47);
  pass(*dialer_, *listener_);
  EXPECT_EQ(listener_->state(), Channel::State::kBroken);
}

// A dialer made with OpenSSL by hand, as somebody else's program might be.
class Foreigner {
 public:
  Foreigner() : context_(SSL_CTX_new(TLS_method())) {}
  SSL_CTX* context() { return context_.get(); }
  void show(EVP_PKEY* key) {
    const Certificate certificate(X509_new());
    X509_set_version(certificate.get(), X509_VERSION_3);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), 0);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
    X509_set_pubkey(certificate.get(), key);
    X509_sign(certificate.get(), key, EVP_PKEY_get_id(key) == EVP_PKEY_ED25519 ? nullptr : EVP_sha256());
    ASSERT_EQ(SSL_CTX_use_certificate(context_.get(), certificate.get()), 1);
    ASSERT_EQ(SSL_CTX_use_PrivateKey(context_.get(), key), 1);
  }

 private:
  SslContext context_;
};

// How far the listener gets with it.
Channel::State listeners_verdict(Foreigner& foreigner, Channel& listener) {
  TlsChannel dialer(*foreigner.context(), true);
  shake_hands(dialer, listener);
  return listener.state();
}

TEST_F(TlsChannelTest, Foreigner_WithAnEd25519KeyIsAKeyLikeAnyOther) {
  Foreigner foreigner;
  const Key key(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
  foreigner.show(key.get());
  EXPECT_EQ(listeners_verdict(foreigner, *listener_), Channel::State::kOpen);
}

TEST_F(TlsChannelTest, Foreigner_WithoutAKeyIsRefused) {
  Foreigner foreigner;
  EXPECT_EQ(listeners_verdict(foreigner, *listener_), Channel::State::kBroken);
}

TEST_F(TlsChannelTest, Foreigner_WithAnotherKindOfKeyIsRefused) {
  for (const bool rsa : {true, false}) {
    Foreigner foreigner;
    const Key key(rsa ? EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{4096})
                      : EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
    foreigner.show(key.get());
    const auto listener = bob_->make(false);
    EXPECT_EQ(listeners_verdict(foreigner, *listener), Channel::State::kBroken) << (rsa ? "RSA" : "P-256");
  }
}

// Whatever a second certificate may be: nobody looks at it, so nobody need send it.
TEST_F(TlsChannelTest, Foreigner_WithMoreThanOneCertificateIsRefused) {
  Foreigner foreigner;
  const Key key(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
  foreigner.show(key.get());
  X509* second = X509_dup(SSL_CTX_get0_certificate(foreigner.context()));
  ASSERT_EQ(SSL_CTX_add0_chain_cert(foreigner.context(), second), 1);
  EXPECT_EQ(listeners_verdict(foreigner, *listener_), Channel::State::kBroken);
}

TEST_F(TlsChannelTest, Foreigner_WithAnOlderTlsIsRefused) {
  Foreigner foreigner;
  const Key key(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
  foreigner.show(key.get());
  SSL_CTX_set_max_proto_version(foreigner.context(), TLS1_2_VERSION);
  EXPECT_EQ(listeners_verdict(foreigner, *listener_), Channel::State::kBroken);
}

}  // namespace
}  // namespace os
