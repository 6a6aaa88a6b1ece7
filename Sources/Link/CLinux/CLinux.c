#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/timex.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

const uint32_t linux_readable = EPOLLIN;
const uint32_t linux_writable = EPOLLOUT;
const uint32_t linux_failed = EPOLLERR;
const uint32_t linux_hung_up = EPOLLHUP;

int linux_epoll_create(void) { return epoll_create1(EPOLL_CLOEXEC); }

static int control(int epoll, int operation, int descriptor, uint32_t events, uint64_t token) {
  struct epoll_event event = {.events = events, .data = {.u64 = token}};
  return epoll_ctl(epoll, operation, descriptor, &event);
}

int linux_epoll_add(int epoll, int descriptor, uint32_t events, uint64_t token) {
  return control(epoll, EPOLL_CTL_ADD, descriptor, events, token);
}

int linux_epoll_change(int epoll, int descriptor, uint32_t events, uint64_t token) {
  return control(epoll, EPOLL_CTL_MOD, descriptor, events, token);
}

int linux_epoll_remove(int epoll, int descriptor) { return control(epoll, EPOLL_CTL_DEL, descriptor, 0, 0); }

int linux_epoll_wait(int epoll, struct linux_ready *ready, int capacity, int milliseconds) {
  struct epoll_event events[64];
  int count = epoll_wait(epoll, events, capacity < 64 ? capacity : 64, milliseconds);
  for (int i = 0; i < count; i++) {
    ready[i].token = events[i].data.u64;
    ready[i].events = events[i].events;
  }
  return count;
}

int linux_eventfd(void) { return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC); }

void linux_eventfd_signal(int descriptor) {
  uint64_t one = 1;
  // A full counter (EAGAIN) wakes its reader as well as one more would.
  while (write(descriptor, &one, sizeof one) < 0 && errno == EINTR) {
  }
}

void linux_counter_drain(int descriptor) {
  uint64_t value;
  while (read(descriptor, &value, sizeof value) < 0 && errno == EINTR) {
  }
}

int linux_boot_timer(void) { return timerfd_create(CLOCK_BOOTTIME, TFD_NONBLOCK | TFD_CLOEXEC); }

int linux_boot_timer_set(int descriptor, int64_t nanoseconds) {
  struct itimerspec setting = {.it_value = {nanoseconds / 1000000000, nanoseconds % 1000000000}};
  return timerfd_settime(descriptor, TFD_TIMER_ABSTIME, &setting, NULL);
}

int64_t linux_boot_nanoseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_BOOTTIME, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int linux_pipe(int descriptors[2]) { return pipe2(descriptors, O_CLOEXEC); }

int linux_memory_file(const char *name) { return memfd_create(name, MFD_CLOEXEC); }

void linux_name_thread(const char *name) {
  char cut[16];
  snprintf(cut, sizeof cut, "%s", name);
  pthread_setname_np(pthread_self(), cut);
}

void linux_sharpen_timers(void) {
  prctl(PR_SET_TIMERSLACK, 1UL);
  struct sched_param wish = {.sched_priority = 10};
  pthread_setschedparam(pthread_self(), SCHED_FIFO, &wish);
}

int linux_readable_bytes(int descriptor) {
  int count = -1;
  return ioctl(descriptor, FIONREAD, &count) == 0 ? count : -1;
}

bool linux_is_writable(int descriptor) {
  struct pollfd entry = {.fd = descriptor, .events = POLLOUT};
  return poll(&entry, 1, 0) == 1 && (entry.revents & (POLLERR | POLLHUP)) == 0;
}

int linux_socket_error(int descriptor) {
  int error = 0;
  socklen_t length = sizeof error;
  return getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &length) == 0 ? error : errno;
}

bool linux_clock_is_synchronised(void) {
  struct timex state = {0};
  return adjtimex(&state) != TIME_ERROR && (state.status & STA_UNSYNC) == 0;
}

void linux_keep_freed_memory(int large_bytes, int kept_bytes) {
  mallopt(M_MMAP_THRESHOLD, large_bytes);
  mallopt(M_TRIM_THRESHOLD, kept_bytes);
}
