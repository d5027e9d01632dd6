#include "node/look.h"

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>
#include <unicode/uspoof.h>

#include "base/check.h"
#include "node/session.h"

namespace node {

namespace {

icu::UnicodeString decoded(std::string_view text) {
  return icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
}

std::string encoded(const icu::UnicodeString& text) {
  std::string bytes;
  text.toUTF8String(bytes);
  return bytes;
}

// The tables come with the library. Where they are missing nothing else could be relied on either.
void check(UErrorCode error) { CHECK(U_SUCCESS(error), "the Unicode tables can be read"); }

icu::UnicodeString normalised(const icu::Normalizer2* (*form)(UErrorCode&), std::string_view text) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* normalizer = form(error);
  check(error);
  icu::UnicodeString result = normalizer->normalize(decoded(text), error);
  check(error);
  return result;
}

const USpoofChecker* confusables() {
  static const USpoofChecker* const checker = [] {
    UErrorCode error = U_ZERO_ERROR;
    const USpoofChecker* opened = uspoof_open(&error);
    check(error);
    return opened;
  }();
  return checker;
}

}  // namespace

std::string composed(std::string_view text) { return encoded(normalised(icu::Normalizer2::getNFCInstance, text)); }

std::string look_of(std::string_view nick) {
  const std::string_view plain = nick.substr(0, nick.rfind(kTagMark));
  const icu::UnicodeString folded =
      normalised(icu::Normalizer2::getNFKCCasefoldInstance, plain.empty() ? nick : plain);
  UErrorCode error = U_ZERO_ERROR;
  icu::UnicodeString skeleton;
  uspoof_getSkeletonUnicodeString(confusables(), 0, folded, skeleton, &error);
  check(error);
  return encoded(skeleton);
}

}  // namespace node
