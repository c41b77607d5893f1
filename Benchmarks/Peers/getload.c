// getload: keeps one request for a key on its way on each of many connections.
//
//   getload PORT CONNECTIONS SECONDS KEYS SEED FILE
//
// FILE holds a request body that asks for user.k0000000; each request asks for another of KEYS keys instead, by chance.
// What the client itself takes depends on neither number: it holds 32 bytes a connection and one body. So what is lost
// with more connections or keys is lost behind it, or by the system between.
//
// Opens all connections and waits for WARM answers on each, prints "WARM", measures for SECONDS and prints "RESULT" with
// the numbers, times in microseconds. An answer must have status 200 and the key that was asked for.
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <unistd.h>

#include "loopback.h"

enum {
    THREADS = 2,
    WARM = 2,
    PATIENCE = 10000,  // milliseconds without any answer
    EVENTS = 64,
    ROOM = 16384,      // of a request and of an answer
    DIGITS = 7,
    STEPS = 32,        // of the histogram for each doubling of a time
    BUCKETS = 40 * STEPS,
};

typedef struct {
    int fd;
    uint32_t key;      // that was asked for
    int64_t sent;      // nanoseconds
    char *begun;       // an answer that has not come whole
    uint32_t count;    // bytes of it
    uint32_t answers;
} Connection;

typedef struct {
    pthread_t thread;
    int poller, count, waiting;  // connections without their last answer
    Connection *connections;
    uint64_t random;
    long done, wrong, latencies[BUCKETS];
    char request[ROOM], answer[ROOM];
} Worker;

static const char KEY[] = "user.k0000000";
static char request[ROOM];
static size_t request_size, digits_at;
static int port;
static uint32_t key_count;
static atomic_int warming;
static atomic_bool measures, ends;
static Worker workers[THREADS];

static void make_request(const char *path) {
    static char body[ROOM / 2];
    FILE *file = fopen(path, "r");
    if (file == NULL) fail(path);
    size_t size = fread(body, 1, sizeof body - 1, file);
    fclose(file);
    request_size = (size_t)snprintf(request, sizeof request,
        "POST /graphql HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Type: application/json\r\nAccept: application/json\r\n"
        "Content-Length: %zu\r\n\r\n%s", port, size, body);
    char *key = strstr(request, KEY);
    if (key == NULL) exit((fprintf(stderr, "%s does not ask for %s\n", path, KEY), 1));
    digits_at = (size_t)(key - request) + strlen(KEY) - DIGITS;
}

static void ask(Worker *worker, Connection *connection) {
    worker->random ^= worker->random << 13;
    worker->random ^= worker->random >> 7;
    worker->random ^= worker->random << 17;
    uint32_t key = connection->key = (uint32_t)((worker->random >> 32) % key_count);
    for (size_t digit = DIGITS; digit-- > 0; key /= 10) worker->request[digits_at + digit] = (char)('0' + key % 10);
    connection->sent = now();
    if (write(connection->fd, worker->request, request_size) != (ssize_t)request_size) fail("write");
}

// Status and key of a whole answer.
static bool is_right(const char *answer, uint32_t key) {
    char wanted[40];
    snprintf(wanted, sizeof wanted, "\"key\":\"user.k%07u\"", key);
    return strncmp(answer, "HTTP/1.1 200 ", 13) == 0 && strstr(answer, wanted) != NULL;
}

// The size of an answer by its head; 0 while that is not known.
static size_t size_of(const char *answer) {
    const char *end = strstr(answer, "\r\n\r\n"), *length = strcasestr(answer, "\r\ncontent-length:");
    if (end == NULL) return 0;
    if (length == NULL || length > end) exit((fprintf(stderr, "an answer without Content-Length\n"), 1));
    return (size_t)(end + 4 - answer) + strtoul(length + 17, NULL, 10);
}

static void keep(Connection *connection, const char *bytes, size_t count) {
    if (connection->begun == NULL && (connection->begun = malloc(ROOM)) == NULL) fail("malloc");
    memcpy(connection->begun, bytes, count);
    connection->count = (uint32_t)count;
}

static void note(Worker *worker, int64_t nanoseconds) {
    uint64_t units = (uint64_t)nanoseconds / 1000 + 1;
    int doubling = 63 - __builtin_clzll(units);
    uint64_t within = doubling < 5 ? (units << (5 - doubling)) & (STEPS - 1) : (units >> (doubling - 5)) & (STEPS - 1);
    worker->latencies[doubling * STEPS + (int)within]++;
    worker->done++;
}

