/* Not a gateway: what any gateway could reach at most between this load generator and this NATS server. One epoll loop
 * recognises the benchmark's requests by their bytes, sends what they ask to JetStream in one write a turn of the loop, and
 * formats the answers; it knows no GraphQL, checks nothing and cannot do more than these requests.
 *
 *     PORT=8090 NATS_URL=nats://127.0.0.1:4222 BUCKET=kv floor
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { CONNECTIONS = 8192, REQUEST = 8192, ALIASES = 5, ENTRY = 512, EVENTS = 512 };

typedef enum { GET, ALIASED, PUT } Kind;

typedef struct {
  Kind kind;
  size_t received;
  int awaited; /* answers of NATS that are still on their way */
  char request[REQUEST];
  char entries[ALIASES][ENTRY];
} Connection;

static Connection *connections[CONNECTIONS];
static const char *bucket;
static int nats;
static char unsent[4 << 20], unread[4 << 20];
static size_t unsentSize, unreadSize;

static void sendAll(int socket, const char *bytes, size_t size) {
  while (size > 0) {
    ssize_t count = write(socket, bytes, size);
    if (count <= 0) return;
    bytes += count;
    size -= (size_t)count;
  }
}

static void respond(int socket, const char *body, int size) {
  char response[ALIASES * ENTRY + 512];
  int head = sprintf(response, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n", size);
  memcpy(response + head, body, (size_t)size);
  sendAll(socket, response, (size_t)(head + size));
}

/* The text of a JSON member, and its length; the benchmark's texts have no escapes. */
static const char *member(const char *text, const char *name, int *length) {
  char pattern[32];
  int size = sprintf(pattern, "\"%s\":\"", name);
  const char *start = strstr(text, pattern);
  if (start == NULL) return NULL;
  *length = (int)strcspn(start + size, "\"");
  return start + size;
}

/* With the key in the body, as kvgraph asks: nats-server answers that fastest where there are many keys. */
static void askFor(int socket, int slot, const char *key, int length) {
  char request[ENTRY];
  int size = snprintf(request, sizeof request, "{\"last_by_subj\":\"$KV.%s.%.*s\"}", bucket, length, key);
  unsentSize += (size_t)sprintf(unsent + unsentSize, "PUB $JS.API.DIRECT.GET.KV_%s _INBOX.floor.%d.%d %d\r\n%s\r\n", bucket,
                                socket, slot, size, request);
}

static void handle(int socket, Connection *connection, const char *body) {
  const char *variables = strstr(body, "\"variables\"");
  int keyLength = 0, tokenLength = 0;
  if (variables == NULL) return respond(socket, "{\"data\":{\"__typename\":\"Query\"}}", 31);
  const char *key = member(variables, "key", &keyLength);
  const char *token = member(variables, "token", &tokenLength);
  connection->awaited = 1;
  if (token != NULL && key != NULL) {
    connection->kind = PUT;
    unsentSize += (size_t)sprintf(unsent + unsentSize, "PUB $KV.%s.%.*s _INBOX.floor.%d.0 %d\r\n{\"token\":\"%.*s\"}\r\n", bucket,
                                  keyLength, key, socket, tokenLength + 12, tokenLength, token);
  } else if (key != NULL) {
    connection->kind = GET;
    askFor(socket, 0, key, keyLength);
  } else {
    connection->kind = ALIASED;
    connection->awaited = ALIASES;
    for (int slot = 0; slot < ALIASES; slot++) {
      key = member(variables, (char[]){(char)('a' + slot), 0}, &keyLength);
      if (key != NULL) askFor(socket, slot, key, keyLength);
    }
  }
}

static void readRequest(int socket) {
  Connection *connection = connections[socket];
  ssize_t count = read(socket, connection->request + connection->received, REQUEST - 1 - connection->received);
  if (count <= 0) {
    close(socket);
    connections[socket] = NULL;
    free(connection);
    return;
  }
  connection->received += (size_t)count;
  connection->request[connection->received] = 0;
  char *end = strstr(connection->request, "\r\n\r\n");
  char *length = strcasestr(connection->request, "content-length: ");
  if (end == NULL || length == NULL || connection->request + connection->received < end + 4 + atoi(length + 16)) return;
  connection->received = 0;
  handle(socket, connection, end + 4);
}

static long digits(const char *text, int count) {
  long number = 0;
  while (count-- > 0) number = number * 10 + *text++ - '0';
  return number;
}

/* Unix seconds of a time like 2026-01-31T12:00:00.5Z, by the days of the Gregorian calendar. */
static long seconds(const char *time) {
  long year = digits(time, 4), month = digits(time + 5, 2), day = digits(time + 8, 2);
  if (month < 3) {
    year--;
    month += 12;
  }
  long days = 365 * year + year / 4 - year / 100 + year / 400 + (153 * (month - 3) + 2) / 5 + day - 719469;
  return days * 86400 + digits(time + 11, 2) * 3600 + digits(time + 14, 2) * 60 + digits(time + 17, 2);
}

/* A header's value in a block that ends with an empty line. */
static char *header(char *block, size_t size, const char *name) {
  char *start = memmem(block, size, name, strlen(name));
  return start == NULL ? NULL : start + strlen(name);
}

static void answer(int socket, int slot, char *headers, size_t headerSize, char *payload, size_t payloadSize) {
  Connection *connection = connections[socket];
  if (connection == NULL || connection->awaited == 0) return;
  char body[ALIASES * ENTRY + 128];
  if (connection->kind == PUT) {
    char *sequence = memmem(payload, payloadSize, "\"seq\":", 6);
    connection->awaited = 0;
    respond(socket, body, sprintf(body, "{\"data\":{\"kv_put\":{\"revision\":%d}}}", sequence ? atoi(sequence + 6) : 0));
    return;
  }
  char *entry = connection->entries[slot];
  char *subject = header(headers, headerSize, "Nats-Subject: ");
  char *sequence = header(headers, headerSize, "Nats-Sequence: ");
  char *time = header(headers, headerSize, "Nats-Time-Stamp: ");
  if (subject == NULL || sequence == NULL || time == NULL) {
    strcpy(entry, "null");
  } else {
    subject += strlen("$KV..") + strlen(bucket);
    snprintf(entry, ENTRY, "{\"key\":\"%.*s\",\"value\":%.*s,\"revision\":%d,\"created\":%ld}", (int)strcspn(subject, "\r"),
             subject, (int)payloadSize, payload, atoi(sequence), seconds(time));
  }
  if (--connection->awaited > 0) return;
  char *at = body + sprintf(body, "{\"data\":{");
  if (connection->kind == GET) at += sprintf(at, "\"kv_get\":%s", connection->entries[0]);
  for (int other = 0; connection->kind == ALIASED && other < ALIASES; other++)
    at += sprintf(at, "%s\"%c\":%s", other == 0 ? "" : ",", 'a' + other, connection->entries[other]);
  at += sprintf(at, "}}");
  respond(socket, body, (int)(at - body));
}

static void readAnswers(void) {
  ssize_t count = read(nats, unread + unreadSize, sizeof unread - unreadSize);
  if (count <= 0) exit(1);
  unreadSize += (size_t)count;
  char *at = unread, *end = unread + unreadSize;
  for (;;) {
    char *lineEnd = memchr(at, '\n', (size_t)(end - at));
    if (lineEnd == NULL) break;
    char *content = lineEnd + 1;
    if (at[0] == 'M' || at[0] == 'H') {
      /* [H]MSG _INBOX.floor.<socket>.<slot> 1 [<size of the headers>] <size> */
      char *next = at + strlen(at[0] == 'M' ? "MSG _INBOX.floor." : "HMSG _INBOX.floor.");
      long socket = strtol(next, &next, 10), slot = strtol(next + 1, &next, 10);
      size_t first = strtoul(next + 2, &next, 10), second = at[0] == 'H' ? strtoul(next, &next, 10) : 0;
      size_t headerSize = at[0] == 'H' ? first : 0, size = at[0] == 'H' ? second : first;
      if (content + size + 2 > end) break;
      if (socket >= 0 && socket < CONNECTIONS && slot >= 0 && slot < ALIASES)
        answer((int)socket, (int)slot, content, headerSize, content + headerSize, size - headerSize);
      content += size + 2;
    } else if (strncmp(at, "PING", 4) == 0) {
      unsentSize += (size_t)sprintf(unsent + unsentSize, "PONG\r\n");
    }
    at = content;
  }
  unreadSize = (size_t)(end - at);
  memmove(unread, at, unreadSize);
}

static int tcp(struct sockaddr_in *address, bool listens, int port) {
  int made = socket(AF_INET, SOCK_STREAM, 0), one = 1;
  *address = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  address->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  setsockopt(made, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  setsockopt(made, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  int failed = listens ? bind(made, (struct sockaddr *)address, sizeof *address) || listen(made, 4096)
                       : connect(made, (struct sockaddr *)address, sizeof *address);
  if (failed) {
    perror("floor");
    exit(1);
  }
  return made;
}

static void watch(int poll, int socket) {
  struct epoll_event event = {.events = EPOLLIN, .data.fd = socket};
  epoll_ctl(poll, EPOLL_CTL_ADD, socket, &event);
}

static void take(int poll, int listener) {
  int made = accept(listener, NULL, NULL), one = 1;
  if (made < 0) return;
  if (made >= CONNECTIONS) {
    close(made);
    return;
  }
  setsockopt(made, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  connections[made] = calloc(1, sizeof(Connection));
  watch(poll, made);
}

int main(void) {
  const char *url = getenv("NATS_URL"), *port = getenv("PORT");
  bucket = getenv("BUCKET");
  if (url == NULL || port == NULL || bucket == NULL) return 2;
  struct sockaddr_in address;
  struct epoll_event events[EVENTS];
  int poll = epoll_create1(0);
  nats = tcp(&address, false, atoi(strrchr(url, ':') + 1));
  int listener = tcp(&address, true, atoi(port));
  unsentSize = (size_t)sprintf(unsent, "CONNECT {\"verbose\":false,\"headers\":true,\"no_responders\":true}\r\nSUB _INBOX.floor.> 1\r\n");
  watch(poll, nats);
  watch(poll, listener);
  for (;;) {
    sendAll(nats, unsent, unsentSize);
    unsentSize = 0;
    int count = epoll_wait(poll, events, EVENTS, -1);
    for (int index = 0; index < count; index++) {
      int ready = events[index].data.fd;
      if (ready == nats) readAnswers();
      else if (ready == listener) take(poll, listener);
      else readRequest(ready);
    }
  }
}
