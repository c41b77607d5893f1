// subscribers: many subscriptions on one gateway, each on one key, while puts come at a fixed rate.
//
//   subscribers PORT SOCKETS STREAMS KEYS PUTS_PER_SECOND SECONDS [IDLE]
//
// Opens SOCKETS WebSockets and STREAMS event streams with one subscription each, and IDLE connections that say nothing.
// The token of a put is its number among the puts of its key and the time it was sent. Every subscriber must see the
// numbers of its key without a gap and in order. Prints one JSON object; exits with 1 if any event is missing.
// One thread and epoll: the client costs a small part of what the gateway does.
#define _GNU_SOURCE
#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <unistd.h>

#include "loopback.h"

enum kind { SOCKET, STREAM, WRITER };
enum {
    BUCKETS = 200000,// of 100 microseconds each
    OPENING = 100,    // subscriptions that begin at one time
    WRITERS = 10,     // connections with puts, each with keys of its own, since requests of one run one after another
};

struct peer {
    enum kind kind;
    int fd, key;
    bool is_open;  // past the handshake
    long seen;     // number of the last event; -1 for none
    long events;
    char *bytes;
    size_t count, room;
};

static struct peer *peers;
static int peer_count, subscriber_count, key_count, poller, port;
static long wrong, received, acknowledged, refused, begun;
static long latencies[BUCKETS + 1];
static double longest;

// What is sent is small; a socket that takes it not at once has a gateway behind it that does not read.
static void send_all(struct peer *peer, const char *bytes, size_t count) {
    while (count > 0) {
        ssize_t sent = write(peer->fd, bytes, count);
        if (sent < 0 && errno == EAGAIN) continue;
        if (sent < 0) fail("write");
        bytes += sent;
        count -= (size_t)sent;
    }
}

static void send_frame(struct peer *peer, int opcode, const char *text, size_t count) {
    char frame[1024];
    size_t head = 0;
    frame[head++] = (char)(0x80 | opcode);
    if (count < 126) {
        frame[head++] = (char)(0x80 | count);
    } else {
        frame[head++] = (char)(0x80 | 126);
        frame[head++] = (char)(count >> 8);
        frame[head++] = (char)count;
    }
    memset(frame + head, 0, 4);  // a mask of zeros leaves the payload as it is
    head += 4;
    memcpy(frame + head, text, count);
    send_all(peer, frame, head + count);
}

static int request(char *out, size_t room, int key) {
    return snprintf(out, room,
                    "{\"query\":\"subscription($k: [String!]!) { kv_watch(keys: $k) { value { token } } }\","
                    "\"variables\":{\"k\":[\"key%d\"]}}", key);
}

