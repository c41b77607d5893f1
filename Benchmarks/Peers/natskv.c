/* Keeps Key-Value operations in flight on one connection of libnats (cnats), as NATSBenchmark does:
 *
 *     natskv_c URL get|put IN_FLIGHT SECONDS KEYS BUCKET
 *
 * The library's calls wait for their answers, so that every operation in flight is a thread of its own.
 *
 *     cc -O2 -o natskv_c Benchmarks/Peers/natskv.c -lnats -lpthread */
#include <nats/nats.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct {
  pthread_t thread;
  uint64_t random;
  int64_t *latencies;
  size_t count, capacity;
  long failures;
} worker;

static kvStore *store;
static int is_put;
static uint64_t keys;
static int64_t end;
static char value[118];

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (int64_t)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

static void *work(void *argument) {
  worker *own = argument;
  char key[32];
  for (;;) {
    int64_t start = now();
    if (start >= end) return NULL;
    own->random ^= own->random << 13;
    own->random ^= own->random >> 7;
    own->random ^= own->random << 17;
    snprintf(key, sizeof key, "user.%llu", (unsigned long long)(own->random % keys));
    natsStatus status;
    if (is_put) {
      status = kvStore_Put(NULL, store, key, value, sizeof value - 1);
    } else {
      kvEntry *entry = NULL;
      status = kvStore_Get(&entry, store, key);
      kvEntry_Destroy(entry);
    }
    if (status != NATS_OK) own->failures++;
    if (own->count == own->capacity) {
      own->capacity = own->capacity ? own->capacity * 2 : 4096;
      own->latencies = realloc(own->latencies, own->capacity * sizeof *own->latencies);
      if (own->latencies == NULL) abort();
    }
    own->latencies[own->count++] = now() - start;
  }
}

static int compare(const void *one, const void *other) {
  int64_t a = *(const int64_t *)one, b = *(const int64_t *)other;
  return (a > b) - (a < b);
}

static void must(natsStatus status) {
  if (status == NATS_OK) return;
  fprintf(stderr, "%s\n", natsStatus_GetText(status));
  exit(1);
}

int main(int count, char **arguments) {
  if (count != 7) {
    fprintf(stderr, "usage: natskv_c URL get|put IN_FLIGHT SECONDS KEYS BUCKET\n");
    return 2;
  }
  is_put = !strcmp(arguments[2], "put");
  int in_flight = atoi(arguments[3]);
  keys = strtoull(arguments[5], NULL, 10);
  memset(value, 'x', sizeof value - 1);
  natsConnection *connection = NULL;
  jsCtx *context = NULL;
  must(natsConnection_ConnectTo(&connection, arguments[1]));
  must(natsConnection_JetStream(&context, connection, NULL));
  must(js_KeyValue(&store, context, arguments[6]));
  worker *workers = calloc((size_t)in_flight, sizeof *workers);
  if (workers == NULL || keys == 0) return 2;
  int64_t start = now();
  end = start + (int64_t)(atof(arguments[4]) * 1e6);
  for (int i = 0; i < in_flight; i++) {
    workers[i].random = (uint64_t)(i + 1) * 0x9E3779B97F4A7C15u;
    if (pthread_create(&workers[i].thread, NULL, work, &workers[i])) abort();
  }
  size_t total = 0;
  long failures = 0;
  for (int i = 0; i < in_flight; i++) {
    pthread_join(workers[i].thread, NULL);
    total += workers[i].count;
    failures += workers[i].failures;
  }
  double seconds = (double)(now() - start) / 1e6;
  int64_t *all = malloc((total ? total : 1) * sizeof *all);
  if (all == NULL) abort();
  size_t used = 0;
  for (int i = 0; i < in_flight; i++) {
    if (workers[i].count) memcpy(all + used, workers[i].latencies, workers[i].count * sizeof *all);
    used += workers[i].count;
  }
  qsort(all, total, sizeof *all, compare);
  if (total == 0) {
    printf("0 0 0 %ld\n", failures);
  } else {
    printf("%.0f %lld %lld %ld\n", (double)total / seconds, (long long)all[total / 2], (long long)all[total * 99 / 100],
           failures);
  }
  kvStore_Destroy(store);
  jsCtx_Destroy(context);
  natsConnection_Destroy(connection);
  nats_Close();
  return 0;
}
