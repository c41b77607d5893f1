"""The programs of a run: nats-server, the gateways, and what /proc says of them."""

import contextlib
import http.client
import os
import pathlib
import re
import socket
import subprocess
import tempfile
import time

PEERS = pathlib.Path(__file__).resolve().parent.parent / "Peers"
TICKS = os.sysconf("SC_CLK_TCK")
PATIENCE = 30  # seconds that a program may take to start or to stop
BUCKET = "kv"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Program:
    """A child process in a session of its own."""

    def __init__(self, command, environment=None):
        self.output = tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen([str(word) for word in command], env={**os.environ, **(environment or {})},
                                        stdin=subprocess.DEVNULL, stdout=self.output, stderr=subprocess.STDOUT)

    def wait_until(self, is_ready):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.process.poll() is None:
            if is_ready():
                return
            time.sleep(0.02)
        self.stop()
        self.output.seek(0)
        raise SystemExit(f"{' '.join(self.process.args)} did not start:\n{self.output.read()}")

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def cpu(self):
        """Seconds of processor time so far, user's and kernel's."""
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def resident(self):
        """Resident memory in MiB."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024


class NATSServer(Program):
    def __init__(self, folder):
        self.port = free_port()
        super().__init__(["nats-server", "-a", "127.0.0.1", "-p", self.port, "-js", "-sd", folder])
        self.wait_until(lambda: accepts(self.port))
        self.url = f"nats://127.0.0.1:{self.port}"


class Gateway(Program):
    """A gateway over one bucket, ready to answer."""

    def __init__(self, name, command, nats, bucket=BUCKET):
        self.name, self.port = name, free_port()
        places = {"{port}": str(self.port), "{nats}": nats.url}
        words = [re.sub(r"\{\w+\}", lambda found: places.get(found[0], found[0]), str(word)) for word in command]
        super().__init__(words, {"PORT": str(self.port), "NATS_URL": nats.url, "WG_NATS_URL": nats.url, "BUCKET": bucket,
                                 "NODE_PATH": os.environ.get("NODE_PATH", "/usr/share/nodejs")})
        self.wait_until(lambda: self.ask('{"query":"{__typename}"}') == b'{"data":{"__typename":"Query"}}')

    def ask(self, body):
        """The body of the answer to one request on a connection of its own; None where there is none yet."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        with contextlib.closing(connection), contextlib.suppress(OSError, http.client.HTTPException):
            connection.request("POST", "/graphql", body, {"Content-Type": "application/json"})
            return connection.getresponse().read().strip()


def accepts(port):
    with contextlib.suppress(OSError):
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
        return True
    return False


def kvgraph(binary, configuration):
    return [binary, "serve", configuration, "--port", "{port}"]


def build_peers(folder):
    """Commands by name; a peer whose language is missing is an error, as the ratios are the point."""
    environment = {**os.environ, "GOPATH": "/usr/share/gocode", "GO111MODULE": "off", "GOCACHE": f"{folder}/go"}
    subprocess.run(["go", "build", "-o", f"{folder}/go-gateway", PEERS / "gateway.go"], check=True, env=environment)
    subprocess.run(["cc", "-O2", "-o", f"{folder}/floor", PEERS / "floor.c"], check=True)
    return {"Go": [f"{folder}/go-gateway"], "Node": ["node", PEERS / "gateway.js"], "floor": [f"{folder}/floor"]}
