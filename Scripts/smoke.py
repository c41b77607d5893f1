#!/usr/bin/env python3
"""smoke.py BINARY: runs the built command as a user would, on the embedded NATS server and on a real nats-server.

Every operation goes through curl, and every response is compared whole. Prints one line a check; exits 1 on the
first server with a failure, after its last check.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from harness import DEADLINE, ROOT, Gateway, nats_server


class Checks:
    """Counts what passed and prints what did not."""

    def __init__(self, name):
        self.name, self.passed, self.failed = name, 0, 0

    def equal(self, what, actual, expected):
        if actual == expected:
            self.passed += 1
            print(f"ok    {self.name}: {what}")
        else:
            self.failed += 1
            print(f"FAIL  {self.name}: {what}\n  expected: {expected}\n  actual:   {actual}")


def answer(field, value):
    return json.dumps({"data": {field: value}}, separators=(",", ":"))


def entry(key, token, revision):
    return {"key": key, "value": None if token is None else {"token": token}, "revision": revision}


ENTRY = "{ key value { token } revision }"


def write(field, key, token, revision=None):
    extra = "" if revision is None else f", revision: {revision}"
    return f'mutation {{ kv_{field}(key: "{key}", value: {{token: "{token}"}}{extra}) {ENTRY} }}'


def check_error(checks, what, response, field, code, **extensions):
    """The whole response: null data and one error with this code, path and extensions; its message is not empty."""
    try:
        body = json.loads(response)
        message = body["errors"][0].pop("message")
    except (ValueError, KeyError, IndexError):
        checks.equal(what, response, f"an error {code}")
        return
    body["errors"][0].pop("locations", None)
    expected = {"errors": [{"path": [field], "extensions": {"code": code, **extensions}}], "data": {field: None}}
    checks.equal(what, body, expected if message else "an error with a message")


def check_writes(checks, gateway):
    checks.equal("keys of an empty bucket", gateway.post("{ kv_keys }"), answer("kv_keys", []))
    checks.equal("get of a missing key", gateway.post(f'{{ kv_get(key: "a") {ENTRY} }}'), answer("kv_get", None))
    checks.equal("create", gateway.post(write("create", "a", "one")), answer("kv_create", entry("a", "one", 1)))
    check_error(checks, "create of a live key", gateway.post(write("create", "a", "x")), "kv_create", "KEY_EXISTS")
    checks.equal("keys", gateway.post("{ kv_keys }"), answer("kv_keys", ["a"]))
    checks.equal("put", gateway.post(write("put", "a", "two")), answer("kv_put", entry("a", "two", 2)))
    variables = {"key": "a", "value": {"token": "three"}, "revision": 2}
    checks.equal(
        "update, the value as a variable",
        gateway.post(
            "mutation($key: String!, $value: kv_InputValue!, $revision: Int!) "
            f"{{ kv_update(key: $key, value: $value, revision: $revision) {ENTRY} }}", variables),
        answer("kv_update", entry("a", "three", 3)))
    check_error(checks, "update of an old revision", gateway.post(write("update", "a", "x", 2)), "kv_update",
                "REVISION_CONFLICT", currentRevision=3)
    check_error(checks, "an illegal key", gateway.post('{ kv_get(key: "a b") { key } }'), "kv_get", "KEY_INVALID")


def check_reads(checks, gateway):
    checks.equal("get by POST", gateway.post(f'{{ kv_get(key: "a") {ENTRY} }}'),
                 answer("kv_get", entry("a", "three", 3)))
    checks.equal("get by GET", gateway.get(f'{{ kv_get(key: "a") {ENTRY} }}'),
                 answer("kv_get", entry("a", "three", 3)))
    checks.equal("getRevision", gateway.post(f'{{ kv_getRevision(key: "a", revision: 1) {ENTRY} }}'),
                 answer("kv_getRevision", entry("a", "one", 1)))
    checks.equal("history", gateway.post(f'{{ kv_history(key: "a") {ENTRY} }}'),
                 answer("kv_history", [entry("a", "one", 1), entry("a", "two", 2), entry("a", "three", 3)]))


def check_removals(checks, gateway):
    checks.equal("delete", gateway.post('mutation { kv_delete(key: "a") }'), answer("kv_delete", True))
    checks.equal("get after delete", gateway.post(f'{{ kv_get(key: "a") {ENTRY} }}'), answer("kv_get", None))
    checks.equal("a revision after delete", gateway.post(f'{{ kv_getRevision(key: "a", revision: 1) {ENTRY} }}'),
                 answer("kv_getRevision", entry("a", "one", 1)))
    checks.equal("a second delete", gateway.post('mutation { kv_delete(key: "a") }'), answer("kv_delete", True))
    checks.equal("purge", gateway.post('mutation { kv_purge(key: "a") }'), answer("kv_purge", True))
    checks.equal("a revision after purge", gateway.post(f'{{ kv_getRevision(key: "a", revision: 1) {ENTRY} }}'),
                 answer("kv_getRevision", None))
    checks.equal("history after purge", gateway.post(f'{{ kv_history(key: "a") {ENTRY} }}'),
                 answer("kv_history", [entry("a", None, 6)]))


def check_subscriptions(checks, gateway):
    """Interleaved puts on two keys reach both subscriptions in order; SIGTERM completes them and exits 0."""
    for key, revision in (("x", 7), ("y", 8)):
        checks.equal(f"put {key}", gateway.post(write("put", key, "0")), answer("kv_put", entry(key, "0", revision)))
    fields = {"kv_watchAll": "kv_watchAll", "kv_watch": 'kv_watch(keys: ["x", "y"])'}
    watches = {name: gateway.subscribe(f"subscription {{ {call} {ENTRY} }}") for name, call in fields.items()}
    for watch in watches.values():
        watch.wait_for(r'"revision":8')  # the current entries are here, so the watch is live
    puts = [("x", "1", 9), ("y", "1", 10), ("x", "2", 11), ("y", "2", 12)]
    for key, token, revision in puts:
        checks.equal(f"put {key} {token}", gateway.post(write("put", key, token)),
                     answer("kv_put", entry(key, token, revision)))
    for watch in watches.values():
        watch.wait_for(r'"revision":12')
    checks.equal("exit code after SIGTERM", gateway.process.terminate(), 0)
    for name, watch in watches.items():
        watch.wait_for("^event: complete$")
        watch.child.wait(timeout=DEADLINE)
        events = [line.removeprefix("data: ") for line in watch.seen if line.startswith("data: ")]
        expected = [entry("x", "0", 7), entry("y", "0", 8)] + [entry(*put) for put in puts]
        if name == "kv_watchAll":
            expected.insert(0, entry("a", None, 6))
        checks.equal(name, events, [answer(name, value) for value in expected])


def check_pages(checks, gateway, binary):
    def status(path):
        return gateway.curl("--output", os.devnull, "--write-out", "%{http_code} %{content_type}", gateway.url + path)

    for path in ("/healthz", "/readyz", "/"):
        checks.equal(f"GET {path}", status(path)[:3], "200")
    model = ["--model", str(ROOT / "examples/token.json"), "--namespace", "kv"]
    for path, form in (("/schema.graphql", "sdl"), ("/schema.json", "json")):
        printed = subprocess.run([binary, "schema", *model, "--format", form], capture_output=True, text=True)
        checks.equal(f"GET {path} is what `kvgraph schema` prints", gateway.curl(gateway.url + path).rstrip("\n"),
                     printed.stdout.rstrip("\n"))


def check_early_stop(checks, binary, arguments, environment):
    """A signal that comes with the banner must not be lost."""
    codes = set()
    for _ in range(10):
        gateway = Gateway(binary, arguments, environment)
        codes.add(gateway.process.terminate())
    checks.equal("exit codes after SIGTERM right after the start", codes, {0})


def run(name, binary, arguments, environment):
    checks = Checks(name)
    model = ["--model", str(ROOT / "examples/token.json"), "--namespace", "kv", "--history", "10"]
    check_early_stop(checks, binary, [*model, *arguments], environment)
    gateway = Gateway(binary, [*model, *arguments], environment)
    try:
        check_pages(checks, gateway, binary)
        check_writes(checks, gateway)
        check_reads(checks, gateway)
        check_removals(checks, gateway)
        check_subscriptions(checks, gateway)
    finally:
        if gateway.process.child.poll() is None:
            gateway.process.child.kill()
    print(f"{name}: {checks.passed} passed, {checks.failed} failed")
    return checks.failed


def main():
    if len(sys.argv) != 2:
        raise SystemExit(__doc__.splitlines()[0])
    binary = str(pathlib.Path(sys.argv[1]).resolve())
    if not shutil.which("nats-server"):
        raise SystemExit("smoke.py: nats-server is not installed; `make smoke` installs it")
    with tempfile.TemporaryDirectory() as folder:
        failed = run("embedded", binary, ["--store-dir", folder + "/embedded"], {})
        with nats_server(folder) as url:
            failed += run("nats-server", binary, [], {"WG_NATS_URL": url})
    raise SystemExit(1 if failed else 0)


if __name__ == "__main__":
    main()
