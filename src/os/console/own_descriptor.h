// OwnDescriptor: what another descriptor refers to, opened once more for this program alone. Setting it
// non-blocking then leaves the shell and other programs on the same terminal or pipe undisturbed.
#pragma once

namespace os {

class OwnDescriptor {
 public:
  enum class Use { kRead, kWrite };

  OwnDescriptor(int shared, Use use);
  ~OwnDescriptor();
  OwnDescriptor(const OwnDescriptor&) = delete;
  OwnDescriptor& operator=(const OwnDescriptor&) = delete;

  int get() const { return descriptor_; }  // -1 when there is nothing to read from or write to

 private:
  bool open_again(int shared, Use use);

  int descriptor_ = -1;
  int flags_to_restore_ = -1;  // where it could not be opened again and is shared after all
};

// Puts /dev/null in place of standard descriptors that were closed, which the next file or socket would
// otherwise take. The first thing a program does.
void fill_standard_descriptors();

}  // namespace os
