// All of the engine: include this to write a program of rules. docs/bloom.md teaches it.
#pragma once

#include "bloom/channel.h"
#include "bloom/group.h"
#include "bloom/lattice_cell.h"
#include "bloom/operators.h"
#include "bloom/partner.h"
#include "bloom/product.h"
#include "bloom/program.h"
#include "bloom/scratch.h"
#include "bloom/stdio.h"
#include "bloom/table.h"
#include "bloom/timer.h"
