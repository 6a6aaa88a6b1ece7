#pragma once

#include <dlfcn.h>
#include <errno.h>
#include <mosquitto.h>
#include <mqtt_protocol.h>
#include <stdbool.h>
#include <unistd.h>

// What a call of libmosquitto returned, with errno as it left it: between two lines of Swift errno may change.
struct cmosquitto_result {
  int code;
  int error;
};

static inline struct cmosquitto_result cmosquitto_read(struct mosquitto *client) {
  errno = 0;
  int code = mosquitto_loop_read(client, 1);
  return (struct cmosquitto_result){code, errno};
}

static inline struct cmosquitto_result cmosquitto_write(struct mosquitto *client) {
  errno = 0;
  int code = mosquitto_loop_write(client, 1);
  return (struct cmosquitto_result){code, errno};
}

static inline struct cmosquitto_result cmosquitto_connect(struct mosquitto *client, const char *host, int port,
                                                          int keep_alive) {
  errno = 0;
  int code = mosquitto_connect_bind_async(client, host, port, keep_alive, NULL);
  return (struct cmosquitto_result){code, errno};
}

// Writes a PINGREQ past libmosquitto's queue, which may hold PUBACKs that must not leave yet. Only while no packet is
// partly written. With TLS it goes through the SSL_write that libmosquitto itself is linked to, found by name so that
// the build needs no OpenSSL headers. True when both bytes were taken.
static inline bool cmosquitto_ping(struct mosquitto *client) {
  static const unsigned char ping[2] = {0xC0, 0x00};
  void *ssl = mosquitto_ssl_get(client);
  if (ssl) {
    static int (*ssl_write)(void *, const void *, int);
    if (!ssl_write) {
      void *program = dlopen(NULL, RTLD_LAZY);
      if (program) *(void **)&ssl_write = dlsym(program, "SSL_write");
    }
    return ssl_write && ssl_write(ssl, ping, 2) == 2;
  }
  return write(mosquitto_socket(client), ping, 2) == 2;
}