static void take(Worker *worker, Connection *connection) {
    size_t had = connection->count;
    if (had > 0) memcpy(worker->answer, connection->begun, had);
    ssize_t count = read(connection->fd, worker->answer + had, ROOM - 1 - had);
    if (count < 0 && errno == EAGAIN) return;
    if (count <= 0) exit((fprintf(stderr, "the gateway closed a connection\n"), 1));
    size_t all = had + (size_t)count, size;
    worker->answer[all] = 0;
    size = size_of(worker->answer);
    if (size == 0 || all < size) return keep(connection, worker->answer, all);
    connection->count = 0;
    if (!is_right(worker->answer, connection->key)) worker->wrong++;
    if (measures) note(worker, now() - connection->sent);
    if (++connection->answers == WARM) warming--;
    if (ends) worker->waiting--;
    else ask(worker, connection);
}

static void *work(void *argument) {
    Worker *worker = argument;
    struct epoll_event events[EVENTS];
    for (int index = 0; index < worker->count; index++) ask(worker, &worker->connections[index]);
    while (worker->waiting > 0) {
        int ready = epoll_wait(worker->poller, events, EVENTS, PATIENCE);
        if (ready == 0) exit((fprintf(stderr, "no answer for %d s\n", PATIENCE / 1000), 1));
        for (int index = 0; index < ready; index++) take(worker, events[index].data.ptr);
    }
    return NULL;
}

static void start(Worker *worker, int count, uint64_t seed) {
    memcpy(worker->request, request, request_size);
    worker->random = (seed + 1) * 0x9E3779B97F4A7C15ULL;
    worker->count = worker->waiting = count;
    worker->connections = calloc((size_t)count, sizeof(Connection));
    worker->poller = epoll_create1(EPOLL_CLOEXEC);
    if (worker->connections == NULL || worker->poller < 0) fail("epoll");
    for (int index = 0; index < count; index++) {
        Connection *connection = &worker->connections[index];
        connection->fd = dial(port);
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = connection};
        if (epoll_ctl(worker->poller, EPOLL_CTL_ADD, connection->fd, &event) < 0) fail("epoll_ctl");
    }
}

// Microseconds below which a share of all answers came.
static double percentile(double percent) {
    long total = 0, seen = 0;
    for (int worker = 0; worker < THREADS; worker++) total += workers[worker].done;
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
        for (int worker = 0; worker < THREADS; worker++) seen += workers[worker].latencies[bucket];
        if ((double)seen >= (double)total * percent / 100)
            return (double)(1ULL << (bucket / STEPS)) * (1 + (double)(bucket % STEPS) / STEPS);
    }
    return 0;
}

static double processor_time(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

int main(int count, char **words) {
    if (count != 7) exit((fprintf(stderr, "getload PORT CONNECTIONS SECONDS KEYS SEED FILE\n"), 2));
    port = atoi(words[1]);
    int connections = atoi(words[2]), seconds = atoi(words[3]);
    key_count = (uint32_t)atoi(words[4]);
    make_request(words[6]);
    warming = connections;
    for (int index = 0; index < THREADS; index++)
        start(&workers[index], (connections + index) / THREADS, strtoull(words[5], NULL, 10) * THREADS + (uint64_t)index);
    for (int index = 0; index < THREADS; index++)
        if (pthread_create(&workers[index].thread, NULL, work, &workers[index]) != 0) fail("pthread_create");
    while (warming > 0) usleep(1000);
    puts("WARM");
    fflush(stdout);
    double used = processor_time();
    int64_t begin = now();
    measures = true;
    sleep((unsigned)seconds);
    measures = false;
    double duration = (double)(now() - begin) / 1000;
    used = processor_time() - used;
    ends = true;
    long done = 0, wrong = 0;
    for (int index = 0; index < THREADS; index++) {
        pthread_join(workers[index].thread, NULL);
        done += workers[index].done;
        wrong += workers[index].wrong;
    }
    printf("RESULT requests=%ld duration=%.0f failed=%ld cpu=%.6f p50=%.0f p99=%.0f\n", done, duration, wrong, used,
           percentile(50), percentile(99));
    return 0;
}
