// Counts messages and prints how many came, and how fast, as JSON.
//
//   count [--port N] [--qos 0|1] [--seconds N] N FILTER
//
// Ends with the Nth message, or when none came for N seconds after the first (5). Prints "ready" first.
#include "peer.h"

static int received;
static double first, last;

static void on_message(struct mosquitto *client, void *owner, const struct mosquitto_message *message) {
  (void)client, (void)owner;
  if (message->retain) return;
  if (received == 0) first = seconds_now();
  received++;
}

int main(int count, char **arguments) {
  struct options options = read_options(count, arguments, "count [--port N] [--qos 0|1] [--seconds N] N FILTER", 2);
  int total = atoi(options.words[0]);
  struct mosquitto *client = connect_peer(&options, "count", NULL);
  mosquitto_message_callback_set(client, on_message);
  subscribe_peer(client, options.words[1], options.qos);
  printf("ready\n");
  fflush(stdout);
  int before = 0;
  while (received < total) {
    check(mosquitto_loop(client, 100, 1), "connection");
    double now = seconds_now();
    if (received != before) last = now;
    if (received > 0 && received == before && now - last > options.seconds) break;
    before = received;
  }
  if (received == total) last = seconds_now();
  double took = last - first;
  printf("{\"received\":%d,\"missing\":%d,\"seconds\":%.3f,\"per_second\":%.0f}\n", received, total - received, took,
         took > 0 ? received / took : 0);
  mosquitto_disconnect(client);
  return received == total ? 0 : 1;
}
