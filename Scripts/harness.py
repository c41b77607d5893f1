"""What the scripts share: child processes, a running gateway spoken to with curl, a real nats-server."""

import contextlib
import json
import os
import pathlib
import queue
import re
import signal
import subprocess
import threading

ROOT = pathlib.Path(__file__).resolve().parent.parent
DEADLINE = 30  # seconds any single wait may take before the script fails


class Process:
    """A child process whose output lines can be waited for."""

    def __init__(self, arguments, environment=None):
        self.child = subprocess.Popen(
            arguments, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True,
            env={**os.environ, **(environment or {})})
        self.lines = queue.Queue()
        self.seen = []
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.child.stdout:
            self.lines.put(line.rstrip("\n"))
        self.lines.put(None)

    def wait_for(self, pattern):
        """The first match of the pattern in a line not yet read."""
        while True:
            try:
                line = self.lines.get(timeout=DEADLINE)
            except queue.Empty:
                line = None
            if line is None:
                raise SystemExit(f"no line matched {pattern!r}; the output was:\n" + "\n".join(self.seen))
            self.seen.append(line)
            if found := re.search(pattern, line):
                return found

    def terminate(self):
        """Sends SIGTERM and returns the exit code."""
        self.child.send_signal(signal.SIGTERM)
        return self.child.wait(timeout=DEADLINE)


class Gateway:
    """A running `kvgraph serve`, spoken to with curl."""

    def __init__(self, binary, arguments, environment):
        self.process = Process([binary, "serve", *([] if "--port" in arguments else ["--port", "0"]), *arguments], environment)
        self.url = self.process.wait_for(r"(http://\S+)/graphql").group(1)

    def curl(self, *arguments):
        done = subprocess.run(
            ["curl", "--silent", "--show-error", "--max-time", str(DEADLINE), *arguments],
            capture_output=True, text=True)
        return done.stdout if done.returncode == 0 else f"curl exit {done.returncode}: {done.stderr}"

    def post(self, query, variables=None):
        body = {"query": query} if variables is None else {"query": query, "variables": variables}
        return self.curl("-H", "content-type: application/json", "--data-binary", json.dumps(body),
                         self.url + "/graphql")

    def get(self, query):
        return self.curl("--get", "--data-urlencode", "query=" + query, self.url + "/graphql")

    def subscribe(self, query):
        return Process(["curl", "--silent", "--no-buffer", "-H", "content-type: application/json",
                        "-H", "accept: text/event-stream", "--data-binary", json.dumps({"query": query}),
                        self.url + "/graphql"])


@contextlib.contextmanager
def nats_server(folder):
    """A real nats-server on a free port with JetStream; gives its URL."""
    process = Process(["nats-server", "-a", "127.0.0.1", "-p", "-1", "-js", "-sd", str(pathlib.Path(folder, "store"))])
    try:
        address = process.wait_for(r"Listening for client connections on (\S+)").group(1)
        process.wait_for("Server is ready")
        yield "nats://" + address
    finally:
        process.terminate()
