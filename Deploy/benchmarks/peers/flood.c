// Publishes N messages as fast as the broker takes them, or at a rate, and prints how long it took as JSON.
//
//   flood [--port N] [--qos 0|1] [--size BYTES] [--payload TEXT]… [--rate PER_SECOND] [--topics K] N TOPIC
//
// %d in TOPIC stands for the message's number modulo K, %d in TEXT for the number.
#include "peer.h"

static int confirmed;

static void on_publish(struct mosquitto *client, void *owner, int packet) {
  (void)client, (void)owner, (void)packet;
  confirmed++;
}

int main(int count, char **arguments) {
  const char *usage = "flood [--port N] [--qos 0|1] [--size BYTES] [--payload TEXT]... [--rate N] [--topics K] N TOPIC";
  struct options options = read_options(count, arguments, usage, 2);
  int total = atoi(options.words[0]);
  if (total < 1) fail(EX_USAGE, "usage", usage);
  struct mosquitto *client = connect_peer(&options, "flood", NULL);
  mosquitto_publish_callback_set(client, on_publish);
  char payload[65536], topic[1024];
  double began = seconds_now();
  for (int number = 0; number < total; number++) {
    while (options.rate > 0) {
      double ahead = number - (seconds_now() - began) * options.rate;
      if (ahead < 1) break;
      // The loop's time-out is in whole milliseconds: sleep the rest of less.
      double wait = ahead / options.rate;
      if (wait >= 0.001) {
        check(mosquitto_loop(client, 1, 1), "connection");
      } else {
        nanosleep(&(struct timespec){.tv_nsec = (long)(wait * 1e9)}, NULL);
      }
    }
    int length = write_payload(&options, number, payload, sizeof payload);
    write_topic(&options, options.words[1], number, topic, sizeof topic);
    check(mosquitto_publish(client, NULL, topic, length, payload, options.qos, false), "publish");
    // Bounded: libmosquitto would queue without end.
    while (number + 1 - confirmed > 1000) check(mosquitto_loop(client, 1000, 1), "connection");
  }
  while (confirmed < total) check(mosquitto_loop(client, 1000, 1), "connection");
  double took = seconds_now() - began;
  printf("{\"published\":%d,\"seconds\":%.3f,\"per_second\":%.0f}\n", total, took, total / took);
  mosquitto_disconnect(client);
  for (int i = 0; i < 100 && mosquitto_loop(client, 10, 1) == 0; i++) {
  }
  return 0;
}
