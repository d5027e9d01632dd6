#include "wire/refusal.h"

namespace wire {

std::string_view name_of(Refusal refusal) {
  switch (refusal) {
    case Refusal::kTruncated:
      return "truncated";
    case Refusal::kTrailing:
      return "trailing bytes";
    case Refusal::kVersion:
      return "unknown version";
    case Refusal::kKind:
      return "unknown kind";
    case Refusal::kLimit:
      return "over a limit";
    case Refusal::kText:
      return "not UTF-8";
    case Refusal::kNotCanonical:
      return "not canonical";
  }
  return "unknown";
}

}  // namespace wire
