// Measures from a message to its effect: publishes on one topic, waits for the answer on another, N times, one after
// the other, and prints the distribution as JSON, in microseconds.
//
//   round-trips [--port N] [--qos 0|1] [--payload TEXT]… [--match] [--quiet-us N] [--seconds N] [--topics K] N TO EFFECT
//
// --payload   what is sent, taken in turn where given more than once (such as true and false, for edges); %d stands
//             for the number of the round trip
// --match     the effect must contain that number; otherwise any message on EFFECT counts (none that was retained)
// --quiet-us  after each round trip, wait until EFFECT was silent for so long, where one message has several effects
// --seconds   give a round trip up after so long, and count it as lost (5)
// --topics    %d in TO stands for the number modulo K
#include "peer.h"

#include <poll.h>

struct trip {
  struct options options;
  char number[16];
  double arrived;
  int strays;
};

static void on_message(struct mosquitto *client, void *owner, const struct mosquitto_message *message) {
  (void)client;
  struct trip *trip = owner;
  double now = seconds_now();
  if (message->retain) return;
  if (trip->arrived != 0 ||
      (trip->options.match && !memmem(message->payload, message->payloadlen, trip->number, strlen(trip->number)))) {
    trip->strays++;
    return;
  }
  trip->arrived = now;
}

// libmosquitto counts in milliseconds; this waits for the socket more finely.
static void loop_for(struct mosquitto *client, double seconds) {
  struct pollfd entry = {.fd = mosquitto_socket(client), .events = POLLIN};
  if (mosquitto_want_write(client)) entry.events |= POLLOUT;
  struct timespec wait = {.tv_sec = (time_t)seconds, .tv_nsec = (long)((seconds - (time_t)seconds) * 1e9)};
  ppoll(&entry, 1, &wait, NULL);
  check(mosquitto_loop(client, 0, 1), "connection");
}

static void wait_for_quiet(struct mosquitto *client, struct trip *trip) {
  if (trip->options.quiet_us == 0) return;
  double quiet = trip->options.quiet_us * 1e-6;
  double last = seconds_now();
  int strays = trip->strays;
  while (seconds_now() - last < quiet) {
    loop_for(client, quiet);
    if (trip->strays != strays) last = seconds_now();
    strays = trip->strays;
  }
}

int main(int count, char **arguments) {
  const char *usage =
      "round-trips [--port N] [--qos 0|1] [--payload TEXT]... [--match] [--quiet-us N] [--seconds N] N TO EFFECT";
  struct trip trip = {.options = read_options(count, arguments, usage, 3)};
  int total = atoi(trip.options.words[0]);
  if (total < 1) fail(EX_USAGE, "usage", usage);
  struct mosquitto *client = connect_peer(&trip.options, "round-trips", &trip);
  mosquitto_message_callback_set(client, on_message);
  subscribe_peer(client, trip.options.words[2], trip.options.qos);
  double *times = calloc(total, sizeof *times);
  int done = 0, lost = 0;
  char payload[65536], topic[1024];
  double began = seconds_now();
  for (int number = 0; number < total; number++) {
    int length = write_payload(&trip.options, number, payload, sizeof payload);
    write_topic(&trip.options, trip.options.words[1], number, topic, sizeof topic);
    snprintf(trip.number, sizeof trip.number, "%d", number);
    trip.arrived = 0;
    double sent = seconds_now();
    check(mosquitto_publish(client, NULL, topic, length, payload, trip.options.qos, false), "publish");
    while (trip.arrived == 0 && seconds_now() - sent < trip.options.seconds) loop_for(client, 1);
    if (trip.arrived != 0) {
      times[done++] = (trip.arrived - sent) * 1e6;
    } else {
      lost++;
    }
    wait_for_quiet(client, &trip);
  }
  double took = seconds_now() - began;
  qsort(times, done, sizeof *times, compare_doubles);
  printf("{\"round_trips\":%d,\"lost\":%d,\"seconds\":%.3f", done, lost, took);
  if (done) {
    printf(",\"p50_us\":%.1f,\"p90_us\":%.1f,\"p99_us\":%.1f,\"max_us\":%.1f", percentile(times, done, 0.5),
           percentile(times, done, 0.9), percentile(times, done, 0.99), times[done - 1]);
  }
  printf("}\n");
  mosquitto_disconnect(client);
  return lost ? 1 : 0;
}
