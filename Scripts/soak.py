#!/usr/bin/env python3
"""soak.py BINARY MINUTES: a gateway under mixed load while its NATS server is killed (kill -9) and started again.

Meanwhile other clients say nothing (5,000 connections), stall, vanish, half-close, send garbage and half requests.
Afterwards every acknowledged write must be there, every subscriber must have seen each of them once and in order, the
gateway must have been ready again within 3 s of each return of the server, and have stayed under 300 MB. Exits with 1
otherwise.
"""

import http.client
import json
import pathlib
import random
import signal
import socket
import sys
import tempfile
import threading
import time
import urllib.parse

from harness import ROOT, Gateway, Process
from hostile_clients import UPGRADE, HostileClients, frame

WRITERS, SUBSCRIBERS, KEYS = 8, 12, 16
# A watch that comes back gets what the bucket's history still holds: 64 revisions of a key. At this pace they last for
# longer than the loops of the gateway take to reconnect one after another.
PAUSE = 0.03
RETRYABLE = {"STORE_UNAVAILABLE", "STORE_TIMEOUT", "OUTCOME_UNKNOWN"}


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Server:
    """A nats-server that can be killed and started again on its port and store."""

    def __init__(self, folder):
        self.arguments = ["nats-server", "-a", "127.0.0.1", "-p", str(free_port()), "-js", "-sd", folder]
        self.start()

    @property
    def url(self):
        return f"nats://127.0.0.1:{self.arguments[4]}"

    def start(self):
        self.process = Process(self.arguments)
        self.process.wait_for("Server is ready")

    def kill(self):
        self.process.child.send_signal(signal.SIGKILL)
        self.process.child.wait()


class Load:
    def __init__(self, url):
        self.address = urllib.parse.urlparse(url).netloc
        self.stopping = threading.Event()
        self.lock = threading.Lock()
        self.acknowledged = {f"k{n}": [] for n in range(KEYS)}
        self.unsettled = {f"k{n}": set() for n in range(KEYS)}
        self.problems, self.requests, self.refused = [], 0, 0
        self.seen = [{} for _ in range(SUBSCRIBERS)]

    def problem(self, text):
        with self.lock:
            self.problems.append(text)

    def post(self, connection, query, variables):
        connection.request("POST", "/graphql", json.dumps({"query": query, "variables": variables}),
                           {"content-type": "application/json"})
        response = connection.getresponse()
        body = response.read()
        if response.status not in (200, 503):
            self.problem(f"status {response.status}: {body[:200]}")
        return json.loads(body)

    def write(self, number):
        """Each writer owns some keys, so that the tokens of a key are written in order."""
        connection = http.client.HTTPConnection(self.address, timeout=30)
        count = 0
        query = "mutation($k: String!, $v: kv_InputValue!) { kv_put(key: $k, value: $v) { revision } }"
        while not self.stopping.is_set():
            key = f"k{random.randrange(KEYS // WRITERS) * WRITERS + number}"
            count += 1
            try:
                body = self.post(connection, query, {"k": key, "v": {"token": str(count)}})
            except (OSError, http.client.HTTPException, ValueError) as error:
                self.problem(f"a write was not answered: {error!r}")
                connection = http.client.HTTPConnection(self.address, timeout=30)
                continue
            self.settle(key, count, body)
            self.read(connection, key)
            time.sleep(PAUSE)

    def settle(self, key, count, body):
        with self.lock:
            self.requests += 1
            if "errors" not in body:
                self.acknowledged[key].append(count)
                return
            self.refused += 1
            code = body["errors"][0].get("extensions", {}).get("code")
            if code not in RETRYABLE:
                self.problems.append(f"a write failed with {code}")
            if code != "STORE_UNAVAILABLE":
                self.unsettled[key].add(count)

    def read(self, connection, key):
        """A read sees what was acknowledged before it."""
        with self.lock:
            newest = self.acknowledged[key][-1] if self.acknowledged[key] else 0
        body = self.post(connection, "query($k: String!) { kv_get(key: $k) { value { token } } }", {"k": key})
        self.requests += 1
        if "errors" in body:
            return
        entry = body["data"]["kv_get"]
        found = int(entry["value"]["token"]) if entry else 0
        if found < newest:
            self.problem(f"{key} read {found} after {newest} was acknowledged")

    def subscribe(self, number):
        connection = http.client.HTTPConnection(self.address, timeout=60)
        connection.request("POST", "/graphql", json.dumps({"query": "subscription { kv_watchAll { key value { token } } }"}),
                           {"content-type": "application/json", "accept": "text/event-stream"})
        response = connection.getresponse()
        while line := response.readline():
            if not line.startswith(b"data: {"):
                continue
            body = json.loads(line[6:])
            if "errors" in body:
                return self.problem(f"subscriber {number} ended: {body['errors'][0]['message']}")
            self.see(number, body)

    def subscribe_by_socket(self, number):
        """The same over a WebSocket."""
        host, port = self.address.split(":")
        connection = socket.create_connection((host, int(port)), timeout=60)
        stream = connection.makefile("rb")
        connection.sendall(UPGRADE)
        while stream.readline() not in (b"\r\n", b""):
            pass
        connection.sendall(frame(1, b'{"type":"connection_init"}'))
        query = b'{"query":"subscription { kv_watchAll { key value { token } } }"}'
        connection.sendall(frame(1, b'{"id":"1","type":"subscribe","payload":%s}' % query))
        while len(head := stream.read(2)) == 2:
            length = head[1] if head[1] < 126 else int.from_bytes(stream.read(2 if head[1] == 126 else 8), "big")
            payload = stream.read(length)
            if head[0] & 15 == 9:
                connection.sendall(frame(10, payload))
            if head[0] & 15 != 1:
                continue
            message = json.loads(payload)
            if message["type"] == "next":
                self.see(number, message["payload"])
            elif message["type"] == "error":
                return self.problem(f"subscriber {number} ended: {message['payload'][0]['message']}")

    def see(self, number, body):
        entry = body["data"]["kv_watchAll"]
        tokens = self.seen[number].setdefault(entry["key"], [])
        token = int(entry["value"]["token"])
        if tokens and token <= tokens[-1]:
            self.problem(f"subscriber {number} saw {entry['key']} {token} after {tokens[-1]}")
        tokens.append(token)

    def missing(self):
        """What subscribers have not seen of what was acknowledged."""
        lacking = []
        for number, seen in enumerate(self.seen):
            for key, tokens in self.acknowledged.items():
                absent = set(tokens) - set(seen.get(key, []))
                if absent:
                    lacking.append(f"subscriber {number} misses {len(absent)} of {key}, the first {min(absent)}")
        return lacking


