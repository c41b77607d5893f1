#!/usr/bin/env python3
"""commands.py BINARY: drives the commands on the store through pipes and a pseudo-terminal, as a user would.

On a store folder of their own, on a folder that a running gateway holds, and on a real nats-server. Prints one line a
check; exits 1 where one fails.
"""

import fcntl
import json
import os
import pathlib
import pty
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import termios

from harness import DEADLINE, ROOT, Gateway, Process, nats_server
from smoke import Checks

MODEL = str(ROOT / "examples/token.json")


class Shell:
    """Runs the binary in a folder, with an environment."""

    def __init__(self, binary, folder, environment=None, flags=("--model", MODEL)):
        self.binary, self.folder, self.flags = binary, folder, list(flags)
        self.environment = {**os.environ, **(environment or {})}
        self.environment.pop("COLUMNS", None)

    def run(self, *arguments, stdin=""):
        """Exit code, standard output and standard error; through pipes."""
        done = subprocess.run([self.binary, *arguments, *self.flags], input=stdin, capture_output=True, text=True,
                              cwd=self.folder, env=self.environment, timeout=DEADLINE)
        return done.returncode, done.stdout, done.stderr

    def start(self, *arguments):
        return subprocess.Popen([self.binary, *arguments, *self.flags], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                stdin=subprocess.DEVNULL, text=True, cwd=self.folder, env=self.environment)

    def terminal(self, columns, *arguments):
        """Exit code and what a terminal of that many columns is sent."""
        pid, controller = pty.fork()
        if pid == 0:
            os.chdir(self.folder)
            os.execve(self.binary, [self.binary, *arguments, *self.flags], self.environment)
        fcntl.ioctl(controller, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        text = b""
        while True:
            try:
                part = os.read(controller, 65536)
            except OSError:
                part = b""
            if not part:
                break
            text += part
        os.close(controller)
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), text.decode().replace("\r\n", "\n")


def request(url, subject, payload=b""):
    """One request over a plain NATS connection; the reply's JSON."""
    host, port = url.removeprefix("nats://").split(":")
    with socket.create_connection((host, int(port)), timeout=DEADLINE) as connection:
        stream = connection.makefile("rb")
        stream.readline()
        connection.sendall(b'CONNECT {"verbose":false,"pedantic":false}\r\nSUB _INBOX.t 1\r\n'
                           + f"PUB {subject} _INBOX.t {len(payload)}\r\n".encode() + payload + b"\r\nPING\r\n")
        while True:
            line = stream.readline()
            if line.startswith(b"MSG"):
                return json.loads(stream.read(int(line.split()[-1])))
            if not line:
                raise SystemExit(f"no reply on {subject}")


def consumers(url):
    return request(url, "$JS.API.STREAM.INFO.KV_kv")["state"]["consumer_count"]


def without_times(text):
    lines = [json.loads(line) for line in text.splitlines()]
    for line in lines:
        line.pop("createdAt", None)
    return lines


def entry(key, token, revision, operation="PUT"):
    return {"key": key, "value": None if token is None else {"token": token}, "revision": revision,
            "operation": operation}


def check_writes(checks, shell):
    code, out, _ = shell.run("put", "a", '{"token":"one"}')
    checks.equal("put of an argument", (code, without_times(out)), (0, [entry("a", "one", 1)]))
    code, out, _ = shell.run("put", "a", "-", stdin='{"token":"two"}\n')
    checks.equal("put of standard input", (code, without_times(out)), (0, [entry("a", "two", 2)]))
    code, out, _ = shell.run("put", "a", stdin='{"token":"three"}')
    checks.equal("put without a value", (code, without_times(out)), (0, [entry("a", "three", 3)]))
    file = pathlib.Path(shell.folder, "value.json")
    file.write_text('{"token":"file"}')
    code, out, _ = shell.run("create", "b", "@value.json")
    checks.equal("create of a file", (code, without_times(out)), (0, [entry("b", "file", 4)]))
    code, out, error = shell.run("create", "b", "@value.json")
    checks.equal("create of a live key", (code, out, "KEY_EXISTS" in error), (1, "", True))
    code, out, error = shell.run("update", "b", "@value.json", "--revision", "1")
    checks.equal("update of an old revision", (code, out, "REVISION_CONFLICT" in error), (1, "", True))
    code, out, _ = shell.run("update", "b", '{"token":"new"}', "--revision", "4")
    checks.equal("update", (code, without_times(out)), (0, [entry("b", "new", 5)]))
    code, out, error = shell.run("put", "c", '{"token":"s3cret","more":"s3cret"}')
    checks.equal("an invalid value", (code, out, "VALUE_INVALID" in error, "s3cret" in error), (1, "", True, False))
    code, out, error = shell.run("put", "c", "{s3cret")
    checks.equal("no JSON", (code, out, "line 1, column 2" in error, "s3cret" in error), (1, "", True, False))
    code, out, error = shell.run("put", "c", "@nothing.json")
    checks.equal("a file that is missing", (code, out, "nothing.json" in error), (2, "", True))


