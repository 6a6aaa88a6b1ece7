// The program's own malloc stands before the C library's, wherever a call comes from: it counts and hands on to the
// library's other names for the same functions.
#include "AllocationCounter.h"

#include <errno.h>
#include <stddef.h>

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

static _Thread_local bool watched __attribute__((tls_model("initial-exec")));
static size_t smallest = 1;
static int64_t total;

static void note(size_t size) {
  if (watched && size >= smallest) __atomic_fetch_add(&total, 1, __ATOMIC_RELAXED);
}

void allocation_counter_watch(bool watches) { watched = watches; }
int64_t allocation_counter_total(void) { return __atomic_load_n(&total, __ATOMIC_RELAXED); }
void allocation_counter_reset(size_t bytes) {
  smallest = bytes;
  __atomic_store_n(&total, 0, __ATOMIC_RELAXED);
}

void *malloc(size_t size) {
  note(size);
  return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
  note(count * size);
  return __libc_calloc(count, size);
}

void *realloc(void *block, size_t size) {
  note(size);
  return __libc_realloc(block, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
  note(size);
  return __libc_memalign(alignment, size);
}

int posix_memalign(void **block, size_t alignment, size_t size) {
  note(size);
  *block = __libc_memalign(alignment, size);
  return *block ? 0 : ENOMEM;
}
