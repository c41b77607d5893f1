"""As much of the NATS protocol as filling a bucket and reading it back take."""

import datetime
import json
import socket

BATCH = 500  # requests on their way at a time


class Store:
    """One connection to a NATS server."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.stream = self.socket.makefile("rb", buffering=1 << 18)
        self.stream.readline()
        self.socket.sendall(b'CONNECT {"verbose":false,"headers":true,"no_responders":true}\r\nSUB _INBOX.bench 1\r\nPING\r\n')
        while not self.stream.readline().startswith(b"PONG"):
            pass

    def close(self):
        self.stream.close()
        self.socket.close()

    def answer(self):
        """Headers and payload of the next answer."""
        while True:
            line = self.stream.readline()
            if line.startswith((b"MSG", b"HMSG")):
                words = line.split()
                size = int(words[-1])
                content = self.stream.read(size + 2)[:size]
                headers = int(words[-2]) if line.startswith(b"H") else 0
                return content[:headers], content[headers:]
            if line.startswith(b"PING"):
                self.socket.sendall(b"PONG\r\n")
            elif not line or line.startswith(b"-ERR"):
                raise SystemExit(f"nats-server: {line!r}")

    def requests(self, pairs):
        """Sends (subject, payload) pairs, many at a time; gives the answers in their order."""
        batch = []
        for subject, payload in pairs:
            batch.append(b"PUB %s _INBOX.bench %d\r\n%s\r\n" % (subject, len(payload), payload))
            if len(batch) == BATCH:
                yield from self._answers(batch)
                batch.clear()
        yield from self._answers(batch)

    def _answers(self, batch):
        self.socket.sendall(b"".join(batch))
        for _ in batch:
            yield self.answer()

    def fill(self, bucket, entries):
        """Writes (key, value) pairs and waits until all of them are acknowledged."""
        prefix = f"$KV.{bucket}.".encode()
        for _, payload in self.requests((prefix + key.encode(), value.encode()) for key, value in entries):
            if b'"error"' in payload:
                raise SystemExit(f"nats-server refused a write: {payload!r}")

    def purge(self, bucket):
        """Leaves nothing in the bucket."""
        _, payload = next(self.requests([(f"$JS.API.STREAM.PURGE.KV_{bucket}".encode(), b"")]))
        if "error" in json.loads(payload):
            raise SystemExit(f"nats-server did not purge: {payload!r}")

    def read(self, bucket, keys):
        """(revision, Unix seconds) of the newest entry of each key."""
        prefix = f"$JS.API.DIRECT.GET.KV_{bucket}.$KV.{bucket}.".encode()
        for headers, _ in self.requests((prefix + key.encode(), b"") for key in keys):
            yield self._position(headers)

    def touch(self, bucket, keys):
        """Reads every key once, so that the server has all of it in memory; the answers are only counted."""
        prefix = f"$JS.API.DIRECT.GET.KV_{bucket}.$KV.{bucket}.".encode()
        return sum(1 for _ in self.requests((prefix + key.encode(), b"") for key in keys))

    def revisions(self, bucket, key, count):
        """(revision, Unix seconds) of the oldest entries of a key."""
        subject, found = f"$JS.API.DIRECT.GET.KV_{bucket}".encode(), []
        for _ in range(count):
            first = found[-1][0] + 1 if found else 1
            filter = json.dumps({"seq": first, "next_by_subj": f"$KV.{bucket}.{key}"}).encode()
            found.append(self._position(next(self.requests([(subject, filter)]))[0]))
        return found

    @staticmethod
    def _position(headers):
        fields = dict(line.split(b": ", 1) for line in headers.split(b"\r\n") if b": " in line)
        seconds = fields[b"Nats-Time-Stamp"][:19].decode() + "+00:00"
        return int(fields[b"Nats-Sequence"]), int(datetime.datetime.fromisoformat(seconds).timestamp())
