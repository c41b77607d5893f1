/* Key-Value through libnats (cnats 3.4), against any server with JetStream.
 *
 *     cc -o kv_c Tests/Interop/c/main.c -lnats && ./kv_c nats://127.0.0.1:4222
 *
 * Exits with 1 at the first difference. */
#include <nats/nats.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int checks;

static void must(const char *what, natsStatus status) {
  checks++;
  if (status == NATS_OK) return;
  printf("FAIL  %s: %s\n", what, natsStatus_GetText(status));
  exit(1);
}

static void refused(const char *what, natsStatus status, natsStatus expected) {
  checks++;
  if (status == expected || (status != NATS_OK && expected == NATS_ERR)) return;
  printf("FAIL  %s: expected %s, got %s\n", what, natsStatus_GetText(expected), natsStatus_GetText(status));
  exit(1);
}

static void expect(const char *what, long long actual, long long expected) {
  checks++;
  if (actual == expected) return;
  printf("FAIL  %s: expected %lld, got %lld\n", what, expected, actual);
  exit(1);
}

static void expect_entry(const char *what, kvEntry *entry, const char *key, const char *value, uint64_t revision,
                         kvOperation operation) {
  checks++;
  size_t length = (size_t)kvEntry_ValueLen(entry);
  if (!strcmp(kvEntry_Key(entry), key) && length == strlen(value) && !memcmp(kvEntry_Value(entry), value, length) &&
      kvEntry_Revision(entry) == revision && kvEntry_Operation(entry) == operation)
    return;
  printf("FAIL  %s: expected %s=%s (%llu), got %s=%.*s (%llu, operation %d)\n", what, key, value,
         (unsigned long long)revision, kvEntry_Key(entry), (int)length, (const char *)kvEntry_Value(entry),
         (unsigned long long)kvEntry_Revision(entry), kvEntry_Operation(entry));
  exit(1);
}

static void values(kvStore *kv) {
  kvEntry *entry = NULL;
  uint64_t revision = 0;
  refused("a key that was never written", kvStore_Get(&entry, kv, "none"), NATS_NOT_FOUND);
  must("put", kvStore_PutString(&revision, kv, "a", "1"));
  expect("first revision", (long long)revision, 1);
  must("get", kvStore_Get(&entry, kv, "a"));
  expect_entry("get", entry, "a", "1", 1, kvOp_Put);
  kvEntry_Destroy(entry);
  refused("create of a live key", kvStore_CreateString(&revision, kv, "a", "x"), NATS_ERR);
  must("update", kvStore_UpdateString(&revision, kv, "a", "2", 1));
  expect("updated", (long long)revision, 2);
  refused("update of an old revision", kvStore_UpdateString(&revision, kv, "a", "x", 1), NATS_ERR);
  must("get revision", kvStore_GetRevision(&entry, kv, "a", 1));
  expect_entry("old revision", entry, "a", "1", 1, kvOp_Put);
  kvEntry_Destroy(entry);
  must("delete", kvStore_Delete(kv, "a"));
  refused("a deleted key", kvStore_Get(&entry, kv, "a"), NATS_NOT_FOUND);
  must("create over a marker", kvStore_CreateString(&revision, kv, "a", "3"));
  expect("created", (long long)revision, 4);
}

static void lists(kvStore *kv) {
  kvEntryList entries;
  kvKeysList keys;
  must("history", kvStore_History(&entries, kv, "a", NULL));
  expect("history", entries.Count, 4);
  expect_entry("second of the history", entries.Entries[1], "a", "2", 2, kvOp_Put);
  expect_entry("marker of the history", entries.Entries[2], "a", "", 3, kvOp_Delete);
  kvEntryList_Destroy(&entries);
  must("put", kvStore_PutString(NULL, kv, "b.c", "5"));
  must("keys", kvStore_Keys(&keys, kv, NULL));
  expect("keys", keys.Count, 2);
  kvKeysList_Destroy(&keys);
  must("purge", kvStore_Purge(kv, "a", NULL));
  must("history after purge", kvStore_History(&entries, kv, "a", NULL));
  expect("history after purge", entries.Count, 1);
  expect_entry("marker of the purge", entries.Entries[0], "a", "", 6, kvOp_Purge);
  kvEntryList_Destroy(&entries);
}

static void watches(kvStore *kv) {
  kvWatcher *watcher = NULL;
  kvEntry *entry = NULL;
  char value[32];
  must("watch", kvStore_Watch(&watcher, kv, "b.*", NULL));
  must("initial value", kvWatcher_Next(&entry, watcher, 5000));
  expect_entry("initial value", entry, "b.c", "5", 5, kvOp_Put);
  kvEntry_Destroy(entry);
  must("caught up", kvWatcher_Next(&entry, watcher, 5000));
  expect("caught up", entry == NULL, 1);
  for (int i = 0; i < 500; i++) {
    snprintf(value, sizeof value, "%d", i);
    must("put", kvStore_PutString(NULL, kv, "b.d", value));
  }
  for (int i = 0; i < 500; i++) {
    snprintf(value, sizeof value, "%d", i);
    must("live update", kvWatcher_Next(&entry, watcher, 5000));
    expect_entry("live update", entry, "b.d", value, (uint64_t)(7 + i), kvOp_Put);
    kvEntry_Destroy(entry);
  }
  must("stop", kvWatcher_Stop(watcher));
  kvWatcher_Destroy(watcher);
}

int main(int count, char **arguments) {
  natsConnection *connection = NULL;
  jsCtx *context = NULL;
  kvStore *kv = NULL;
  kvStatus *status = NULL;
  kvConfig config;
  char bucket[64];
  if (count < 2) return 2;
  snprintf(bucket, sizeof bucket, "cinterop_%d", (int)getpid());
  must("connect", natsConnection_ConnectTo(&connection, arguments[1]));
  must("JetStream", natsConnection_JetStream(&context, connection, NULL));
  kvConfig_Init(&config);
  config.Bucket = bucket;
  config.History = 10;
  must("create bucket", js_CreateKeyValue(&kv, context, &config));
  values(kv);
  lists(kv);
  watches(kv);
  must("status", kvStore_Status(&status, kv));
  expect("values", (long long)kvStatus_Values(status), 12);
  kvStatus_Destroy(status);
  kvStore_Destroy(kv);
  must("delete bucket", js_DeleteKeyValue(context, bucket));
  refused("a deleted bucket", js_KeyValue(&kv, context, bucket), NATS_NOT_FOUND);
  jsCtx_Destroy(context);
  natsConnection_Destroy(connection);
  nats_Close();
  printf("%d checks passed on %s\n", checks, arguments[1]);
  return 0;
}
