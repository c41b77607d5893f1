#!/usr/bin/env python3
"""nats_py_kv.py URL [TOKEN]: nats-py's Key-Value, JetStream and core against any NATS server with JetStream.

Exits with 1 on a difference. What a server is too old for is found out by asking it and said in one line.
"""

import asyncio
import datetime
import os
import sys

import nats
from nats.js import api
from nats.js.errors import (
    APIError,
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


async def message_ttl(js):
    """Values with a time of their own; nats-server 2.11 and later."""
    info = await js.account_info()
    if not getattr(info.api, "level", 0):
        print("      message_ttl: not run, the server does not know it")
        return
    bucket = name("mttl")
    kv = await js.create_key_value(bucket=bucket, history=5)
    watcher = await kv.watchall()
    expect("nothing there yet", await watcher.updates(), None)
    await kv.create("k", b"1", msg_ttl=1)
    expect("still there", (await kv.get("k")).value, b"1")
    for _ in range(100):
        try:
            await kv.get("k")
        except KeyNotFoundError:
            break
        await asyncio.sleep(0.05)
    else:
        raise SystemExit("FAIL  a value outlived its time")
    expect("create after the end", await kv.create("k", b"2") > 1, True)
    await watcher.stop()
    await js.delete_key_value(bucket)


async def core(js):
    client = js._nc
    await refused("a request that nobody hears", nats.errors.NoRespondersError, client.request("nobody.there"))

    async def answer(message):
        await message.respond(message.data.upper())

    first = await client.subscribe("svc.*", queue="q", cb=answer)
    second = await client.subscribe("svc.*", queue="q", cb=answer)
    expect("one of two answers", (await client.request("svc.a", b"hi", timeout=2)).data, b"HI")
    inbox = client.new_inbox()
    replies = await client.subscribe(inbox)
    await client.publish("svc.b", b"x", reply=inbox, headers={"A": "b"})
    expect("its answer", (await replies.next_msg(timeout=2)).data, b"X")
    await refused("no second answer", nats.errors.TimeoutError, replies.next_msg(timeout=0.2))
    for subscription in [first, second, replies]:
        await subscription.unsubscribe()
    limited = await client.subscribe("limited")
    await limited.unsubscribe(limit=2)
    for index in range(4):
        await client.publish("limited", str(index).encode(), headers={"N": str(index)})
    got = [await limited.next_msg(timeout=2) for _ in range(2)]
    expect("two of four", [(m.data, m.headers["N"]) for m in got], [(b"0", "0"), (b"1", "1")])
    large = os.urandom(1_000_000)
    echo = await client.subscribe("large")
    await client.publish("large", large)
    expect("a message of a million bytes", (await echo.next_msg(timeout=5)).data == large, True)
    await echo.unsubscribe()


async def streams(js):
    stream = name("stream")
    await js.add_stream(name=stream, subjects=[f"{stream}.>"], max_msgs_per_subject=10)
    expect("stream by subject", await js.find_stream_name_by_subject(f"{stream}.a"), stream)
    for index in range(20):
        ack = await js.publish(f"{stream}.{index % 2}", str(index).encode(), headers={"Nats-Msg-Id": str(index)})
        expect("sequence", (ack.stream, ack.seq), (stream, index + 1))
    expect("duplicate", (await js.publish(f"{stream}.0", b"", headers={"Nats-Msg-Id": "3"})).duplicate, True)
    info = await js.stream_info(stream, subjects_filter=">")
    expect("subjects", info.state.subjects, {f"{stream}.0": 10, f"{stream}.1": 10})
    expect("a message", (await js.get_msg(stream, 5)).data, b"4")
    expect("the last message", (await js.get_last_msg(stream, f"{stream}.1")).data, b"19")
    expect("delete a message", await js.delete_msg(stream, 5), True)
    await refused("a deleted message", Exception, js.get_msg(stream, 5))
    ordered = await js.subscribe(f"{stream}.1", ordered_consumer=True)
    got = [(await ordered.next_msg(timeout=2)).data for _ in range(10)]
    expect("ordered consumer", got, [str(index).encode() for index in range(1, 20, 2)])
    await ordered.unsubscribe()
    expect("purge", await js.purge_stream(stream, subject=f"{stream}.0"), True)
    expect("left", (await js.stream_info(stream)).state.messages, 10)
    await js.delete_stream(stream)


async def consumers(js):
    stream = name("work")
    await js.add_stream(name=stream, subjects=[stream])
    for index in range(10):
        await js.publish(stream, str(index).encode())
    pull = await js.pull_subscribe(stream, "puller", config=api.ConsumerConfig(ack_wait=1, max_deliver=3))
    batch = await pull.fetch(4, timeout=2)
    expect("first batch", [m.data for m in batch], [b"0", b"1", b"2", b"3"])
    await batch[0].ack_sync()
    await batch[1].nak()
    await batch[2].term()
    await batch[3].in_progress()
    await batch[3].ack_sync()
    expect("waiting", (await pull.consumer_info()).num_ack_pending, 1)
    again = await pull.fetch(1, timeout=2)
    expect("after nak", (again[0].data, again[0].metadata.num_delivered), (b"1", 2))
    await again[0].ack_sync()
    rest = await pull.fetch(6, timeout=2)
    expect("the rest", [m.data for m in rest], [str(index).encode() for index in range(4, 10)])
    for message in rest[1:]:
        await message.ack_sync()
    late = await pull.fetch(1, timeout=5)
    expect("not acknowledged in time", (late[0].data, late[0].metadata.num_delivered), (b"4", 2))
    await late[0].ack_sync()
    info = await pull.consumer_info()
    expect("all acknowledged", (info.num_ack_pending, info.num_pending), (0, 0))
    await refused("nothing left", nats.errors.TimeoutError, pull.fetch(1, timeout=0.3))
    await pull.unsubscribe()
    push = await js.subscribe(stream, durable="pusher", manual_ack=True, config=api.ConsumerConfig(ack_wait=1))
    first = await push.next_msg(timeout=2)
    expect("pushed", first.data, b"0")
    await first.ack()
    await push.unsubscribe()
    await js.delete_stream(stream)


async def management(js):
    first, second = name("one"), name("two")
    before = await js.account_info()
    for stream in [first, second]:
        await js.add_stream(name=stream, subjects=[f"{stream}.*"], allow_direct=True)
    after = await js.account_info()
    expect("account: two streams more", after.streams - before.streams, 2)
    listed = [info.config.name for info in await js.streams_info()]
    expect("listed", [stream in listed for stream in [first, second]], [True, True])
    iterated = [info.config.name for info in await js.streams_info_iterator()]
    expect("iterated", sorted(iterated), sorted(listed))
    futures = [await js.publish_async(f"{first}.{index % 4}", str(index).encode()) for index in range(40)]
    await js.publish_async_completed()
    expect("acknowledged in order", [(await future).seq for future in futures], list(range(1, 41)))
    expect("direct", (await js.get_msg(first, 7, direct=True)).data, b"6")
    expect("direct, newest of a subject", (await js.get_last_msg(first, f"{first}.1", direct=True)).data, b"37")
    expect("direct, next of a subject",
           (await js.get_msg(first, 10, subject=f"{first}.3", direct=True, next=True)).data, b"11")
    expect("next of a subject", (await js.get_msg(first, 10, subject=f"{first}.3", next=True)).data, b"11")
    await refused("direct, none", Exception, js.get_msg(first, 99, direct=True))
    expect("purge below", await js.purge_stream(first, seq=11), True)
    expect("the first one left", (await js.stream_info(first)).state.first_seq, 11)
    expect("purge but two", await js.purge_stream(first, keep=2), True)
    expect("two left", (await js.stream_info(first)).state.messages, 2)
    config = (await js.stream_info(first)).config
    config.max_msgs, config.description = 1, "less"
    updated = await js.update_stream(config)
    expect("updated", (updated.config.max_msgs, updated.config.description, updated.state.messages), (1, "less", 1))
    await refused("a stream over another's subjects", Exception, js.add_stream(name=name("three"), subjects=[f"{first}.0"]))
    made = await js.add_consumer(second, durable_name="d", ack_policy="explicit", filter_subject=f"{second}.a")
    expect("consumer", (made.name, made.config.filter_subject, made.num_pending), ("d", f"{second}.a", 0))
    expect("consumers", [info.name for info in await js.consumers_info(second)], ["d"])
    for subject in ["a", "b", "a"]:
        await js.publish(f"{second}.{subject}", b"x")
    expect("pending", (await js.consumer_info(second, "d")).num_pending, 2)
    await paused_consumer(js, second)
    expect("delete a consumer", await js.delete_consumer(second, "d"), True)
    await refused("a deleted consumer", Exception, js.consumer_info(second, "d"))
    for stream in [first, second]:
        expect("delete", await js.delete_stream(stream), True)
    await refused("a deleted stream", Exception, js.stream_info(first))


async def paused_consumer(js, stream):
    until = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=1)
    try:
        answer = await js.pause_consumer(stream, "d", until.isoformat().replace("+00:00", "Z"))
    except (APIError, nats.errors.Error) as error:
        print(f"      pausing consumers: not known to this server ({type(error).__name__})")
        return
    expect("paused", answer.paused, True)
    expect("resumed", (await js.resume_consumer(stream, "d")).paused, False)


