#!/usr/bin/env python3
"""nats_py_kv.py URL [TOKEN]: nats-py's Key-Value against any NATS server with JetStream. Exits with 1 on a difference."""

import asyncio
import os
import sys

import nats
from nats.js import api
from nats.js.errors import (
    BucketNotFoundError,
    KeyNotFoundError,
    KeyWrongLastSequenceError,
    NoKeysError,
)

CHECKS = 0


def expect(what, actual, expected):
    global CHECKS
    CHECKS += 1
    if actual != expected:
        raise SystemExit(f"FAIL  {what}\n  expected: {expected!r}\n  actual:   {actual!r}")


async def refused(what, error, action):
    global CHECKS
    CHECKS += 1
    try:
        result = await action
    except error:
        return
    raise SystemExit(f"FAIL  {what}: expected {error.__name__}, got {result!r}")


def name(kind):
    return f"interop_{kind}_{os.getpid()}"


async def reads_and_writes(js):
    bucket = name("rw")
    kv = await js.create_key_value(bucket=bucket, history=5)
    await refused("a key that was never written", KeyNotFoundError, kv.get("none"))
    expect("first revision", await kv.put("a", b"1"), 1)
    entry = await kv.get("a")
    expect("get", (entry.bucket, entry.key, entry.value, entry.revision), (bucket, "a", b"1", 1))
    expect("create", await kv.create("b", b"2"), 2)
    await refused("create of a live key", KeyWrongLastSequenceError, kv.create("b", b"x"))
    expect("update", await kv.update("b", b"3", last=2), 3)
    await refused("update of an old revision", KeyWrongLastSequenceError, kv.update("b", b"x", last=2))
    expect("a refused write takes no revision", await kv.put("c", b""), 4)
    expect("an empty value", (await kv.get("c")).value or b"", b"")
    expect("an old revision", (await kv.get("b", revision=2)).value, b"2")
    await refused("a revision of another key", KeyNotFoundError, kv.get("a", revision=2))
    binary = bytes(range(256)) * 64
    await kv.put("binary", binary)
    expect("binary value", (await kv.get("binary")).value, binary)
    deep = "a/b=c_d-e." * 100 + "z"
    await kv.put(deep, b"deep")
    expect("a key of 1,001 characters", (await kv.get(deep)).value, b"deep")
    again = await js.create_key_value(bucket=bucket, history=5)
    expect("creating it again keeps the data", (await again.get("a")).value, b"1")
    await js.delete_key_value(bucket)
    await refused("a deleted bucket", BucketNotFoundError, js.key_value(bucket))


async def markers(js):
    kv = await js.create_key_value(bucket=name("markers"), history=10)
    await kv.put("k", b"1")
    await kv.put("k", b"2")
    expect("delete", await kv.delete("k"), True)
    await refused("a deleted key", KeyNotFoundError, kv.get("k"))
    expect("a revision before the delete", (await kv.get("k", revision=1)).value, b"1")
    expect("second delete", await kv.delete("k"), True)
    expect(
        "history with markers",
        [(e.value, e.revision, e.operation) for e in await kv.history("k")],
        [(b"1", 1, None), (b"2", 2, None), (b"", 3, "DEL"), (b"", 4, "DEL")],
    )
    expect("create over a marker", await kv.create("k", b"3"), 5)
    expect("purge", await kv.purge("k"), True)
    expect("history after purge", [(e.revision, e.operation) for e in await kv.history("k")], [(6, "PURGE")])
    await refused("a revision before the purge", KeyNotFoundError, kv.get("k", revision=5))
    await refused("conditional delete", Exception, kv.delete("k", last=2))
    await kv.put("live", b"x")
    await kv.purge_deletes(olderthan=-1)
    expect("after purge_deletes", await kv.keys(), ["live"])
    status = await kv.status()
    expect("values after purge_deletes", status.values, 1)
    await js.delete_key_value(name("markers"))


async def keys_and_history(js):
    kv = await js.create_key_value(bucket=name("keys"), history=3)
    await refused("keys of an empty bucket", NoKeysError, kv.keys())
    for value in range(5):
        await kv.put("h", str(value).encode())
    expect("history keeps three", [e.value for e in await kv.history("h")], [b"2", b"3", b"4"])
    for key in ["x.1", "x.2", "y.1"]:
        await kv.put(key, key.encode())
    await kv.delete("x.2")
    expect("keys", sorted(await kv.keys()), ["h", "x.1", "y.1"])
    status = await kv.status()
    expect("status", (status.bucket, status.history, status.values), (name("keys"), 3, 7))
    for index in range(500):
        await kv.put(f"many.{index}", b"v")
    expect("many keys", len(await kv.keys()), 503)
    await js.delete_key_value(name("keys"))