def wait_until(condition, seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return False


def is_ready(gateway):
    return gateway.curl("--output", "/dev/null", "--write-out", "%{http_code}", gateway.url + "/readyz") == "200"


def outage(server, gateway, load):
    server.kill()
    if not wait_until(lambda: not is_ready(gateway), 10):
        load.problem("readyz stayed 200 without a server")
    time.sleep(random.uniform(0.2, 2))  # how long it is away, not a wait for anything
    server.start()
    started = time.monotonic()
    if not wait_until(lambda: is_ready(gateway), 10):
        load.problem("readyz did not come back")
    took = time.monotonic() - started
    if took > 3:
        load.problem(f"ready only {took:.1f} s after the server's return")
    return took


def peak_memory(pid):
    """In MB."""
    lines = pathlib.Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) // 1024


def main():
    binary, minutes = str(pathlib.Path(sys.argv[1]).resolve()), float(sys.argv[2])
    with tempfile.TemporaryDirectory() as folder:
        server = Server(folder)
        model = ["--model", str(ROOT / "examples/token.json"), "--namespace", "kv", "--history", "64"]
        gateway = Gateway(binary, model, {"WG_NATS_URL": server.url})
        load = Load(gateway.url)
        hostile = HostileClients(load.address, load.problem)
        subscribers = [
            threading.Thread(target=load.subscribe_by_socket if n % 2 else load.subscribe, args=(n,), daemon=True)
            for n in range(SUBSCRIBERS)]
        writers = [threading.Thread(target=load.write, args=(n,), daemon=True) for n in range(WRITERS)]
        # An entry that is there tells that a subscriber watches: only then does it see every write.
        gateway.post('mutation { kv_put(key: "ready", value: {token: "0"}) { revision } }')
        for thread in subscribers:
            thread.start()
        if not wait_until(lambda: all("ready" in seen for seen in load.seen), 30):
            load.problem("not all subscribers watch")
        for thread in writers:
            thread.start()
        hostile.start()
        end, returns = time.monotonic() + minutes * 60, []
        while time.monotonic() < end or len(returns) < 10:
            time.sleep(random.uniform(1, 3))  # of undisturbed load
            returns.append(outage(server, gateway, load))
        load.stopping.set()
        for thread in writers:
            thread.join(30)
        hostile.stop()
        wait_until(lambda: not load.missing(), 20)
        memory = peak_memory(gateway.process.child.pid)
        if memory > 300:
            load.problem(f"the gateway took {memory} MB")
        code = gateway.process.terminate()
        if code != 0:
            load.problem(f"the gateway's exit code was {code}")
        server.kill()
    problems = load.problems + load.missing()
    writes = sum(len(tokens) for tokens in load.acknowledged.values())
    print(f"{len(returns)} outages, ready again after {max(returns):.2f} s at most; {load.requests} requests, "
          f"{load.refused} refused; {writes} acknowledged writes, each seen by {SUBSCRIBERS} subscribers")
    print(f"beside them {hostile.summary()}; the gateway took {memory} MB at most")
    for problem in problems[:20]:
        print("FAIL  " + problem)
    raise SystemExit(1 if problems else 0)


if __name__ == "__main__":
    main()
