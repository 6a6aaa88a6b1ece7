// The bare peers that Régie is measured beside: every message on one topic is published on another.
//
//   echo [--port N] [--qos 0|1] [--sync FILE] FROM TO
//
// With --sync each message is first appended to FILE and synchronised (fdatasync), which is the least that a daemon
// must do that acknowledges what it has recorded. Prints "ready", and runs until it is killed.
#include "peer.h"

#include <fcntl.h>

struct echo {
  struct options options;
  int file;
};

static void on_message(struct mosquitto *client, void *owner, const struct mosquitto_message *message) {
  struct echo *echo = owner;
  if (echo->file >= 0) {
    if (write(echo->file, message->payload, message->payloadlen) != message->payloadlen) {
      fail(EX_IOERR, echo->options.file, strerror(errno));
    }
    if (fdatasync(echo->file)) fail(EX_IOERR, echo->options.file, strerror(errno));
  }
  check(mosquitto_publish(client, NULL, echo->options.words[1], message->payloadlen, message->payload,
                          echo->options.qos, false),
        "publish");
}

int main(int count, char **arguments) {
  struct echo echo = {
      .options = read_options(count, arguments, "echo [--port N] [--qos 0|1] [--sync FILE] FROM TO", 2), .file = -1};
  if (echo.options.file) {
    echo.file = open(echo.options.file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (echo.file < 0) fail(EX_CANTCREAT, echo.options.file, strerror(errno));
  }
  struct mosquitto *client = connect_peer(&echo.options, "echo", &echo);
  mosquitto_message_callback_set(client, on_message);
  subscribe_peer(client, echo.options.words[0], echo.options.qos);
  printf("ready\n");
  fflush(stdout);
  for (;;) check(mosquitto_loop(client, -1, 1), "connection");
}