async def watches(js):
    kv = await js.create_key_value(bucket=name("watch"), history=5)
    await kv.put("t.name", b"alice")
    await kv.put("t.age", b"1")
    await kv.put("t.age", b"2")
    everything = await kv.watchall()
    seen = [await everything.updates() for _ in range(3)]
    expect(
        "initial values", [(e.key, e.value, e.revision) if e else None for e in seen],
        [("t.name", b"alice", 1), ("t.age", b"2", 3), None],
    )
    await kv.put("t.name", b"bob")
    await kv.delete("t.age")
    await kv.purge("t.name")
    seen = [await everything.updates() for _ in range(3)]
    expect(
        "live updates", [(e.key, e.value, e.operation) for e in seen],
        [("t.name", b"bob", None), ("t.age", b"", "DEL"), ("t.name", b"", "PURGE")],
    )
    await everything.stop()
    one = await kv.watch("other.*")
    expect("nothing there yet", await one.updates(), None)
    await kv.put("else", b"no")
    await kv.put("other.key", b"yes")
    entry = await one.updates()
    expect("a filtered watch", (entry.key, entry.value), ("other.key", b"yes"))
    await one.stop()
    headers = await kv.watch("other.>", meta_only=True)
    entry = await headers.updates()
    expect("meta only", (entry.key, entry.value), ("other.key", b""))
    await headers.stop()
    await js.delete_key_value(name("watch"))


async def large_watch(js):
    """More than one flow-control window."""
    kv = await js.create_key_value(bucket=name("large"), history=1)
    value = b"v" * 65536
    for index in range(100):
        await kv.put(f"k{index}", value)
    watcher = await kv.watchall()
    for index in range(100):
        entry = await watcher.updates()
        expect("a large value", (entry.key, len(entry.value)), (f"k{index}", len(value)))
    expect("the end", await watcher.updates(), None)
    await watcher.stop()
    await js.delete_key_value(name("large"))


async def time_to_live(js):
    kv = await js.create_key_value(bucket=name("ttl"), ttl=0.5)
    watcher = await kv.watchall()
    expect("nothing there yet", await watcher.updates(), None)
    await kv.put("k", b"1")
    expect("still there", (await kv.get("k")).value, b"1")
    for _ in range(100):
        try:
            await kv.get("k")
        except KeyNotFoundError:
            break
        await asyncio.sleep(0.05)
    else:
        raise SystemExit("FAIL  a value outlived its bucket's ttl")
    await watcher.stop()
    await js.delete_key_value(name("ttl"))


async def settings(js):
    config = api.KeyValueConfig(
        bucket=name("settings"), description="d", history=64, max_value_size=100, max_bytes=100_000,
        storage=api.StorageType.MEMORY, direct=True,
    )
    kv = await js.create_key_value(config)
    await kv.put("k", b"1")
    expect("direct get", (await kv.get("k")).value, b"1")
    await refused("direct get of nothing", KeyNotFoundError, kv.get("none"))
    expect("direct get of a revision", (await kv.get("k", revision=1)).value, b"1")
    await refused("a value that is too large", Exception, kv.put("k", b"x" * 101))
    info = await js.stream_info(f"KV_{name('settings')}")
    expect(
        "the configuration",
        (info.config.max_msgs_per_subject, info.config.max_msg_size, info.config.max_bytes, info.config.storage,
         info.config.description, info.config.allow_direct, info.config.deny_delete, info.config.allow_rollup_hdrs),
        (64, 100, 100_000, "memory", "d", True, True, True),
    )
    await js.delete_key_value(name("settings"))


async def main():
    url = sys.argv[1]
    options = {"token": sys.argv[2]} if len(sys.argv) > 2 else {}

    async def report(error):
        raise SystemExit(f"FAIL  {error!r}")

    client = await nats.connect(url, allow_reconnect=False, error_cb=report, **options)
    js = client.jetstream(timeout=5)
    for check in [reads_and_writes, markers, keys_and_history, watches, large_watch, time_to_live, settings]:
        await check(js)
        print(f"ok    {check.__name__}")
    await client.drain()
    print(f"{CHECKS} checks passed on {url} (server {client.connected_server_version})")


asyncio.run(main())
