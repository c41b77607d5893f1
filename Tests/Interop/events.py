#!/usr/bin/env python3
"""events.py BINARY: Server-Sent Events through `curl -N`, on the embedded server and on nats-server."""

import json
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent.parent / "Scripts"))

from harness import ROOT, Gateway, Process, nats_server  # noqa: E402

WATCH = "subscription { kv_watchAll { key value { token } } }"


def expect(what, actual, expected):
    if actual != expected:
        raise SystemExit(f"FAIL  {what}\n  expected: {expected!r}\n  actual:   {actual!r}")


def stream(gateway, query, *options):
    return Process(["curl", "-sN", "--max-time", "60", "-H", "accept: text/event-stream", "-H",
                    "content-type: application/json", *options, "--data-binary", json.dumps({"query": query}),
                    gateway.url + "/graphql"])


def lines(process, count):
    return [process.lines.get(timeout=30) for _ in range(count)]


def event(key, token, revision):
    data = f'{{"data":{{"kv_watchAll":{{"key":"{key}","value":{{"token":"{token}"}}}}}}}}'
    return ["event: next", f"id: {revision}", f"data: {data}", ""]


def put(gateway, key, token):
    gateway.post(f'mutation {{ kv_put(key: "{key}", value: {{token: "{token}"}}) {{ revision }} }}')


def check(gateway, server):
    put(gateway, "a", 1)
    put(gateway, "b", 1)
    first = stream(gateway, WATCH, "-D", "-")
    head = []
    while line := first.lines.get(timeout=30):
        head.append(line.lower())
    expect("the status", head[0], "http/1.1 200 ok")
    expect("the type", [one for one in head if one.startswith("content-type")], ["content-type: text/event-stream; charset=utf-8"])
    expect("current entries", lines(first, 8), event("a", 1, 1) + event("b", 1, 2))
    put(gateway, "a", 2)
    expect("a change", lines(first, 4), event("a", 2, 3))
    first.child.kill()
    put(gateway, "b", 2)
    put(gateway, "a", 3)
    for last, events in [("3", [("b", 2, 4), ("a", 3, 5)]), ("99", [("b", 2, 4), ("a", 3, 5)]), ("x", [("b", 2, 4), ("a", 3, 5)]),
                         ("4", [("a", 3, 5)])]:
        again = stream(gateway, WATCH, "-H", f"last-event-id: {last}")
        expect(f"Last-Event-ID {last}", lines(again, 4 * len(events)), sum((event(*one) for one in events), []))
        again.child.kill()
    done = ["event: complete", "data:", ""]
    for query, data in [("{ kv_keys }", '{"data":{"kv_keys":["b","a"]}}'),
                        ('mutation { kv_delete(key: "z") }', '{"data":{"kv_delete":true}}')]:
        answer = stream(gateway, query)
        expect(query, lines(answer, 6), ["event: next", f"data: {data}", "", *done])
        expect("the exit code of curl", answer.child.wait(30), 0)
    refused = lines(stream(gateway, "{ unknown }"), 6)
    expect("a request error", (refused[0], '"data":' in refused[1], "GRAPHQL_VALIDATION_FAILED" in refused[1], refused[3:]),
           ("event: next", False, True, done))
    by_get = subprocess.run(["curl", "-sN", "-H", "accept: text/event-stream", "--get", "--data-urlencode",
                             "query={ __typename }", gateway.url + "/graphql"], capture_output=True, text=True, timeout=30)
    expect("by GET", by_get.stdout, 'event: next\ndata: {"data":{"__typename":"Query"}}\n\nevent: complete\ndata:\n\n')
    print(f"ok    Server-Sent Events through curl, {server}")


def main():
    binary = str(pathlib.Path(sys.argv[1]).resolve())
    model = ["--model", str(ROOT / "examples/token.json"), "--namespace", "kv", "--history", "10"]
    with tempfile.TemporaryDirectory() as folder, nats_server(folder) as url:
        for server, options, environment in [("embedded server", ["--in-memory"], {}), ("nats-server", [], {"WG_NATS_URL": url})]:
            gateway = Gateway(binary, model + options, environment)
            try:
                check(gateway, server)
            finally:
                code = gateway.process.terminate()
            expect("the exit code", code, 0)


if __name__ == "__main__":
    main()
