// libcurl's requests for Swift, which cannot call functions with a varying number of arguments. One object is one thread's:
// it runs many requests at once, and never waits longer than it is told.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct web_runner;

// What became of a request.
struct web_answer {
  uint64_t token;
  // The status of HTTP, or 0 where there was no answer.
  long status;
  // Why there was none, in libcurl's words; empty where there was.
  char why[256];
};

struct web_runner *web_runner_create(void);
void web_runner_free(struct web_runner *runner);

// Begins a request. Certificates and names are checked; redirections are not followed; what is answered is not kept.
// Returns whether it has begun.
bool web_runner_begin(struct web_runner *runner, uint64_t token, const char *method, const char *url, const char *body,
                      size_t body_bytes, const char *content_type, const char *bearer, long within_milliseconds);
// Works on what has begun, and waits at most so long for more to do; another thread's call of wake ends the waiting.
void web_runner_turn(struct web_runner *runner, int milliseconds);
void web_runner_wake(struct web_runner *runner);
// Takes an answer; false where there is none.
bool web_runner_take(struct web_runner *runner, struct web_answer *answer);

struct web_line;

// A line to one host that asks one thing after another and keeps what is answered; the connection stays open between
// them where the host lets it. `user` may be NULL. `authority` is a file of the certificates, as PEM, of who may vouch for the
// host; NULL for the system's. One thread's.
struct web_line *web_line_create(const char *user, const char *password, const char *authority);
void web_line_free(struct web_line *line);
// Asks, and waits for the answer. `body` may be NULL. Returns how many bytes the answer has, at most `capacity`, and its
// status; with the status 0 there was none, and the bytes say why in libcurl's words.
size_t web_line_ask(struct web_line *line, const char *method, const char *url, const char *body, bool is_json,
                    long within_milliseconds, uint8_t *bytes, size_t capacity, long *status);