async def policies(js):
    stream = name("policies")
    await js.add_stream(name=stream, subjects=[f"{stream}.>"])
    for index in range(12):
        await js.publish(f"{stream}.{index % 3}", str(index).encode())
    policy = api.DeliverPolicy

    async def delivered(count, subject=">", **settings):
        config = api.ConsumerConfig(ack_policy=api.AckPolicy.NONE, **settings)
        subscription = await js.subscribe(f"{stream}.{subject}", config=config, manual_ack=True)
        got = [int((await subscription.next_msg(timeout=2)).data or b"-1") for _ in range(count)]
        await refused("no more", nats.errors.TimeoutError, subscription.next_msg(timeout=0.1))
        await subscription.unsubscribe()
        return got

    expect("all", await delivered(12, deliver_policy=policy.ALL), list(range(12)))
    expect("last", await delivered(1, deliver_policy=policy.LAST), [11])
    expect("new", await delivered(0, deliver_policy=policy.NEW), [])
    expect("from a sequence", await delivered(3, deliver_policy=policy.BY_START_SEQUENCE, opt_start_seq=10), [9, 10, 11])
    expect("last of each", await delivered(3, deliver_policy=policy.LAST_PER_SUBJECT), [9, 10, 11])
    expect("one subject", await delivered(4, subject="1", deliver_policy=policy.ALL), [1, 4, 7, 10])
    expect("headers only", await delivered(2, deliver_policy=policy.BY_START_SEQUENCE, opt_start_seq=11,
                                           headers_only=True), [-1, -1])
    pull = await js.pull_subscribe(f"{stream}.2", "p2")
    expect("pulled with a heartbeat", [m.data for m in await pull.fetch(4, timeout=2, heartbeat=0.2)],
           [b"2", b"5", b"8", b"11"])
    await js.delete_stream(stream)


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
    for check in [
        reads_and_writes, markers, keys_and_history, watches, large_watch, time_to_live, message_ttl, settings, core,
        streams, consumers, management, policies,
    ]:
        await check(js)
        print(f"ok    {check.__name__}")
    await client.drain()
    print(f"{CHECKS} checks passed on {url} (server {client.connected_server_version})")


asyncio.run(main())
