// `conclave doctor`: looks at what a peer needs of its machine and its log, and says what is wrong and what mends it. Changes
// nothing.
#pragma once

#include "apps/conclave/data_folder.h"

namespace conclave {

struct DoctorOptions {
  DataFolder folder;
  bool json = false;
};

// The program's exit status.
int run_doctor(const DoctorOptions& options);

}  // namespace conclave
