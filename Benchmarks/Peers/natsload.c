/* A load on one connection to a NATS server, with a fixed number of requests in flight and no client library.
 *
 *     natsload PORT get|put|fill IN_FLIGHT SECONDS KEYS BUCKET
 *
 * fill writes each key once and ends then.
 *
 * Prints requests a second, the median and the 99th percentile in microseconds, and how many answers were errors. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { BUFFER = 4 << 20, SLOTS = 4096, BUCKETS = 1 << 20 };

static char received[BUFFER], pending[BUFFER];
static size_t receivedSize, pendingSize;
static uint64_t sentAt[SLOTS];
/* How many answers took so many microseconds; the last one counts all that took longer. */
static uint32_t histogram[BUCKETS];
static const char *bucket;
static bool isPut, isFill;
static int keys, run, nextKey;
static uint32_t seed = 1;

static uint64_t microseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

static void request(unsigned slot) {
  char *out = pending + pendingSize;
  size_t room = sizeof pending - pendingSize;
  seed = seed * 1664525u + 1013904223u;
  unsigned key = isFill ? (unsigned)(nextKey++ % keys) : (seed >> 8) % (unsigned)keys;
  /* The number of the run keeps late answers to another run apart. */
  if (isPut)
    pendingSize += (size_t)snprintf(out, room, "PUB $KV.%s.key.%u _INBOX.%d.%u 100\r\n%0100u\r\n", bucket, key, run, slot, key);
  else
    pendingSize += (size_t)snprintf(out, room, "PUB $JS.API.DIRECT.GET.KV_%s.$KV.%s.key.%u _INBOX.%d.%u 0\r\n\r\n", bucket,
                                    bucket, key, run, slot);
  sentAt[slot] = microseconds();
}

static void flush(int connection) {
  for (size_t done = 0; done < pendingSize;) {
    ssize_t count = write(connection, pending + done, pendingSize - done);
    if (count <= 0) exit(1);
    done += (size_t)count;
  }
  pendingSize = 0;
}

static uint32_t percentile(uint64_t total, double part) {
  uint64_t seen = 0;
  for (uint32_t time = 0; time < BUCKETS; time++) {
    seen += histogram[time];
    if ((double)seen >= (double)total * part) return time;
  }
  return BUCKETS;
}

int main(int count, char **arguments) {
  if (count < 7) return 2;
  isFill = strcmp(arguments[2], "fill") == 0;
  isPut = isFill || strcmp(arguments[2], "put") == 0;
  unsigned inFlight = (unsigned)atoi(arguments[3]);
  double seconds = atof(arguments[4]);
  keys = atoi(arguments[5]);
  bucket = arguments[6];
  run = (int)getpid();
  if (inFlight > SLOTS || keys < 1) return 2;
  int connection = socket(AF_INET, SOCK_STREAM, 0), one = 1;
  setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(arguments[1]))};
  inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
  if (connect(connection, (struct sockaddr *)&address, sizeof address) != 0) return 1;
  pendingSize = (size_t)snprintf(pending, sizeof pending,
      "CONNECT {\"verbose\":false,\"pedantic\":false,\"headers\":true,\"no_responders\":true}\r\nSUB _INBOX.%d.* 1\r\n", run);
  for (unsigned slot = 0; slot < inFlight; slot++) request(slot);
  flush(connection);

  uint64_t start = microseconds(), end = start + (uint64_t)(seconds * 1e6), now = start, answers = 0, errors = 0;
  while (now < end && !(isFill && answers >= (uint64_t)keys)) {
    ssize_t got = read(connection, received + receivedSize, sizeof received - receivedSize);
    if (got <= 0) return 1;
    receivedSize += (size_t)got;
    now = microseconds();
    size_t position = 0;
    for (;;) {
      char *line = received + position;
      char *lineEnd = memchr(line, '\n', receivedSize - position);
      if (!lineEnd) break;
      size_t length = (size_t)(lineEnd - line) + 1;
      bool hasHeaders = line[0] == 'H';
      if (!hasHeaders && line[0] != 'M') {
        if (line[0] == '-') return 1;
        if (line[1] == 'I') pendingSize += (size_t)snprintf(pending + pendingSize, sizeof pending - pendingSize, "PONG\r\n");
        position += length;
        continue;
      }
      char *size = lineEnd - 1;
      while (size[-1] != ' ') size--;
      size_t total = (size_t)atol(size);
      if (position + length + total + 2 > receivedSize) break;
      char *dot = line;
      for (char *at = line; *at != ' ' || at < line + 6; at++)
        if (*at == '.') dot = at;
      unsigned slot = (unsigned)atoi(dot + 1);
      if (slot >= inFlight) return 1;
      char *body = lineEnd + 1;
      if (hasHeaders ? body[8] != '\r' : memmem(body, total, "\"error\"", 7) != NULL) errors++;
      uint64_t time = now - sentAt[slot];
      histogram[time < BUCKETS ? time : BUCKETS - 1]++;
      answers++;
      request(slot);
      position += length + total + 2;
    }
    memmove(received, received + position, receivedSize - position);
    receivedSize -= position;
    if (pendingSize > 0) flush(connection);
  }
  printf("%.0f %u %u %llu\n", (double)answers / ((double)(now - start) / 1e6), percentile(answers, 0.5),
         percentile(answers, 0.99), (unsigned long long)errors);
  return 0;
}
