// What the peers of the benchmarks share: options, a connection by bare libmosquitto, clocks and percentiles.
// MQTT 5, TCP_NODELAY, no session. Built by `make` in this folder, with libmosquitto-dev.
#pragma once

#define _GNU_SOURCE
#include <errno.h>
#include <getopt.h>
#include <mosquitto.h>
#include <mqtt_protocol.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

struct options {
  const char *host, *user, *password, *file;
  int port, qos, size, rate, topics, quiet_us, seconds;
  bool match;
  const char *payloads[16];
  int payload_count;
  char **words;  // what is no option
  int word_count;
};

static inline void fail(int status, const char *what, const char *why) {
  fprintf(stderr, "%s: %s\n", what, why);
  exit(status);
}

static inline struct options read_options(int count, char **arguments, const char *usage, int needed) {
  struct options options = {.host = "127.0.0.1", .port = 1883, .size = 64, .topics = 1, .seconds = 5};
  static const struct option known[] = {
      {"host", 1, 0, 'h'},  {"port", 1, 0, 'p'},   {"user", 1, 0, 'u'},  {"password", 1, 0, 'P'}, {"qos", 1, 0, 'q'},
      {"size", 1, 0, 's'},  {"rate", 1, 0, 'r'},   {"topics", 1, 0, 't'}, {"quiet-us", 1, 0, 'Q'}, {"seconds", 1, 0, 'S'},
      {"match", 0, 0, 'm'}, {"payload", 1, 0, 'l'}, {"sync", 1, 0, 'f'},  {0}};
  for (int option; (option = getopt_long(count, arguments, "", known, NULL)) != -1;) {
    switch (option) {
      case 'h': options.host = optarg; break;
      case 'p': options.port = atoi(optarg); break;
      case 'u': options.user = optarg; break;
      case 'P': options.password = optarg; break;
      case 'q': options.qos = atoi(optarg); break;
      case 's': options.size = atoi(optarg); break;
      case 'r': options.rate = atoi(optarg); break;
      case 't': options.topics = atoi(optarg); break;
      case 'Q': options.quiet_us = atoi(optarg); break;
      case 'S': options.seconds = atoi(optarg); break;
      case 'm': options.match = true; break;
      case 'f': options.file = optarg; break;
      case 'l':
        if (options.payload_count < 16) options.payloads[options.payload_count++] = optarg;
        break;
      default: fail(EX_USAGE, "usage", usage);
    }
  }
  options.words = arguments + optind;
  options.word_count = count - optind;
  if (options.word_count != needed) fail(EX_USAGE, "usage", usage);
  if (options.qos < 0 || options.qos > 1 || options.topics < 1 || options.size < 0) fail(EX_USAGE, "usage", usage);
  return options;
}

static inline double seconds_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec + now.tv_nsec * 1e-9;
}

static inline void check(int code, const char *what) {
  if (code) fail(EX_UNAVAILABLE, what, code == MOSQ_ERR_ERRNO ? strerror(errno) : mosquitto_strerror(code));
}

static bool peer_is_ready;

static inline void on_connect(struct mosquitto *client, void *owner, int code) {
  (void)client, (void)owner;
  if (code) fail(EX_UNAVAILABLE, "connect", mosquitto_reason_string(code));
  peer_is_ready = true;
}

static inline void on_subscribe(struct mosquitto *client, void *owner, int packet, int count, const int *granted) {
  (void)client, (void)owner, (void)packet;
  for (int i = 0; i < count; i++)
    if (granted[i] >= 128) fail(EX_UNAVAILABLE, "subscribe", "refused");
  peer_is_ready = true;
}

// A connected client; returns after the broker's answer.
static inline struct mosquitto *connect_peer(struct options *options, const char *name, void *owner) {
  char identifier[64];
  snprintf(identifier, sizeof identifier, "%s-%d", name, getpid());
  mosquitto_lib_init();
  struct mosquitto *client = mosquitto_new(identifier, true, owner);
  mosquitto_int_option(client, MOSQ_OPT_PROTOCOL_VERSION, MQTT_PROTOCOL_V5);
  mosquitto_int_option(client, MOSQ_OPT_TCP_NODELAY, 1);
  if (options->user) mosquitto_username_pw_set(client, options->user, options->password);
  mosquitto_connect_callback_set(client, on_connect);
  mosquitto_subscribe_callback_set(client, on_subscribe);
  check(mosquitto_connect(client, options->host, options->port, 60), "connect");
  while (!peer_is_ready) check(mosquitto_loop(client, 1000, 1), "connect");
  return client;
}

// Subscribes, and returns after the broker's answer.
static inline void subscribe_peer(struct mosquitto *client, const char *filter, int qos) {
  peer_is_ready = false;
  check(mosquitto_subscribe(client, NULL, filter, qos), "subscribe");
  while (!peer_is_ready) check(mosquitto_loop(client, 1000, 1), "subscribe");
}

// A payload: the next of --payload, where %d stands for the number; else the number, filled with dots to --size.
static inline int write_payload(struct options *options, int number, char *buffer, int capacity) {
  char digits[16];
  snprintf(digits, sizeof digits, "%d", number);
  if (options->payload_count == 0) {
    int size = options->size < capacity ? options->size : capacity - 1;
    memset(buffer, '.', size);
    size_t length = strlen(digits);
    memcpy(buffer, digits, length < (size_t)size ? length : (size_t)size);
    return size;
  }
  const char *text = options->payloads[number % options->payload_count];
  const char *place = strstr(text, "%d");
  if (!place) return snprintf(buffer, capacity, "%s", text);
  return snprintf(buffer, capacity, "%.*s%s%s", (int)(place - text), text, digits, place + 2);
}

// A topic: the number modulo --topics stands for %d.
static inline void write_topic(struct options *options, const char *text, int number, char *buffer, int capacity) {
  const char *place = strstr(text, "%d");
  if (!place) {
    snprintf(buffer, capacity, "%s", text);
    return;
  }
  snprintf(buffer, capacity, "%.*s%d%s", (int)(place - text), text, number % options->topics, place + 2);
}

static inline int compare_doubles(const void *left, const void *right) {
  double a = *(const double *)left, b = *(const double *)right;
  return (a > b) - (a < b);
}

// The value that a share of the values, sorted, does not exceed (nearest rank).
static inline double percentile(const double *sorted, int count, double share) {
  int rank = (int)(share * count + 0.999999);
  return sorted[rank < 1 ? 0 : rank - 1];
}
