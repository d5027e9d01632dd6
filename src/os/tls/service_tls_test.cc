// TLS of a service: what clients with and without a certificate see of it, and it of them.
#include "os/tls/service_tls.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <fstream>

namespace os {
namespace {

class ServiceTlsTest : public testing::Test {
 protected:
  ServiceTlsTest() {
    EXPECT_NE(::mkdtemp(folder_.data()), nullptr);
    prepare_openssl();
    client_.reset(SSL_CTX_new(TLS_client_method()));
  }
  ~ServiceTlsTest() override {
    for (const char* name : {"/cert.pem", "/key.pem", "/own.pem", "/own-key.pem", "/text"}) ::unlink((folder_ + name).c_str());
    ::rmdir(folder_.c_str());
  }
  std::string file(const std::string& name) const { return folder_ + "/" + name; }
  std::unique_ptr<ServiceTls> service() {
    EXPECT_TRUE(make_certificate(file("cert.pem"), file("key.pem"), "conclave"));
    auto loaded = ServiceTls::load(file("cert.pem"), file("key.pem"));
    EXPECT_TRUE(loaded.ok()) << (loaded ? "" : loaded.error().message);
    return loaded ? std::move(loaded.value()) : nullptr;
  }
  // What one wrote, read by the other.
  static std::string pass(TlsChannel& from, TlsChannel& to) {
    const base::Bytes wire = std::exchange(from.output(), {});
    to.feed(wire);
    to.shake_hands();
    std::string text;
    std::array<std::uint8_t, 100> piece{};
    while (const auto plain = to.read(piece)) text.append(plain->begin(), plain->end());
    return text;
  }
  static void shake(TlsChannel& one, TlsChannel& other) {
    one.shake_hands();
    for (int round = 0; round < 4; ++round) {
      pass(one, other);
      pass(other, one);
    }
  }

  std::string folder_ = "/tmp/conclave_service_XXXXXX";
  SslContext client_;
};

base::ByteView bytes_of(const std::string& text) { return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}; }

TEST_F(ServiceTlsTest, ClientWithoutCertificate_IsServed) {
  const auto tls = service();
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    ASSERT_EQ(SSL_CTX_set_max_proto_version(client_.get(), version), 1);
    const auto here = tls->accept();
    TlsChannel there(*client_, true, Proof::kNothing);
    shake(there, *here);
    ASSERT_EQ(here->state(), Channel::State::kOpen);
    ASSERT_EQ(there.state(), Channel::State::kOpen);
    EXPECT_EQ(here->certificate_digest(), "");
    EXPECT_EQ(there.certificate_digest(), certificate_digest(file("cert.pem")).value());
    there.write(bytes_of("NICK ada\r\n"));
    EXPECT_EQ(pass(there, *here), "NICK ada\r\n");
    here->write(bytes_of(std::string(50'000, 'x')));
    EXPECT_EQ(pass(*here, there), std::string(50'000, 'x'));
    here->end();
    pass(*here, there);
    EXPECT_EQ(there.state(), Channel::State::kEnded);
  }
}

TEST_F(ServiceTlsTest, ClientWithCertificate_IsKnownByItsHash) {
  const auto tls = service();
  ASSERT_TRUE(make_certificate(file("own.pem"), file("own-key.pem"), "ada"));
  ASSERT_EQ(SSL_CTX_use_certificate_chain_file(client_.get(), file("own.pem").c_str()), 1);
  ASSERT_EQ(SSL_CTX_use_PrivateKey_file(client_.get(), file("own-key.pem").c_str(), SSL_FILETYPE_PEM), 1);
  const auto here = tls->accept();
  TlsChannel there(*client_, true, Proof::kNothing);
  shake(there, *here);
  ASSERT_EQ(here->state(), Channel::State::kOpen);
  EXPECT_EQ(here->certificate_digest(), certificate_digest(file("own.pem")).value());
  EXPECT_EQ(here->certificate_digest().size(), 64u);
}

TEST_F(ServiceTlsTest, OldVersionAndNoTls_AreRefused) {
  const auto tls = service();
  ASSERT_EQ(SSL_CTX_set_max_proto_version(client_.get(), TLS1_1_VERSION), 1);
  SSL_CTX_set_security_level(client_.get(), 0);
  const auto here = tls->accept();
  TlsChannel there(*client_, true, Proof::kNothing);
  shake(there, *here);
  EXPECT_NE(here->state(), Channel::State::kOpen);
  const auto plain = tls->accept();
  const std::string greeting = "NICK ada\r\nUSER ada 0 * :Ada\r\n";
  plain->feed(bytes_of(greeting));  // a view: it is read while hands are shaken
  EXPECT_EQ(plain->shake_hands(), Channel::State::kBroken);
}

TEST_F(ServiceTlsTest, Key_IsPrivate) {
  ASSERT_TRUE(make_certificate(file("cert.pem"), file("key.pem"), "conclave"));
  struct stat status {};
  ASSERT_EQ(::stat(file("key.pem").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
}

TEST_F(ServiceTlsTest, FilesThatDoNotFit_AreErrorsInWords) {
  ASSERT_TRUE(make_certificate(file("cert.pem"), file("key.pem"), "conclave"));
  ASSERT_TRUE(make_certificate(file("own.pem"), file("own-key.pem"), "other"));
  std::ofstream(file("text")) << "no certificate";
  EXPECT_FALSE(ServiceTls::load(file("missing"), file("key.pem")).ok());
  EXPECT_FALSE(ServiceTls::load(file("text"), file("key.pem")).ok());
  EXPECT_FALSE(ServiceTls::load(file("cert.pem"), file("text")).ok());
  const auto other = ServiceTls::load(file("cert.pem"), file("own-key.pem"));
  ASSERT_FALSE(other.ok());
  EXPECT_NE(other.error().message.find("the one of"), std::string::npos) << other.error().message;
  EXPECT_FALSE(certificate_digest(file("text")).ok());
  EXPECT_TRUE(ServiceTls::load(file("cert.pem"), file("key.pem")).ok());
}

}  // namespace
}  // namespace os
