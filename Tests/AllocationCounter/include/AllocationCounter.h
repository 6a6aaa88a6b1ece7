// Counts what the C library's allocator is asked for, thread by thread: tests watch a loop that must not allocate.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Counts the calling thread's allocations from now on, or no longer. Counts of all threads add up.
void allocation_counter_watch(bool watches);
// Allocations of watched threads since the last reset.
int64_t allocation_counter_total(void);
// Begins anew, and counts allocations of so many bytes or more. No thread is watched meanwhile.
void allocation_counter_reset(size_t smallest_bytes);
