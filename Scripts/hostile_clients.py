"""Clients that a gateway has to live with: they say nothing, stall, vanish, half-close, send garbage and half requests.

None of them may keep others waiting; the half-closing ones must still get their answers.
"""

import json
import os
import random
import resource
import socket
import struct
import threading
import time

QUERY = json.dumps({"query": "{ kv_keys }"}).encode()
WATCH = json.dumps({"query": "subscription { kv_watchAll { key value { token } } }"}).encode()
UPGRADE = (b"GET /graphql HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
           b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
           b"Sec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n")


def post(body, fields=b""):
    return (b"POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" + fields
            + b"Content-Length: %d\r\n\r\n" % len(body) + body)


def frame(opcode, payload):
    """A frame of the client with a mask of zeros, which changes nothing."""
    length = bytes([0x80 | len(payload)]) if len(payload) < 126 else b"\xfe" + struct.pack(">H", len(payload))
    return bytes([0x80 | opcode]) + length + bytes(4) + payload


class HostileClients:
    IDLE = 5000

    def __init__(self, address, problem):
        host, port = address.split(":")
        self.address, self.problem = (host, int(port)), problem
        self.stopping = threading.Event()
        self.counts = {}
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        self.idle = min(self.IDLE, hard - 1000)
        kinds = [self.stays_idle, self.stalls, self.vanishes, self.half_closes, self.sends_garbage, self.stops_within]
        self.threads = [threading.Thread(target=self.repeat, args=(kind,), daemon=True) for kind in kinds]

    def start(self):
        for thread in self.threads:
            thread.start()

    def stop(self):
        self.stopping.set()
        for thread in self.threads:
            thread.join(90)

    def summary(self):
        return ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in sorted(self.counts.items()))

    def repeat(self, kind):
        while not self.stopping.is_set():
            try:
                kind()
            except OSError:
                pass  # whatever a hostile client meets serves it right
            self.stopping.wait(0.05)

    def connect(self):
        return socket.create_connection(self.address, timeout=30)

    def count(self, name, number=1):
        self.counts[name] = self.counts.get(name, 0) + number

    def stays_idle(self):
        """Thousands of connections that never say a word, for as long as the gateway keeps them."""
        held = [self.connect() for _ in range(self.idle)]
        self.count("idle", len(held))
        self.stopping.wait(60)
        for one in held:
            one.close()

    def stalls(self):
        """Subscribers to everything that read nothing."""
        held = []
        for kind in range(6):
            one = socket.socket()
            one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            one.connect(self.address)
            if kind % 2:
                one.sendall(post(WATCH, b"Accept: text/event-stream\r\n"))
            else:
                one.sendall(UPGRADE)
                one.settimeout(30)
                while b"\r\n\r\n" not in one.recv(4096):
                    pass
                one.sendall(frame(1, b'{"type":"connection_init"}'))
                one.sendall(frame(1, b'{"id":"1","type":"subscribe","payload":%s}' % WATCH))
            held.append(one)
        self.count("stalled", len(held))
        self.stopping.wait(20)
        for one in held:
            one.close()

    def vanishes(self):
        """Goes with a reset, or without a word, in the middle of its request or of its answer."""
        one = self.connect()
        one.sendall(post(random.choice([QUERY, WATCH]), random.choice([b"", b"Accept: text/event-stream\r\n"])))
        if random.random() < 0.5:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        one.close()
        self.count("vanished")

    def half_closes(self):
        one = self.connect()
        one.sendall(post(QUERY, b"Connection: close\r\n"))
        one.shutdown(socket.SHUT_WR)
        answer = b""
        while part := one.recv(65536):
            answer += part
        one.close()
        self.count("half_closed")
        if b"HTTP/1.1 200 OK" not in answer and b"HTTP/1.1 503 " not in answer:
            self.problem(f"a client that closed for writing got {answer[:200]}")

    def sends_garbage(self):
        one = self.connect()
        one.settimeout(20)
        if random.random() < 0.3:
            one.sendall(UPGRADE)
            one.recv(4096)
        one.sendall(os.urandom(random.randrange(1, 5000)))
        one.shutdown(socket.SHUT_WR)
        first = one.recv(65536)
        one.close()
        self.count("sent_garbage")
        if first.startswith(b"HTTP/1.1 5") and not first.startswith(b"HTTP/1.1 503 "):
            self.problem(f"garbage was answered with {first[:200]}")

    def stops_within(self):
        """Half a head or half a body, then silence."""
        one = self.connect()
        whole = post(QUERY)
        one.sendall(whole[:random.randrange(1, len(whole))])
        self.count("stopped_within_a_request")
        self.stopping.wait(1)
        one.close()
