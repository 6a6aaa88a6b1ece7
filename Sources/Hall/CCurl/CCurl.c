#include "CCurl.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct request {
  uint64_t token;
  CURL *easy;
  struct curl_slist *headers;
  struct request *before, *after;
  char why[CURL_ERROR_SIZE];
};

struct web_runner {
  CURLM *multi;
  // What has begun and is not taken yet.
  struct request *first;
};

struct web_runner *web_runner_create(void) {
  curl_global_init(CURL_GLOBAL_DEFAULT);
  CURLM *multi = curl_multi_init();
  if (!multi) return NULL;
  struct web_runner *runner = calloc(1, sizeof *runner);
  if (!runner) {
    curl_multi_cleanup(multi);
    return NULL;
  }
  runner->multi = multi;
  curl_multi_setopt(multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, 32L);
  return runner;
}

static void drop(struct web_runner *runner, struct request *request) {
  if (request->before) request->before->after = request->after;
  if (request->after) request->after->before = request->before;
  if (runner->first == request) runner->first = request->after;
  curl_multi_remove_handle(runner->multi, request->easy);
  curl_easy_cleanup(request->easy);
  curl_slist_free_all(request->headers);
  free(request);
}

void web_runner_free(struct web_runner *runner) {
  if (!runner) return;
  while (runner->first) drop(runner, runner->first);
  curl_multi_cleanup(runner->multi);
  free(runner);
}

static size_t pass_over(char *bytes, size_t size, size_t count, void *unused) {
  (void)bytes;
  (void)unused;
  return size * count;
}

// What holds for every request.
static void set_usual(CURL *easy, long within_milliseconds) {
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, within_milliseconds);
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
  curl_easy_setopt(easy, CURLOPT_PROXY, "");
  curl_easy_setopt(easy, CURLOPT_USERAGENT, "regied");
}

static bool add_header(struct request *request, const char *name, const char *value) {
  size_t length = strlen(name) + strlen(value) + 3;
  char *line = malloc(length);
  if (!line) return false;
  snprintf(line, length, "%s: %s", name, value);
  struct curl_slist *headers = curl_slist_append(request->headers, line);
  free(line);
  if (!headers) return false;
  request->headers = headers;
  return true;
}

bool web_runner_begin(struct web_runner *runner, uint64_t token, const char *method, const char *url, const char *body,
                      size_t body_bytes, const char *content_type, const char *bearer, long within_milliseconds) {
  CURL *easy = curl_easy_init();
  struct request *request = calloc(1, sizeof *request);
  if (!easy || !request) goto failed;
  request->token = token;
  request->easy = easy;
  curl_easy_setopt(easy, CURLOPT_PRIVATE, request);
  curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, request->why);
  curl_easy_setopt(easy, CURLOPT_URL, url);
  curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, method);
  set_usual(easy, within_milliseconds);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, pass_over);
  if (body) {
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)body_bytes);
    curl_easy_setopt(easy, CURLOPT_COPYPOSTFIELDS, body);
    if (!add_header(request, "Content-Type", content_type)) goto failed;
  }
  if (bearer && !add_header(request, "Authorization", bearer)) goto failed;
  // Short bodies go with the head; a device need not say first that it wants them.
  if (!add_header(request, "Expect", "")) goto failed;
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, request->headers);
  if (curl_multi_add_handle(runner->multi, easy) != CURLM_OK) goto failed;
  request->after = runner->first;
  if (request->after) request->after->before = request;
  runner->first = request;
  return true;
failed:
  if (request) {
    curl_slist_free_all(request->headers);
    free(request);
  }
  if (easy) curl_easy_cleanup(easy);
  return false;
}

void web_runner_turn(struct web_runner *runner, int milliseconds) {
  int running = 0;
  curl_multi_perform(runner->multi, &running);
  curl_multi_poll(runner->multi, NULL, 0, milliseconds, NULL);
  curl_multi_perform(runner->multi, &running);
}