def check_reads(checks, shell):
    code, out, _ = shell.run("get", "a", "b")
    checks.equal("get of two keys", (code, without_times(out)), (0, [entry("a", "three", 3), entry("b", "new", 5)]))
    checks.equal("get --raw", shell.run("get", "a", "--raw")[:2], (0, '{"token":"three"}\n'))
    checks.equal("get of a missing key", shell.run("get", "nope")[:2], (0, ""))
    checks.equal("get --fail of a missing key", shell.run("get", "nope", "--fail")[:2], (1, ""))
    checks.equal("an illegal key", shell.run("get", "a b")[:2], (1, ""))
    code, out, _ = shell.run("keys")
    checks.equal("keys", (code, [line["key"] for line in without_times(out)]), (0, ["a", "b"]))
    checks.equal("delete", without_times(shell.run("delete", "b")[1]), [{"key": "b", "revision": 6, "operation": "DELETE"}])
    code, out, _ = shell.run("history", "b", "--last", "1")
    checks.equal("history", (code, without_times(out)), (0, [entry("b", None, 6, "DELETE")]))
    checks.equal("delete --fail of a deleted key", shell.run("delete", "b", "--fail")[0], 1)
    checks.equal("purge", without_times(shell.run("purge", "b")[1]), [{"key": "b", "revision": 7, "operation": "PURGE"}])
    for arguments in (["get"], ["gett", "a"], ["get", "a", "--bogus"], ["update", "a", "{}"], ["put"], ["keys", "-n"],
                      ["history", "a", "--last", "-1"], ["get", "a", "--timeout", "0"]):
        code, out, error = shell.run(*arguments)
        checks.equal(f"wrong usage: {' '.join(arguments)}", (code, out, error != ""), (2, "", True))


def check_terminal(checks, shell):
    long = json.dumps({"token": "x" * 300})
    shell.run("put", "long", long)
    for columns in (20, 40, 80):
        for arguments in (["keys"], ["history", "long"], ["get", "a", "long"], ["check"]):
            code, text = shell.terminal(columns, *arguments)
            lines = text.split("\x1b[K")[-1].splitlines()
            checks.equal(f"{' '.join(arguments)} on {columns} columns", (code, max(map(len, lines)) <= columns), (0, True))
    code, text = shell.terminal(80, "get", "a")
    checks.equal("get on a terminal", (code, text.splitlines()[-1]), (0, 'VALUE     {"token":"three"}'))
    code, text = shell.terminal(80, "get", "long", "--json")
    checks.equal("get --json on a terminal", (code, json.loads(text)["value"]), (0, json.loads(long)))
    checks.equal("put on a terminal", shell.terminal(80, "put", "long", '{"token":"x"}'), (0, "long put (revision 9)\n"))


def check_watch(checks, shell, url):
    """SIGINT ends a watch with 0, and its consumer goes; so does a reader that goes away."""
    watch = shell.start("watch", "a", "w.*")
    lines = [watch.stdout.readline()]
    shell.run("put", "w.1", '{"token":"w"}')
    shell.run("put", "other", '{"token":"w"}')
    shell.run("delete", "a")
    lines += [watch.stdout.readline(), watch.stdout.readline()]
    checks.equal("watch", [(line["key"], line["operation"]) for line in map(json.loads, lines)],
                 [("a", "PUT"), ("w.1", "PUT"), ("a", "DELETE")])
    if url:
        checks.equal("consumers during a watch", consumers(url), 1)
    watch.send_signal(signal.SIGINT)
    out, error = watch.communicate(timeout=DEADLINE)
    checks.equal("watch after SIGINT", (watch.returncode, out, error), (0, "", ""))
    if url:
        checks.equal("consumers after a watch", consumers(url), 0)
    shell.run("put", "p", '{"token":"p"}')
    watch = shell.start("watch", "p")
    watch.stdout.close()
    checks.equal("watch without a reader", (watch.wait(timeout=DEADLINE), watch.stderr.read()), (0, ""))
    watch.stderr.close()


def check_many(checks, shell):
    """Commands at the same time take turns at the store or share it."""
    before = len(shell.run("history", "many")[1].splitlines())
    puts = [shell.start("put", f"many.{number}", '{"token":"m"}') for number in range(8)]
    results = [put.communicate(timeout=DEADLINE) + (put.returncode,) for put in puts]
    checks.equal("eight puts at the same time", [(code, error) for _, error, code in results], [(0, "")] * 8)
    checks.equal("their keys", (before, len(shell.run("keys", "many.*")[1].splitlines())), (0, 8))


