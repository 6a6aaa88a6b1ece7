// What Swift's Glibc module lacks: epoll, eventfd, timerfd, pipes closed on exec, files in memory, names of threads, the
// state of sockets, what becomes of freed memory. Thin wrappers without state; errors come as -1 with errno, as from the
// calls themselves.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// Readiness, as bits; the values of EPOLLIN and its siblings.
extern const uint32_t linux_readable;
extern const uint32_t linux_writable;
extern const uint32_t linux_failed;
extern const uint32_t linux_hung_up;

struct linux_ready {
  uint64_t token;
  uint32_t events;
};

int linux_epoll_create(void);
int linux_epoll_add(int epoll, int descriptor, uint32_t events, uint64_t token);
int linux_epoll_change(int epoll, int descriptor, uint32_t events, uint64_t token);
int linux_epoll_remove(int epoll, int descriptor);
// Waits and fills at most `capacity` (up to 64) entries; returns their number. -1 milliseconds: without end.
int linux_epoll_wait(int epoll, struct linux_ready *ready, int capacity, int milliseconds);

int linux_eventfd(void);
// Adds 1 to an eventfd.
void linux_eventfd_signal(int descriptor);
// Takes what an eventfd or timerfd holds.
void linux_counter_drain(int descriptor);

// A timer of CLOCK_BOOTTIME, which goes on while the machine sleeps.
int linux_boot_timer(void);
// Arms it for an instant in nanoseconds since boot; 0 disarms it.
int linux_boot_timer_set(int descriptor, int64_t nanoseconds);
int64_t linux_boot_nanoseconds(void);

int linux_pipe(int descriptors[2]);
// A file that lies in memory alone, empty, closed on exec.
int linux_memory_file(const char *name);
// Names the calling thread, 15 characters at most.
void linux_name_thread(const char *name);
// Lets the calling thread's timers end without slack, and the thread go before others where the system permits that.
void linux_sharpen_timers(void);
// The number of bytes that wait to be read, or -1.
int linux_readable_bytes(int descriptor);
// Whether a descriptor can be written now.
bool linux_is_writable(int descriptor);
// The error that waits on a socket, which this takes away.
int linux_socket_error(int descriptor);

// Whether the kernel's clock follows a time server (adjtimex).
bool linux_clock_is_synchronised(void);

// Keeps memory that was freed for the process's own next use: blocks below `large_bytes` are not mapped one by one, and
// nothing is given back below `kept_bytes`.
void linux_keep_freed_memory(int large_bytes, int kept_bytes);