void web_runner_wake(struct web_runner *runner) { curl_multi_wakeup(runner->multi); }

bool web_runner_take(struct web_runner *runner, struct web_answer *answer) {
  int left = 0;
  CURLMsg *message;
  while ((message = curl_multi_info_read(runner->multi, &left))) {
    if (message->msg != CURLMSG_DONE) continue;
    CURL *easy = message->easy_handle;
    CURLcode code = message->data.result;
    struct request *request = NULL;
    curl_easy_getinfo(easy, CURLINFO_PRIVATE, &request);
    memset(answer, 0, sizeof *answer);
    answer->token = request->token;
    if (code == CURLE_OK) {
      curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &answer->status);
    } else {
      const char *why = request->why[0] ? request->why : curl_easy_strerror(code);
      snprintf(answer->why, sizeof answer->why, "%s", why);
    }
    drop(runner, request);
    return true;
  }
  return false;
}

struct web_line {
  CURL *easy;
  char why[CURL_ERROR_SIZE];
};

// Where an answer goes.
struct kept {
  uint8_t *bytes;
  size_t count, capacity;
};

static size_t keep(char *bytes, size_t size, size_t count, void *place) {
  struct kept *kept = place;
  size_t more = size * count;
  // Taking less than there is ends the request.
  if (more > kept->capacity - kept->count) return 0;
  memcpy(kept->bytes + kept->count, bytes, more);
  kept->count += more;
  return more;
}

struct web_line *web_line_create(const char *user, const char *password, const char *authority) {
  curl_global_init(CURL_GLOBAL_DEFAULT);
  struct web_line *line = calloc(1, sizeof *line);
  if (!line) return NULL;
  line->easy = curl_easy_init();
  if (!line->easy) {
    free(line);
    return NULL;
  }
  if (authority) {
    curl_easy_setopt(line->easy, CURLOPT_CAINFO, authority);
    // Nobody else vouches for it.
    curl_easy_setopt(line->easy, CURLOPT_CAPATH, NULL);
  }
  if (user) {
    curl_easy_setopt(line->easy, CURLOPT_USERNAME, user);
    curl_easy_setopt(line->easy, CURLOPT_PASSWORD, password ? password : "");
    curl_easy_setopt(line->easy, CURLOPT_HTTPAUTH, (long)(CURLAUTH_BASIC | CURLAUTH_DIGEST));
  }
  return line;
}

void web_line_free(struct web_line *line) {
  if (!line) return;
  curl_easy_cleanup(line->easy);
  free(line);
}

size_t web_line_ask(struct web_line *line, const char *method, const char *url, const char *body, bool is_json,
                    long within_milliseconds, uint8_t *bytes, size_t capacity, long *status) {
  struct kept kept = {bytes, 0, capacity};
  struct curl_slist *headers = NULL;
  CURL *easy = line->easy;
  line->why[0] = 0;
  set_usual(easy, within_milliseconds);
  curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, line->why);
  curl_easy_setopt(easy, CURLOPT_URL, url);
  curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L);
  if (body) {
    headers = curl_slist_append(headers, is_json ? "Content-Type: application/json"
                                                 : "Content-Type: text/plain; charset=utf-8");
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)strlen(body));
    curl_easy_setopt(easy, CURLOPT_COPYPOSTFIELDS, body);
  }
  headers = curl_slist_append(headers, "Expect:");
  curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, method);
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, keep);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, &kept);
  CURLcode code = curl_easy_perform(easy);
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, NULL);
  curl_slist_free_all(headers);
  *status = 0;
  if (code == CURLE_OK) {
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, status);
    return kept.count;
  }
  const char *why = code == CURLE_WRITE_ERROR ? "it answers too much"
                    : line->why[0]            ? line->why
                                              : curl_easy_strerror(code);
  size_t length = strlen(why) < capacity ? strlen(why) : capacity;
  memcpy(bytes, why, length);
  return length;
}