def check_scan(checks, shell, url):
    if not url:
        return
    request(url, "$KV.kv.bad", b'{"token":7}')
    code, out, _ = shell.run("check", "--json")
    report = json.loads(out)
    checks.equal("check finds a value of another client",
                 (code, report["ok"], [(i["pointer"], i["keyword"], i["values"], i["keys"]) for v in report["values"] for i in v["issues"]]),
                 (1, False, [("/token", "type", 1, ["bad"])]))
    code, out, error = shell.run("get", "bad")
    checks.equal("get of it", (code, json.loads(out)["value"], "/token: type" in error), (1, None, True))
    checks.equal("get --raw of it", shell.run("get", "bad", "--raw")[:2], (0, '{"token":7}\n'))


def run(name, shell, url=None):
    checks = Checks(name)
    checks.equal("keys before there is a bucket", shell.run("keys")[:2], (1, ""))
    checks.equal("check before there is a bucket", shell.run("check")[0], 0)
    check_writes(checks, shell)
    check_reads(checks, shell)
    check_terminal(checks, shell)
    check_watch(checks, shell, url)
    check_many(checks, shell)
    check_scan(checks, shell, url)
    print(f"{name}: {checks.passed} passed, {checks.failed} failed")
    return checks.failed


def run_beside_gateway(binary, folder):
    """Commands without any flag, in the folder of a running gateway; each sees what the other does."""
    checks = Checks("gateway")
    gateway = Gateway(binary, ["--model", MODEL, "--history", "10", "--store-dir", folder + "/.kvgraph/nats"], {})
    shell = Shell(binary, folder, flags=())
    try:
        url = gateway.process.wait_for(r"NATS +(\S+)").group(1)
        events = gateway.subscribe("subscription { kv_watchAll { key revision } }")
        watch = shell.start("watch")
        checks.equal("put", without_times(shell.run("put", "a", '{"token":"shell"}')[1]), [entry("a", "shell", 1)])
        events.wait_for('"revision":1')
        checks.equal("watch of the shell", without_times(watch.stdout.readline()), [entry("a", "shell", 1)])
        gateway.post('mutation { kv_put(key: "a", value: {token: "graphql"}) { revision } }')
        checks.equal("watch of a mutation", without_times(watch.stdout.readline()), [entry("a", "graphql", 2)])
        checks.equal("history", without_times(shell.run("history", "a")[1]),
                     [entry("a", "shell", 1), entry("a", "graphql", 2)])
        checks.equal("get by GraphQL", gateway.post('{ kv_get(key: "a") { revision } }'),
                     '{"data":{"kv_get":{"revision":2}}}')
        checks.equal("check", shell.run("check")[0], 0)
        watch.send_signal(signal.SIGTERM)
        watch.communicate(timeout=DEADLINE)
        events.child.terminate()
        checks.equal("watch after SIGTERM", watch.returncode, 0)
        checks.equal("an invalid value", shell.run("put", "a", '{"token":1}')[0], 1)
        check_many(checks, shell)
        checks.equal("the gateway's server answers others", request(url, "$JS.API.INFO")["streams"], 1)
        gateway.process.terminate()
        checks.equal("get after the gateway", shell.run("get", "a", "--raw")[:2], (0, '{"token":"graphql"}\n'))
    finally:
        if gateway.process.child.poll() is None:
            gateway.process.child.kill()
    print(f"gateway: {checks.passed} passed, {checks.failed} failed")
    return checks.failed


def main():
    if len(sys.argv) != 2:
        raise SystemExit(__doc__.splitlines()[0])
    binary = str(pathlib.Path(sys.argv[1]).resolve())
    if not shutil.which("nats-server"):
        raise SystemExit("commands.py: nats-server is not installed; `make smoke` installs it")
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        failed += run("folder", Shell(binary, folder))
    with tempfile.TemporaryDirectory() as folder:
        server = Process([binary, "nats", "--port", "0", "--store-dir", folder + "/.kvgraph/nats"])
        try:
            failed += run("kvgraph nats", Shell(binary, folder), server.wait_for(r"(nats://\S+)").group(1))
        finally:
            server.terminate()
    with tempfile.TemporaryDirectory() as folder, nats_server(folder) as url:
        failed += run("nats-server", Shell(binary, folder, {"WG_NATS_URL": url}), url)
    with tempfile.TemporaryDirectory() as folder:
        failed += run_beside_gateway(binary, folder)
    raise SystemExit(1 if failed else 0)


if __name__ == "__main__":
    main()