static void subscribe(struct peer *peer) {
    char body[256], text[512];
    int length = request(body, sizeof body, peer->key);
    if (peer->kind == SOCKET) {
        send_frame(peer, 1, "{\"type\":\"connection_init\"}", 26);
        int count = snprintf(text, sizeof text, "{\"id\":\"1\",\"type\":\"subscribe\",\"payload\":%s}", body);
        send_frame(peer, 1, text, (size_t)count);
    } else {
        int count = snprintf(text, sizeof text,
                             "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                             "Accept: text/event-stream\r\nContent-Length: %d\r\n\r\n%s", length, body);
        send_all(peer, text, (size_t)count);
    }
}

static void put(struct peer *peer, int key, long number) {
    char body[256], text[512];
    int length = snprintf(body, sizeof body,
                          "{\"query\":\"mutation($k: String!, $v: kv_InputValue!) { kv_put(key: $k, value: $v) { revision } }\","
                          "\"variables\":{\"k\":\"key%d\",\"v\":{\"token\":\"%ld %ld\"}}}", key, number, (long)now());
    int count = snprintf(text, sizeof text,
                         "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                         "Content-Length: %d\r\n\r\n%s", length, body);
    send_all(peer, text, (size_t)count);
}

// One event's text. `text` ends with a zero.
static void event(struct peer *peer, const char *text) {
    const char *token = strstr(text, "\"token\":\"");
    if (token == NULL) {
        if (strstr(text, "\"errors\"") != NULL) {
            if (wrong++ < 3) fprintf(stderr, "an error instead of an event: %.300s\n", text);
        }
        return;
    }
    long number = 0, sent = 0;
    if (sscanf(token + 9, "%ld %ld", &number, &sent) != 2) {
        wrong++;
        return;
    }
    if (peer->seen < 0) begun++;
    if (peer->seen >= 0 && number != peer->seen + 1) {
        if (wrong++ < 5) fprintf(stderr, "key%d: event %ld after %ld\n", peer->key, number, peer->seen);
    }
    peer->seen = number;
    peer->events++;
    received++;
    if (number == 0) return;  // what was there before
    double micro = (double)(now() - sent) / 1000;
    if (micro > longest) longest = micro;
    int bucket = (int)(micro / 100);
    latencies[bucket < BUCKETS ? bucket : BUCKETS]++;
}

// Takes whole frames from the front; returns the bytes taken.
static size_t take_frames(struct peer *peer) {
    size_t place = 0;
    while (peer->count - place >= 2) {
        const unsigned char *at = (unsigned char *)peer->bytes + place;
        size_t head = 2, length = at[1] & 0x7F;
        if (length == 126) {
            if (peer->count - place < 4) break;
            length = (size_t)at[2] << 8 | at[3];
            head = 4;
        } else if (length == 127) {
            fail("a frame of more than 65,535 bytes");
        }
        if (peer->count - place < head + length) break;
        char *payload = peer->bytes + place + head, after = payload[length];
        payload[length] = 0;
        if ((at[0] & 15) == 9) send_frame(peer, 10, payload, length);
        else if ((at[0] & 15) == 8) wrong++;
        else event(peer, payload);
        payload[length] = after;
        place += head + length;
    }
    return place;
}

static size_t take_events(struct peer *peer) {
    size_t place = 0;
    char *end;
    while ((end = memmem(peer->bytes + place, peer->count - place, "\n\n", 2)) != NULL) {
        *end = 0;
        event(peer, peer->bytes + place);
        place = (size_t)(end - peer->bytes) + 2;
    }
    return place;
}

static size_t take_answers(struct peer *peer) {
    size_t place = 0;
    for (;;) {
        char *from = peer->bytes + place, *end = memmem(from, peer->count - place, "\r\n\r\n", 4);
        if (end == NULL) return place;
        char *length = memmem(from, (size_t)(end - from), "Content-Length: ", 16);
        size_t whole = (size_t)(end - from) + 4 + (length != NULL ? strtoul(length + 16, NULL, 10) : 0);
        if (peer->count - place < whole) return place;
        if (memmem(from, whole, "\"revision\":", 11) != NULL) acknowledged++;
        else if (refused++ < 3) fprintf(stderr, "a put was refused: %.*s\n", (int)whole, from);
        place += whole;
    }
}

static void readable(struct peer *peer) {
    for (;;) {
        if (peer->room - peer->count < 4096) {
            peer->room = peer->room ? peer->room * 2 : 8192;
            peer->bytes = realloc(peer->bytes, peer->room + 1);
            if (peer->bytes == NULL) fail("realloc");
        }
        ssize_t count = read(peer->fd, peer->bytes + peer->count, peer->room - peer->count);
        if (count < 0 && errno == EAGAIN) return;
        if (count <= 0) {
            wrong++;
            fprintf(stderr, "the gateway closed a connection: %s\n", count < 0 ? strerror(errno) : "end");
            epoll_ctl(poller, EPOLL_CTL_DEL, peer->fd, NULL);
            return;
        }
        peer->count += (size_t)count;
        size_t taken = 0;
        if (!peer->is_open) {
            char *end = memmem(peer->bytes, peer->count, "\r\n\r\n", 4);
            if (end == NULL) continue;
            peer->is_open = true;
            taken = (size_t)(end - peer->bytes) + 4;
            if (peer->kind == SOCKET) subscribe(peer);
            memmove(peer->bytes, peer->bytes + taken, peer->count -= taken);
        }
        taken = peer->kind == SOCKET ? take_frames(peer) : peer->kind == STREAM ? take_events(peer) : take_answers(peer);
        memmove(peer->bytes, peer->bytes + taken, peer->count -= taken);
    }
}

static void turn(int milliseconds) {
    struct epoll_event ready[256];
    int count = epoll_wait(poller, ready, 256, milliseconds);
    for (int index = 0; index < count; index++) readable(ready[index].data.ptr);
}

static void open_peer(struct peer *peer, enum kind kind, int key) {
    static const char upgrade[] =
        "GET /graphql HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        "Sec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n";
    *peer = (struct peer){.kind = kind, .fd = dial(port), .key = key, .seen = -1, .is_open = kind == WRITER};
    struct epoll_event watch = {.events = EPOLLIN, .data.ptr = peer};
    if (epoll_ctl(poller, EPOLL_CTL_ADD, peer->fd, &watch) < 0) fail("epoll_ctl");
    if (kind == SOCKET) send_all(peer, upgrade, sizeof upgrade - 1);
    if (kind == STREAM) subscribe(peer);
}

static double percentile(double share) {
    long total = 0, sum = 0;
    for (int index = 0; index <= BUCKETS; index++) total += latencies[index];
    for (int index = 0; index <= BUCKETS; index++)
        if ((double)(sum += latencies[index]) >= share * (double)total) return (index + 1) / 10.0;
    return 0;
}

int main(int count, char **arguments) {
    if (count < 7) return fprintf(stderr, "subscribers PORT SOCKETS STREAMS KEYS RATE SECONDS [IDLE]\n"), 2;
    port = atoi(arguments[1]);
    int sockets = atoi(arguments[2]), streams = atoi(arguments[3]), idle = count > 7 ? atoi(arguments[7]) : 0;
    key_count = atoi(arguments[4]);
    long rate = atol(arguments[5]), puts = rate * atol(arguments[6]);
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    poller = epoll_create1(EPOLL_CLOEXEC);
    subscriber_count = sockets + streams;
    peers = calloc((size_t)(subscriber_count + WRITERS), sizeof *peers);
    for (int index = 0; index < idle; index++) dial(port);
    struct peer *writers = &peers[subscriber_count];
    for (int index = 0; index < WRITERS; index++) open_peer(&writers[index], WRITER, 0);
    for (int key = 0; key < key_count; key++) put(&writers[key % WRITERS], key, 0);
    while (acknowledged + refused < key_count) turn(100);
    int64_t start = now();
    for (peer_count = 0; peer_count < subscriber_count; peer_count++) {
        open_peer(&peers[peer_count], peer_count < sockets ? SOCKET : STREAM, peer_count % key_count);
        // A bounded number of them begins at one time, as many as a busy gateway answers within its time-out.
        while (peer_count + 1 - begun >= OPENING && now() - start < 60000000000LL) turn(100);
    }
    // The entry that is there tells that the subscription runs.
    while (begun < subscriber_count && now() - start < 60000000000LL) turn(100);
    double opening = (double)(now() - start) / 1e9;
    start = now();
    for (long number = 0; number < puts;) {
        long due = (long)((double)(now() - start) / 1e9 * (double)rate);
        for (; number < puts && number < due; number++) {
            int key = (int)(number % key_count);
            put(&writers[key % WRITERS], key, number / key_count + 1);
        }
        turn(1);
    }
    double writing = (double)(now() - start) / 1e9;
    long expected = subscriber_count;
    for (int index = 0; index < subscriber_count; index++)
        expected += puts / key_count + (peers[index].key < puts % key_count ? 1 : 0);
    int64_t end = now() + 15000000000LL;
    while ((received < expected || acknowledged + refused < puts + key_count) && now() < end) turn(100);
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    double cpu = (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
                 (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
    printf("{\"sockets\":%d,\"streams\":%d,\"idle\":%d,\"keys\":%d,\"puts\":%ld,\"acknowledged\":%ld,\"refused\":%ld,"
           "\"expected\":%ld,\"received\":%ld,\"wrong\":%ld,\"openingSeconds\":%.2f,\"writingSeconds\":%.2f,"
           "\"p50ms\":%.1f,\"p99ms\":%.1f,\"p999ms\":%.1f,\"maxms\":%.1f,\"clientCPUSeconds\":%.2f}\n",
           sockets, streams, idle, key_count, puts, acknowledged - key_count, refused, expected, received, wrong, opening,
           writing, percentile(0.5), percentile(0.99), percentile(0.999), longest / 1000, cpu);
    return wrong == 0 && refused == 0 && received == expected ? 0 : 1;
}
