#!/usr/bin/env python3
"""differential.py REFERENCE_PORT PORT [FILTER]: the same raw requests to two servers on 127.0.0.1, answers compared.

Times, generated names and what a server says about itself are replaced by their kind first. Exits with 1 if an answer
differs that is not listed in KNOWN. Meant for nats-server 2.15 as the reference: older ones lack features that the
embedded server has.
"""

import json
import re
import socket
import sys

SKIPPED = {"ts", "cluster", "domain", "server_id", "reserved_memory", "reserved_storage", "metadata", "tiers", "limits"}


class Wire:
    """One connection; requests one after another."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.settimeout(1.0)
        self.buffer = b""
        self.number = 0
        info = self.line()
        self.info = json.loads(info[5:])
        self.send(b'CONNECT {"verbose":false,"headers":true,"no_responders":true,"protocol":1,"pedantic":false}\r\nPING\r\n')
        while self.line() != b"PONG":
            pass

    def send(self, data):
        self.socket.sendall(data)

    def fill(self):
        data = self.socket.recv(1 << 20)
        if not data:
            raise EOFError
        self.buffer += data

    def line(self):
        while b"\r\n" not in self.buffer:
            self.fill()
        line, self.buffer = self.buffer.split(b"\r\n", 1)
        return line

    def take(self, count):
        while len(self.buffer) < count:
            self.fill()
        data, self.buffer = self.buffer[:count], self.buffer[count:]
        return data

    def frame(self):
        while True:
            line = self.line()
            words = line.split()
            operation = words[0].upper() if words else b""
            if operation == b"PING":
                self.send(b"PONG\r\n")
            elif operation in (b"MSG", b"HMSG"):
                total = int(words[-1])
                head = int(words[-2]) if operation == b"HMSG" else 0
                data = self.take(total + 2)[:-2]
                fixed = 5 if operation == b"HMSG" else 4
                reply = words[3].decode() if len(words) > fixed else None
                return {"subject": re.sub(r"_INBOX.d.*", "INBOX", words[1].decode()), "sid": words[2].decode(), "reply": reply,
                        "headers": data[:head].decode(), "data": data[head:].decode("utf-8", "replace")}
            elif operation != b"INFO":
                return {"line": line.decode()}

    def publish(self, subject, data="", headers=None, reply=None):
        data = data.encode()
        words = subject + (f" {reply}" if reply else "")
        if headers is None:
            self.send(f"PUB {words} {len(data)}\r\n".encode() + data + b"\r\n")
        else:
            block = ("NATS/1.0\r\n" + "".join(f"{h}\r\n" for h in headers) + "\r\n").encode()
            self.send(f"HPUB {words} {len(block)} {len(block) + len(data)}\r\n".encode() + block + data + b"\r\n")

    def request(self, subject, data="", headers=None, answers=1):
        self.number += 1
        inbox = f"_INBOX.d.{self.number}"
        self.send(f"SUB {inbox} i{self.number}\r\n".encode())
        self.publish(subject, data, headers, inbox)
        got = []
        try:
            while len(got) < answers:
                got.append(self.frame())
        except (TimeoutError, socket.timeout):
            got.append("no answer")
        self.send(f"UNSUB i{self.number}\r\n".encode())
        for frame in got:
            if isinstance(frame, dict):
                frame.pop("sid", None)
        return got if answers > 1 else got[0]

    def collect(self):
        """Everything until half a second of silence."""
        got = []
        self.socket.settimeout(0.5)
        try:
            while True:
                got.append(self.frame())
        except (TimeoutError, socket.timeout):
            pass
        except (EOFError, ConnectionResetError):
            got.append("closed")
        self.socket.settimeout(1.0)
        return got


# Differences of the embedded server from nats-server 2.15.1, by scenario and number of the answer.
KNOWN = {
    "stream_validation": {
        31: "the words for a subject that is listed twice are those of 2.10",
        58: "limits below -1 are echoed as they came, as 2.10 does",
    },
    "stream_ttl_validation": {
        13: "markers of deleted subjects with deny_purge are refused: markers need roll-ups",
        14: "follows from the answer before",
    },
    "stream_update": {10: "max_consumers cannot be changed, as in 2.10"},
    "publishing": {14: "a known message id is answered before expectations are checked, as in 2.10 and 2.11"},
    "consumer_requests": {16: "a subject that the API has not is answered with 503, by 2.15 not at all"},
}

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
ACK = re.compile(r"^\$JS\.ACK\.(.*)$")


def normal(value, names):
    if isinstance(value, dict):
        if "data" in value and isinstance(value["data"], str) and value["data"].startswith("{"):
            try:
                value = {**value, "data": json.loads(value["data"])}
            except ValueError:
                pass
        result = {}
        for key, item in value.items():
            if key in SKIPPED:
                continue
            if key == "inactive_threshold" and isinstance(item, int) and 5_000_000_000 <= item < 7_000_000_000:
                item = "about 5s"
            if key == "api":
                item = {}
            if key in ("delivered", "ack_floor", "num_pending", "push_bound", "num_ack_pending") and value.get("type", "").endswith("create_response"):
                continue  # may tell of deliveries that began before the answer
            if key == "description" and isinstance(item, str) and item.startswith("invalid JSON"):
                item = "invalid JSON"
            result[key] = normal(item, names)
        return result
    if isinstance(value, list):
        return [normal(item, names) for item in value]
    if isinstance(value, str):
        if ACK.match(value):
            words = value.split(".")[2:]
            if len(words) >= 9:
                words = words[2:9]
            words[5] = "TIME"
            value = "ACK." + ".".join(words)
        for name in names:
            value = value.replace(name, "NAME")
        value = re.sub(r"Nats-Subject: [^\r]*\r\n\r\n", "\r\n", value) if value.startswith("NATS/1.0 503") else value
        value = re.sub(r"\$JS\.FC\.[\w.]+", "FC", value)
        return TIME.sub(lambda m: m.group() if m.group().startswith("0001") else "TIME", value)
    return value


SCENARIOS = []


def scenario(function):
    SCENARIOS.append(function)
    return function


def config(name, **fields):
    return json.dumps({"name": name, **fields})


KV = {"subjects": ["$KV.b.>"], "max_msgs_per_subject": 5, "discard": "new", "allow_rollup_hdrs": True,
      "deny_delete": True, "allow_direct": True, "num_replicas": 1, "max_msgs": -1, "max_bytes": -1, "max_age": 0,
      "max_msg_size": -1, "storage": "file", "retention": "limits", "max_consumers": -1,
      "duplicate_window": 120000000000}


def create(wire, name="KV_b", **fields):
    return wire.request(f"$JS.API.STREAM.CREATE.{name}", config(name, **fields))


@scenario
def stream_defaults(w):
    yield create(w, "S")
    yield create(w, "S")
    yield create(w, "S", subjects=["S"])
    yield create(w, "S", max_msgs=5)
    yield create(w, "T", subjects=["S"])
    yield create(w, "T", subjects=["t.*", "u.>"])
    yield create(w, "U", subjects=["*.x"])
    yield w.request("$JS.API.STREAM.INFO.S")
    yield w.request("$JS.API.STREAM.INFO.none")
    yield w.request("$JS.API.STREAM.NAMES")
    yield w.request("$JS.API.STREAM.NAMES", '{"subject":"t.>"}')
    yield w.request("$JS.API.STREAM.NAMES", '{"subject":"none"}')
    yield w.request("$JS.API.STREAM.NAMES", '{"offset":1}')
    yield w.request("$JS.API.STREAM.LIST", '{"subject":"S"}')
    yield w.request("$JS.API.STREAM.LIST", '{"offset":5}')
    yield w.request("$JS.API.STREAM.DELETE.S")
    yield w.request("$JS.API.STREAM.DELETE.S")
    yield w.request("$JS.API.STREAM.CREATE.S", '{"name":"X"}')
    yield w.request("$JS.API.STREAM.CREATE.S", "")
    yield w.request("$JS.API.STREAM.CREATE.S", "{")
    yield w.request("$JS.API.STREAM.CREATE.S", '{"name":"S","retention":"never"}')
    yield w.request("$JS.API.STREAM.CREATE.S", '{"name":"S","max_msgs":"5"}')
    yield w.request("$JS.API.STREAM.CREATE.S", "{}")


@scenario
def stream_validation(w):
    for fields in [
        {"max_age": 1}, {"max_age": 200_000_000}, {"duplicate_window": 5}, {"duplicate_window": -1},
        {"max_age": 10**9, "duplicate_window": 2 * 10**9}, {"num_replicas": 3}, {"num_replicas": -1},
        {"num_replicas": 9}, {"deny_purge": True, "allow_rollup_hdrs": True}, {"subjects": ["a..b"]},
        {"subjects": ["a", "a"]}, {"subjects": ["a.*", "a.b"]}, {"subjects": ["$JS.API.>"]}, {"subjects": [">"]},
        {"subjects": ["$SYS.>"]}, {"discard_new_per_subject": True},
        {"discard_new_per_subject": True, "discard": "new"}, {"description": "x" * 5000},
        {"max_msgs_per_subject": 0, "max_bytes": 0, "max_msg_size": 0, "max_consumers": 0},
        {"max_msgs_per_subject": -1, "max_msgs": -5, "max_bytes": -7}, {"storage": "memory"}, {"discard": "new"},
        {"metadata": {"a": "b"}}, {"compression": "s2"}, {"first_seq": 10}, {"retention": "interest"},
        {"retention": "workqueue"}, {"republish": {"src": ">", "dest": "r.>"}}, {"republish": {"dest": "r.>"}},
        {"republish": {"src": "V", "dest": "V"}}, {"republish": {"src": "a.*", "dest": "b.{{wildcard(2)}}"}},
        {"consumer_limits": {"inactive_threshold": 10**9}}, {"sealed": True}, {"allow_direct": True},
        {"subjects": None, "description": None}, {"no_ack": True},
    ]:
        yield fields
        yield create(w, "V", **fields)
        yield w.request("$JS.API.STREAM.DELETE.V")


@scenario
def stream_ttl_validation(w):
    for fields in [
        {"allow_msg_ttl": True}, {"subject_delete_marker_ttl": 10**9},
        {"allow_msg_ttl": True, "subject_delete_marker_ttl": 5},
        {"allow_msg_ttl": True, "subject_delete_marker_ttl": 10**9, "allow_rollup_hdrs": True},
        {"allow_msg_ttl": True, "subject_delete_marker_ttl": 10**9, "deny_purge": True},
    ]:
        yield fields
        yield create(w, "V", **fields)
        yield w.request("$JS.API.STREAM.DELETE.V")


@scenario
def stream_update(w):
    yield create(w, **KV)
    for fields in [
        {"storage": "memory"}, {"deny_delete": False}, {"max_msgs_per_subject": 2}, {"retention": "interest"},
        {"max_consumers": 5}, {"subjects": ["$KV.c.>"]}, {"max_age": 10**9}, {"num_replicas": 3},
        {"description": "d"}, {"deny_purge": True, "allow_rollup_hdrs": False}, {"deny_purge": False},
        {"discard": "old"},
    ]:
        yield fields
        yield w.request("$JS.API.STREAM.UPDATE.KV_b", config("KV_b", **{**KV, **fields}))
    yield w.request("$JS.API.STREAM.UPDATE.none", config("none"))
    yield w.request("$JS.API.STREAM.UPDATE.KV_b", config("other"))
    yield w.request("$JS.API.STREAM.DELETE.KV_b")


@scenario
def publishing(w):
    yield create(w, **KV)
    put = lambda key, data="", *headers: w.request(f"$KV.b.{key}", data, list(headers) if headers else None)
    yield put("a", "1")
    yield put("a", "2", "Nats-Expected-Last-Subject-Sequence: 1")
    yield put("a", "3", "Nats-Expected-Last-Subject-Sequence: 1")
    yield put("a", "3", "Nats-Expected-Last-Subject-Sequence: 0")
    yield put("n", "3", "Nats-Expected-Last-Subject-Sequence: 5")
    yield put("n", "3", "Nats-Expected-Last-Subject-Sequence: x")
    yield put("n", "3", "Nats-Expected-Last-Subject-Sequence: 0")
    yield put("a", "4", "Nats-Expected-Last-Sequence: 3")
    yield put("a", "5", "Nats-Expected-Last-Sequence: 3")
    yield put("a", "5", "Nats-Expected-Stream: KV_b")
    yield put("a", "5", "Nats-Expected-Stream: other")
    yield put("a", "6", "Nats-Msg-Id: i1")
    yield put("a", "6", "Nats-Msg-Id: i1")
    yield put("a", "6", "Nats-Msg-Id: i1", "Nats-Expected-Last-Subject-Sequence: 1")
    yield put("a", "6", "Nats-Expected-Last-Msg-Id: i1")
    yield put("a", "6", "Nats-Expected-Last-Msg-Id: i1")
    yield put("a", "6", "Nats-Rollup: nonsense")
    yield put("a", "6", "Nats-Rollup: sub", "KV-Operation: PURGE")
    yield w.request("$JS.API.STREAM.INFO.KV_b", '{"subjects_filter":">","deleted_details":true}')
    yield put("a", "7", "Nats-Rollup: all")
    yield w.request("$JS.API.STREAM.INFO.KV_b", '{"subjects_filter":"$KV.b.a","deleted_details":true}')
    yield put("a", "7", "nats-msg-id: lower")
    yield put("a", "7", "nats-msg-id: lower")
    yield put("h", "7", "X: 1", "X: 2", "Y:3", "Z:   4  ")
    yield w.request("$JS.API.STREAM.MSG.GET.KV_b", '{"last_by_subj":"$KV.b.h"}')
    yield w.request("$JS.API.DIRECT.GET.KV_b.$KV.b.h")
    yield put("..x", "1")
    yield w.request("$JS.API.STREAM.DELETE.KV_b")


@scenario
def limits(w):
    yield create(w, "L", subjects=["l.*"], max_msgs=3, discard="new")
    for i in range(5):
        yield w.request("l.a", str(i))
    yield w.request("$JS.API.STREAM.DELETE.L")
    yield create(w, "L", subjects=["l.*"], max_msgs=3, max_msgs_per_subject=1, discard="new")
    for i in range(5):
        yield w.request(f"l.{i % 3}", str(i))
    yield w.request("l.new", "x")
    yield w.request("$JS.API.STREAM.DELETE.L")
    yield create(w, "L", subjects=["l.*"], max_msgs_per_subject=1, discard="new", discard_new_per_subject=True)
    yield w.request("l.a", "1")
    yield w.request("l.a", "2")
    yield w.request("$JS.API.STREAM.DELETE.L")
    yield create(w, "L", subjects=["l.*"], max_msgs=3, discard="old")
    for i in range(5):
        yield w.request("l.a", str(i))
    yield w.request("$JS.API.STREAM.INFO.L", '{"deleted_details":true}')
    yield w.request("$JS.API.STREAM.DELETE.L")
    for storage in ["file", "memory"]:
        for discard in ["old", "new"]:
            yield create(w, "L", subjects=["l.*"], max_bytes=200, discard=discard, storage=storage)
            for i in range(6):
                yield w.request("l.a", "x" * 20, ["A: b"] if i % 2 else None)
            yield w.request("$JS.API.STREAM.INFO.L")
            yield w.request("$JS.API.STREAM.DELETE.L")
    yield create(w, "L", subjects=["l.*"], max_msg_size=20)
    yield w.request("l.a", "x" * 20)
    yield w.request("l.a", "x" * 21)
    yield w.request("l.a", "x" * 5, ["A: b"])
    yield w.request("$JS.API.STREAM.DELETE.L")


@scenario
def gets(w):
    yield create(w, "G", subjects=["g.>"], allow_direct=True)
    for i, key in enumerate(["a", "b", "a", "c", "b"]):
        yield w.request(f"g.{key}", f"v{i}", ["A: b"] if i == 2 else None)
    yield w.request("g.empty", "")
    for body in [
        "", "{", "{}", "[]", '{"seq":1}', '{"seq":3}', '{"seq":99}', '{"seq":0}', '{"last_by_subj":"g.a"}',
        '{"last_by_subj":"g.none"}', '{"last_by_subj":"g.*"}', '{"seq":2,"next_by_subj":"g.a"}',
        '{"seq":4,"next_by_subj":"g.a"}', '{"next_by_subj":"g.b"}', '{"next_by_subj":"g.>"}',
        '{"seq":2,"next_by_subj":"g.*"}', '{"seq":1,"last_by_subj":"g.a"}', '{"last_by_subj":"g.empty"}',
        '{"last_by_subj":"g.a","next_by_subj":"g.a"}',
    ]:
        yield body
        yield w.request("$JS.API.STREAM.MSG.GET.G", body)
        yield w.request("$JS.API.DIRECT.GET.G", body)
    yield w.request("$JS.API.STREAM.MSG.GET.none", '{"seq":1}')
    yield w.request("$JS.API.DIRECT.GET.G.g.a")
    yield w.request("$JS.API.DIRECT.GET.G.g.none")
    yield w.request("$JS.API.DIRECT.GET.G.g.a", "x")
    yield w.request("$JS.API.DIRECT.GET.G.g.*")
    yield w.request("$JS.API.STREAM.MSG.DELETE.G", '{"seq":3}')
    yield w.request("$JS.API.STREAM.MSG.DELETE.G", '{"seq":3}')
    yield w.request("$JS.API.STREAM.MSG.DELETE.G", '{"seq":77}')
    yield w.request("$JS.API.STREAM.MSG.DELETE.G", "")
    yield w.request("$JS.API.STREAM.MSG.DELETE.G", "{}")
    yield w.request("$JS.API.STREAM.MSG.DELETE.none", '{"seq":3}')
    yield w.request("$JS.API.DIRECT.GET.G.g.a")
    yield w.request("$JS.API.STREAM.DELETE.G")
    yield create(w, "N", subjects=["n.>"], deny_delete=True)
    yield w.request("n.a", "1")
    yield w.request("$JS.API.STREAM.MSG.DELETE.N", '{"seq":1}')
    yield w.request("$JS.API.STREAM.DELETE.N")


@scenario
def batch_gets(w):
    yield create(w, "G", subjects=["g.>"], allow_direct=True)
    for i, key in enumerate(["a", "b", "a", "c", "b", "a.x"]):
        yield w.request(f"g.{key}", f"v{i}")
    for body, answers in [
        ('{"batch":3,"seq":1}', 4), ('{"batch":10,"next_by_subj":"g.a"}', 3), ('{"batch":2,"next_by_subj":"g.*","seq":2}', 3),
        ('{"batch":3,"seq":50}', 1), ('{"multi_last":["g.a","g.b"]}', 3), ('{"multi_last":["g.>"]}', 5),
        ('{"multi_last":["g.*"],"up_to_seq":3}', 3), ('{"multi_last":["g.none"]}', 1), ('{"multi_last":["g.>"],"batch":2}', 3),
        ('{"multi_last":["g.a"],"seq":1}', 2), ('{"batch":3}', 1), ('{"batch":2,"last_by_subj":"g.a"}', 1),
        ('{"multi_last":["g.a"],"next_by_subj":"g.a"}', 1), ('{"batch":5,"seq":1,"max_bytes":8}', 4),
    ]:
        yield body
        yield w.request("$JS.API.DIRECT.GET.G", body, answers=answers)
        w.collect()
    yield w.request("$JS.API.STREAM.DELETE.G")


@scenario
def purges(w):
    for body in ["", "{}", '{"filter":"p.a"}', '{"filter":"p.*","keep":2}', '{"keep":2}', '{"seq":4}',
                 '{"filter":"p.a","seq":4}', '{"seq":2,"keep":2}', '{"filter":"p.none"}', '{"seq":100}', '{"filter":"p.a","keep":1}']:
        yield create(w, "P", subjects=["p.>"])
        for key in ["a", "b", "a", "c", "a", "b"]:
            w.request(f"p.{key}", "x")
        yield body
        yield w.request("$JS.API.STREAM.PURGE.P", body)
        yield w.request("$JS.API.STREAM.INFO.P", '{"subjects_filter":">","deleted_details":true}')
        yield w.request("p.z", "x")
        yield w.request("$JS.API.STREAM.DELETE.P")
    yield create(w, "P", subjects=["p.>"], deny_purge=True)
    yield w.request("$JS.API.STREAM.PURGE.P")
    yield w.request("$JS.API.STREAM.PURGE.none")
    yield w.request("$JS.API.STREAM.DELETE.P")


def consume(w, body, name="c1", subject=None, stream="C"):
    request = json.dumps({"stream_name": stream, "config": {"name": name, **body}})
    return w.request(subject or f"$JS.API.CONSUMER.CREATE.{stream}.{name}", request)


@scenario
def push_consumers(w):
    yield create(w, "C", subjects=["c.>"])
    for i, key in enumerate(["a", "b", "a", "c", "b"]):
        w.request(f"c.{key}", f"v{i}", ["A: b"] if i == 2 else None)
    other = Wire(w.port)
    other.send(b"SUB dl.x d\r\nPING\r\n")
    other.collect()
    for fields in [
        {"deliver_policy": "all"}, {"deliver_policy": "last"}, {"deliver_policy": "new"},
        {"deliver_policy": "last_per_subject", "filter_subject": "c.>"}, {"deliver_policy": "last_per_subject"},
        {"deliver_policy": "last_per_subject", "filter_subject": "c.a"},
        {"deliver_policy": "by_start_sequence", "opt_start_seq": 3},
        {"deliver_policy": "by_start_sequence"}, {"deliver_policy": "all", "opt_start_seq": 3},
        {"deliver_policy": "by_start_time", "opt_start_time": "2020-01-01T00:00:00Z"},
        {"deliver_policy": "by_start_time", "opt_start_time": "2120-01-01T00:00:00Z"}, {"deliver_policy": "by_start_time"},
        {"filter_subject": "c.a"}, {"filter_subject": "x.a"}, {"filter_subject": "c.>", "headers_only": True},
        {"idle_heartbeat": 1}, {"flow_control": True}, {"deliver_policy": "sometimes"},
        {"filter_subjects": ["c.a", "c.b"]}, {"filter_subjects": ["c.a", "c.>"]},
        {"filter_subject": "c.a", "filter_subjects": ["c.b"]}, {"filter_subjects": ["c.a", ""]},
        {"deliver_policy": "last_per_subject", "filter_subjects": ["c.a", "c.c"]},
        {"ack_policy": "explicit"}, {"max_deliver": 3}, {"deliver_subject": "dl.*"}, {"deliver_subject": "c.x"},
        {"num_replicas": 3}, {"metadata": {"a": "b"}}, {"description": "d"}, {"max_waiting": 5},
        {"deliver_policy": "by_start_sequence", "opt_start_seq": 30},
    ]:
        body = {"deliver_subject": "dl.x", "ack_policy": "none", **fields}
        target = body.get("filter_subject")
        yield fields
        yield consume(w, body, subject=f"$JS.API.CONSUMER.CREATE.C.c1.{target}" if target else None)
        yield other.collect()
        info = w.request("$JS.API.CONSUMER.INFO.C.c1")
        yield info
        yield w.request("$JS.API.CONSUMER.DELETE.C.c1")
    yield w.request("$JS.API.CONSUMER.DELETE.C.c1")
    yield w.request("$JS.API.CONSUMER.INFO.none.c1")
    yield w.request("$JS.API.STREAM.DELETE.C")


@scenario
def consumer_requests(w):
    yield create(w, "C", subjects=["c.>"])
    push = {"deliver_subject": "dl.none", "ack_policy": "none"}
    yield w.request("$JS.API.CONSUMER.CREATE.C", json.dumps({"stream_name": "C", "config": {**push, "durable_name": "d"}}))
    yield w.request("$JS.API.CONSUMER.CREATE.C", json.dumps({"stream_name": "X", "config": push}))
    yield w.request("$JS.API.CONSUMER.CREATE.X", json.dumps({"stream_name": "X", "config": push}))
    yield w.request("$JS.API.CONSUMER.CREATE.C", "")
    yield w.request("$JS.API.CONSUMER.CREATE.C", "{")
    yield w.request("$JS.API.CONSUMER.CREATE.C.n1", json.dumps({"stream_name": "C", "config": {**push, "name": "n2"}}))
    yield w.request("$JS.API.CONSUMER.CREATE.C.n1.c.x", json.dumps({"stream_name": "C", "config": {**push, "name": "n1"}}))
    yield w.request("$JS.API.CONSUMER.DURABLE.CREATE.C.d1", json.dumps({"stream_name": "C", "config": push}))
    yield w.request("$JS.API.CONSUMER.DURABLE.CREATE.C.d1", json.dumps({"stream_name": "C", "config": {**push, "durable_name": "d2"}}))
    yield w.request("$JS.API.CONSUMER.DURABLE.CREATE.C.d1", json.dumps({"stream_name": "C", "config": {**push, "durable_name": "d1"}}))
    yield w.request("$JS.API.CONSUMER.DURABLE.CREATE.C.d1", json.dumps({"stream_name": "C", "config": {**push, "durable_name": "d1"}}))
    yield w.request("$JS.API.CONSUMER.DURABLE.CREATE.C.d1", json.dumps({"stream_name": "C", "config": {**push, "durable_name": "d1", "deliver_policy": "new"}}))
    yield w.request("$JS.API.CONSUMER.DURABLE.CREATE.C.d1", json.dumps({"stream_name": "C", "config": {**push, "durable_name": "d1", "description": "x"}}))
    yield w.request("$JS.API.CONSUMER.CREATE.C.d1", json.dumps({"stream_name": "C", "action": "create", "config": {**push, "durable_name": "d1", "name": "d1", "description": "y"}}))
    yield w.request("$JS.API.CONSUMER.CREATE.C.d9", json.dumps({"stream_name": "C", "action": "update", "config": {**push, "durable_name": "d9", "name": "d9"}}))
    yield w.request("$JS.API.CONSUMER.DURABLE.CREATE.C.d.2", json.dumps({"stream_name": "C", "config": {**push, "durable_name": "d.2"}}))
    yield w.request("$JS.API.CONSUMER.NAMES.C")
    yield w.request("$JS.API.CONSUMER.NAMES.X")
    yield w.request("$JS.API.CONSUMER.LIST.C", '{"offset":0}')
    yield w.request("$JS.API.CONSUMER.LIST.C", '{"offset":10}')
    yield w.request("$JS.API.STREAM.DELETE.C")


@scenario
def pull_consumers(w):
    yield create(w, "C", subjects=["c.>"])
    for i in range(5):
        w.request("c.a", f"v{i}")
    durable = {"durable_name": "p1", "ack_policy": "explicit", "ack_wait": 300_000_000}
    yield consume(w, durable, name="p1")
    next = "$JS.API.CONSUMER.MSG.NEXT.C.p1"
    first = w.request(next)
    yield first
    yield w.request(first["reply"], "")
    yield w.request(next, '{"batch":2,"no_wait":true}', answers=2)
    yield w.request("$JS.API.CONSUMER.INFO.C.p1")
    yield w.request(next, '{"batch":1,"no_wait":true}')
    third = w.request(next, "1")
    yield third
    w.publish(third["reply"], "-NAK")
    yield w.request("$JS.API.CONSUMER.INFO.C.p1")
    again = w.request(next, '{"batch":1,"expires":1000000000}')
    yield again
    yield w.request(again["reply"], "+TERM")
    yield w.request(next, '{"batch":10,"expires":200000000}', answers=3)
    w.collect()
    yield w.request("$JS.API.CONSUMER.DELETE.C.p1")
    yield w.request(next, "1")
    yield consume(w, {"name": "e1", "ack_policy": "none"}, name="e1")
    yield w.request("$JS.API.CONSUMER.MSG.NEXT.C.e1", '{"batch":10,"no_wait":true}', answers=6)
    w.collect()
    yield w.request("$JS.API.CONSUMER.MSG.NEXT.C.e1", '{"batch":10,"no_wait":true}')
    yield w.request("$JS.API.CONSUMER.MSG.NEXT.C.e1", '{"batch":1,"expires":100000000}')
    yield w.request("$JS.API.STREAM.DELETE.C")


@scenario
def republishing(w):
    yield create(w, "R", subjects=["r.>"], republish={"src": "r.*", "dest": "copy.{{wildcard(1)}}"})
    w.send(b"SUB copy.> k\r\n")
    w.publish("r.a", "1", ["A: b"])
    w.publish("r.b.c", "1")
    w.publish("r.a", "2")
    yield w.collect()
    yield w.request("$JS.API.STREAM.DELETE.R")
    yield create(w, "R", subjects=["r.>"], republish={"src": ">", "dest": "copy.>", "headers_only": True})
    w.publish("r.a", "12345")
    yield w.collect()
    yield w.request("$JS.API.STREAM.DELETE.R")


@scenario
def message_ttl(w):
    yield create(w, "M", subjects=["m.>"])
    yield w.request("m.a", "1", ["Nats-TTL: 5"])
    yield w.request("$JS.API.STREAM.DELETE.M")
    yield create(w, "M", subjects=["m.>"], allow_msg_ttl=True, allow_rollup_hdrs=True, subject_delete_marker_ttl=5 * 10**9, max_msgs_per_subject=1)
    for ttl in ["5", "1s", "never", "0", "-1", "500ms", "nonsense", "1h30m", "1", "1.5s"]:
        yield ttl
        yield w.request("m.a", "1", [f"Nats-TTL: {ttl}"])
    yield w.request("m.b", "1", ["Nats-TTL: 1"])
    import time
    time.sleep(2.5)
    yield w.request("$JS.API.STREAM.MSG.GET.M", '{"last_by_subj":"m.b"}')
    yield w.request("$JS.API.STREAM.DELETE.M")


@scenario
def delete_markers(w):
    import time
    yield create(w, "M", subjects=["m.>"], allow_msg_ttl=True, allow_rollup_hdrs=True, allow_direct=True,
                 subject_delete_marker_ttl=2 * 10**9, max_msgs_per_subject=3)
    for key in ["a", "a", "b", "c"]:
        w.request(f"m.{key}", "1")
    yield w.request("$JS.API.STREAM.PURGE.M", '{"filter":"m.a"}')
    yield w.request("$JS.API.STREAM.MSG.GET.M", '{"last_by_subj":"m.a"}')
    yield w.request("$JS.API.STREAM.MSG.DELETE.M", '{"seq":3}')
    yield w.request("$JS.API.STREAM.MSG.GET.M", '{"last_by_subj":"m.b"}')
    w.request("m.t", "1", ["Nats-TTL: 1"])
    w.request("m.n", "1", ["Nats-TTL: never"])
    time.sleep(2.2)
    yield w.request("$JS.API.STREAM.MSG.GET.M", '{"last_by_subj":"m.t"}')
    yield w.request("$JS.API.DIRECT.GET.M.m.t")
    yield w.request("$JS.API.STREAM.PURGE.M", "")
    yield w.request("$JS.API.STREAM.MSG.GET.M", '{"last_by_subj":"m.c"}')
    yield w.request("$JS.API.STREAM.DELETE.M")
    yield create(w, "M", subjects=["m.>"], allow_msg_ttl=True, max_age=10**9, subject_delete_marker_ttl=2 * 10**9, duplicate_window=10**9)
    w.request("m.a", "1")
    w.request("m.n", "1", ["Nats-TTL: never"])
    w.request("m.l", "1", ["Nats-TTL: 5s"])
    for pause in [1.6, 1.0, 2.0]:
        time.sleep(pause)
        for key in ["a", "n", "l"]:
            yield w.request("$JS.API.STREAM.MSG.GET.M", f'{{"last_by_subj":"m.{key}"}}')
    yield w.request("$JS.API.STREAM.DELETE.M")


@scenario
def retention(w):
    for kind in ["interest", "workqueue"]:
        yield create(w, "W", subjects=["w.>"], retention=kind)
        yield w.request("w.a", "0")
        yield w.request("$JS.API.STREAM.INFO.W")
        durable = {"durable_name": "p", "ack_policy": "explicit"}
        yield consume(w, durable, name="p", stream="W")
        for i in range(3):
            w.request("w.a", str(i))
        yield w.request("$JS.API.STREAM.INFO.W")
        got = w.request("$JS.API.CONSUMER.MSG.NEXT.W.p")
        yield got
        yield w.request(got["reply"], "+ACK")
        yield w.request("$JS.API.STREAM.INFO.W")
        yield w.request("$JS.API.STREAM.DELETE.W")


@scenario
def acknowledgements(w):
    yield create(w, "C", subjects=["c.>"])
    for i in range(6):
        w.request("c.a", f"v{i}")
    yield consume(w, {"durable_name": "a", "ack_policy": "all", "max_ack_pending": 3}, name="a")
    next = "$JS.API.CONSUMER.MSG.NEXT.C.a"
    got = w.request(next, '{"batch":4,"expires":300000000}', answers=4)
    yield got
    yield w.request(got[1]["reply"], "+ACK")
    yield w.request("$JS.API.CONSUMER.INFO.C.a")
    yield w.request(next, '{"batch":2,"no_wait":true}', answers=2)
    yield w.request("$JS.API.CONSUMER.INFO.C.a")
    w.collect()
    yield consume(w, {"durable_name": "e", "ack_policy": "explicit", "max_deliver": 2, "ack_wait": 200_000_000}, name="e")
    next = "$JS.API.CONSUMER.MSG.NEXT.C.e"
    yield w.request(next)
    yield w.request(next)
    yield w.request(next, '{"batch":6,"expires":900000000}', answers=6)
    w.collect()
    yield w.request("$JS.API.CONSUMER.INFO.C.e")
    yield consume(w, {"durable_name": "n", "ack_policy": "explicit"}, name="n")
    next = "$JS.API.CONSUMER.MSG.NEXT.C.n"
    first = w.request(next)
    second = w.request(next)
    yield w.request(second["reply"], "+ACK")
    yield w.request("$JS.API.CONSUMER.INFO.C.n")
    w.publish(first["reply"], '-NAK {"delay": 200000000}')
    yield w.request(next, '{"batch":1,"no_wait":true}')
    yield w.request("$JS.API.CONSUMER.INFO.C.n")
    yield w.request(next, '{"batch":4,"expires":500000000}', answers=4)
    yield w.request("$JS.API.STREAM.DELETE.C")


@scenario
def core_protocol(w):
    port = w.port
    for text in ["FOO\r\n", "PUB\r\n", "PUB a\r\n", "PUB a b c 5\r\n", "PUB a x\r\n", "PUB a -1\r\n", "PUB a 3\r\nabcdef\r\n",
                 "SUB\r\n", "SUB a\r\n", "SUB a b c d\r\n", "SUB a..b 1\r\nPING\r\n", "SUB .a 1\r\nPING\r\n", "SUB a.>.b 1\r\nPING\r\n",
                 "SUB a 1\r\nSUB a 1\r\nPUB a 1\r\nx\r\nPING\r\n", "UNSUB\r\nPING\r\n", "UNSUB 99\r\nPING\r\n",
                 "PUB a 2000000\r\n", "PUB " + "a" * 5000 + " 1\r\n", "CONNECT {}\r\nPING\r\n", "CONNECT {\r\nPING\r\n", "CONNECT\r\nPING\r\n",
                 'CONNECT {"no_responders":true}\r\nPING\r\n', 'CONNECT {"verbose":"x"}\r\nPING\r\n', "HPUB a 3 3\r\nabc\r\nPING\r\n",
                 "HPUB a 5 3\r\nabc\r\nPING\r\n", "ping\r\n", "pub a 1\r\nx\r\nPING\r\n", "PING \r\n", "PING\n", "\r\nPING\r\n",
                 "PUB a.* 1\r\nx\r\nPING\r\n", "SUB a q 1\r\nPUB a 0\r\n\r\nPING\r\n", "SUB a 1\r\nUNSUB 1 1\r\nPUB a 0\r\n\r\nPUB a 0\r\n\r\nPING\r\n",
                 "+OK\r\nPING\r\n", "-ERR 'x'\r\nPING\r\n", "INFO {}\r\nPING\r\n", "MSG a 1 0\r\n\r\n", "PONG\r\nPING\r\n"]:
        for pedantic in ["false", "true"]:
            other = Wire(port)
            other.send(f'CONNECT {{"verbose":false,"headers":true,"pedantic":{pedantic}}}\r\n'.encode())
            other.send(text.encode())
            yield (text[:40], pedantic)
            yield other.collect()
            other.socket.close()


def run(port, function):
    wire = Wire(port)
    wire.port = port
    for stream in json.loads(wire.request("$JS.API.STREAM.NAMES")["data"])["streams"] or []:
        wire.request(f"$JS.API.STREAM.DELETE.{stream}")
    names = [wire.info["server_id"], wire.info.get("server_name", "?")]
    answers = []
    for answer in function(wire):
        for found in [answer] if isinstance(answer, dict) else answer if isinstance(answer, list) else []:
            data = found.get("data") if isinstance(found, dict) else None
            if isinstance(data, str) and data.startswith("{"):
                try:
                    name = json.loads(data).get("name")
                    if name and len(name) == 8:
                        names.append(name)
                except ValueError:
                    pass
        answers.append(normal(answer, names))
    wire.socket.close()
    return answers


def differences(path, left, right):
    if isinstance(left, dict) and isinstance(right, dict):
        for key in sorted(set(left) | set(right)):
            yield from differences(f"{path}.{key}", left.get(key, "absent"), right.get(key, "absent"))
    elif isinstance(left, list) and isinstance(right, list) and len(left) == len(right):
        for index, (one, other) in enumerate(zip(left, right)):
            yield from differences(f"{path}[{index}]", one, other)
    elif left != right:
        yield f"{path}: {json.dumps(left)[:300]} | {json.dumps(right)[:300]}"


def main():
    reference, port = int(sys.argv[1]), int(sys.argv[2])
    count = different = 0
    for function in SCENARIOS:
        if len(sys.argv) > 3 and sys.argv[3] not in function.__name__:
            continue
        left, right = run(reference, function), run(port, function)
        label = ""
        for index, (one, other) in enumerate(zip(left, right)):
            count += 1
            if not (isinstance(one, dict) and ("data" in one or "line" in one)) and not isinstance(one, list) and one == other:
                label = json.dumps(one)[:160]
            known = KNOWN.get(function.__name__, {}).get(index)
            found = list(differences("", one, other))
            if found and known:
                print(f"known: {function.__name__}[{index}] {known}")
                continue
            for line in found:
                different += 1
                print(f"{function.__name__}[{index}] {label} {line}")
        if len(left) != len(right):
            different += 1
            print(f"{function.__name__}: {len(left)} answers | {len(right)}")
    print(f"{count} answers compared, {different} differences")
    sys.exit(1 if different else 0)


main()
