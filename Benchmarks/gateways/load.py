"""One run against a gateway, with the processor time of all programs, and runs whose answers are compared.

wrk sends what the scenarios ask for. Where the number of keys or of connections is what changes, a client of our own does
(getload.c): what it takes itself depends on neither."""

import contextlib
import http.client
import json
import os
import pathlib
import re
import resource
import subprocess
import tempfile
import threading
import time

from scenarios import GET, PUT, body, key, token
from servers import PATIENCE, PEERS

SCRIPT = pathlib.Path(__file__).resolve().parent / "load.lua"
CONNECTIONS = 64


def wrk(port, bodies, seconds, connections=CONNECTIONS, expected=None):
    """The numbers that load.lua prints, and `cpu`, seconds of processor time."""
    with tempfile.TemporaryDirectory() as folder:
        files = {"REQUESTS": bodies} | ({"EXPECTED": expected} if expected else {})
        for name, lines in files.items():
            pathlib.Path(folder, name).write_text("\n".join(lines) + "\n")
        environment = {**os.environ, **{name: f"{folder}/{name}" for name in files}}
        command = ["wrk", "-t", str(min(2, connections)), "-c", str(connections), "-d", f"{seconds}s", "--timeout", "10s",
                   "-s", str(SCRIPT), f"http://127.0.0.1:{port}"]
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=seconds + 60)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    found = re.search(r"^RESULT (.*)$", done.stdout, re.MULTILINE)
    if not found:
        raise SystemExit(f"wrk failed:\n{done.stdout}{done.stderr}")
    result = {name: int(number) for name, number in (pair.split("=") for pair in found[1].split())}
    result["cpu"] = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    sample = re.search(r"^SAMPLE (.*)$", done.stdout, re.MULTILINE)
    result["sample"] = sample[1] if sample else ""
    return result


def measure(gateway, nats, bodies, seconds, connections=CONNECTIONS):
    """Requests a second, latencies in ms, processor microseconds a request of gateway, nats-server and wrk, MiB."""
    before = gateway.cpu(), nats.cpu()
    result = wrk(gateway.port, bodies, seconds, connections)
    used = gateway.cpu() - before[0], nats.cpu() - before[1], result["cpu"]
    requests = max(1, result["requests"])
    row = {"rate": result["requests"] * 1e6 / result["duration"], "failed": result["failed"],
           "resident": gateway.resident()}
    row |= {name: value / 1000 for name, value in result.items() if re.fullmatch(r"p[\d.]+", name)}
    row |= {name: seconds * 1e6 / requests for name, seconds in zip(("gateway us", "nats us", "wrk us"), used)}
    return row


class GetLoad:
    """The client for gets of keys by chance on any number of connections."""

    def __init__(self, folder):
        self.program, self.body = f"{folder}/getload", f"{folder}/body"
        subprocess.run(["cc", "-O2", "-pthread", "-o", self.program, PEERS / "getload.c"], check=True)

    def measure(self, gateway, nats, seconds, connections, keys, seed, field="kv_get"):
        """As `measure`, from when every connection is open and has had two answers."""
        pathlib.Path(self.body).write_text(body(GET.replace("kv_get", field), key=key(0)))
        command = [self.program, gateway.port, connections, seconds, keys, seed, self.body]
        with subprocess.Popen([str(word) for word in command], stdout=subprocess.PIPE, text=True) as process:
            if process.stdout.readline() != "WARM\n":
                raise SystemExit(f"{gateway.name}: {process.args} failed")
            before = gateway.cpu(), nats.cpu()
            words = process.stdout.readline().split()
            used = gateway.cpu() - before[0], nats.cpu() - before[1]
        if process.returncode or words[:1] != ["RESULT"]:
            raise SystemExit(f"{gateway.name}: {process.args} failed")
        result = {name: float(number) for name, number in (word.split("=") for word in words[1:])}
        requests = max(1, result["requests"])
        return {"rate": requests * 1e6 / result["duration"], "failed": int(result["failed"]), "resident": gateway.resident(),
                "p50": result["p50"] / 1000, "p99": result["p99"] / 1000, "gateway us": used[0] * 1e6 / requests,
                "nats us": used[1] * 1e6 / requests, "client us": result["cpu"] * 1e6 / requests}


def check(gateway, bodies, expected, seconds):
    """Compares every answer of a run, and meanwhile the answers to single requests with what exactly was asked. Gives how
    many were compared; a wrong one ends the program."""
    prober = Prober(gateway)
    prober.start()
    result = wrk(gateway.port, bodies, seconds, expected=expected)
    compared = prober.finish()
    if result["bad"] or result["failed"] or not result["good"]:
        raise SystemExit(f"{gateway.name}: {result['bad']} wrong answers, {result['failed']} failures: {result['sample']}")
    return result["good"] + compared


class Prober(threading.Thread):
    """Writes keys of its own and reads them back under load: the answer must be that key's, with the new value."""

    def __init__(self, gateway):
        super().__init__(daemon=True)
        self.gateway, self.compared, self.wrong, self.ends = gateway, 0, None, False

    def run(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.gateway.port, timeout=PATIENCE)
        number = int(time.time() * 1000) % 1_000_000 + 5_000_000
        with contextlib.closing(connection):
            while not self.ends and self.wrong is None:
                number += 1
                try:
                    self._probe(connection, number)
                except (OSError, http.client.HTTPException, ValueError, LookupError) as error:
                    self.wrong = f"{type(error).__name__}: {error}"

    def _probe(self, connection, number):
        written = self._ask(connection, body(PUT, key=key(number), token=token(number, number)))
        revision = json.loads(written)["data"]["kv_put"]["revision"]
        read = self._ask(connection, body(GET, key=key(number)))
        found = json.loads(read)["data"]["kv_get"]
        if abs(found.pop("created") - time.time()) > PATIENCE:
            self.wrong = f"not created now: {read}"
        if found != {"key": key(number), "value": {"token": token(number, number)}, "revision": revision}:
            self.wrong = f"asked for {key(number)} at {revision}, got {read}"
        self.compared += 2

    @staticmethod
    def _ask(connection, body):
        connection.request("POST", "/graphql", body, {"Content-Type": "application/json"})
        return connection.getresponse().read().decode()

    def finish(self):
        self.ends = True
        self.join()
        if self.wrong or not self.compared:
            raise SystemExit(f"{self.gateway.name}: wrong answer under load: {self.wrong}")
        return self.compared
