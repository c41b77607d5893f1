#!/usr/bin/env python3
"""gateway_data.py BINARY: nats-py reads what the gateway wrote and the gateway reads what nats-py wrote, on both servers."""

import asyncio
import json
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent.parent / "Scripts"))

import nats  # noqa: E402
from harness import ROOT, Gateway, nats_server  # noqa: E402
from nats.js.errors import KeyNotFoundError, KeyWrongLastSequenceError  # noqa: E402


def expect(what, actual, expected):
    if actual != expected:
        raise SystemExit(f"FAIL  {what}\n  expected: {expected!r}\n  actual:   {actual!r}")


def graphql(gateway, query):
    body = json.loads(gateway.post(query))
    expect(query, body.get("errors"), None)
    return body["data"]


async def gateway_to_client(gateway, bucket):
    """Values, revisions, markers and compare-and-set state written over GraphQL, seen by nats-py."""
    graphql(gateway, 'mutation { kv_create(key: "g.1", value: {token: "\u00e9"}) { revision } }')
    found = await bucket.get("g.1")
    expect("the stored text", found.value, '{"token":"\u00e9"}'.encode())
    data = graphql(gateway, 'mutation { kv_put(key: "g.1", value: {token: "b"}) { revision } }')
    revision = data["kv_put"]["revision"]
    expect("the revision", (await bucket.get("g.1")).revision, revision)
    try:
        await bucket.update("g.1", b'{"token":"c"}', last=revision - 1)
        raise SystemExit("FAIL  an update of an old revision went through")
    except KeyWrongLastSequenceError:
        pass
    expect("history", [e.value for e in await bucket.history("g.1")],
           ['{"token":"\u00e9"}'.encode(), b'{"token":"b"}'])
    graphql(gateway, 'mutation { kv_delete(key: "g.1") }')
    expect("history with a marker", [e.operation for e in await bucket.history("g.1")], [None, None, "DEL"])
    graphql(gateway, 'mutation { kv_purge(key: "g.1") }')
    expect("history after purge", [e.operation for e in await bucket.history("g.1")], ["PURGE"])
    try:
        await bucket.get("g.1")
        raise SystemExit("FAIL  a purged key was found")
    except KeyNotFoundError:
        pass


async def client_to_gateway(gateway, bucket):
    """Values and markers written by nats-py, read over GraphQL; a value that breaks the model is told apart."""
    first = await bucket.put("p.1", b'{ "token" : "from python" }')
    second = await bucket.update("p.1", b'{"token":"again"}', last=first)
    fields = "{ key value { token } revision }"
    expect("get", graphql(gateway, f'{{ kv_get(key: "p.1") {fields} }}'),
           {"kv_get": {"key": "p.1", "value": {"token": "again"}, "revision": second}})
    expect("getRevision", graphql(gateway, f'{{ kv_getRevision(key: "p.1", revision: {first}) {fields} }}'),
           {"kv_getRevision": {"key": "p.1", "value": {"token": "from python"}, "revision": first}})
    await bucket.delete("p.1")
    expect("get after delete", graphql(gateway, '{ kv_get(key: "p.1") { key } }'), {"kv_get": None})
    values = [entry["value"] for entry in graphql(gateway, f'{{ kv_history(key: "p.1") {fields} }}')["kv_history"]]
    expect("history", values, [{"token": "from python"}, {"token": "again"}, None])
    await bucket.put("p.2", b"not json")
    body = json.loads(gateway.post(f'{{ kv_get(key: "p.2") {fields} }}'))
    expect("a foreign value's code", [e["extensions"]["code"] for e in body["errors"]], ["VALUE_INVALID"])
    expect("a foreign value's entry", (body["data"]["kv_get"]["key"], body["data"]["kv_get"]["value"]), ("p.2", None))
    expect("keys", graphql(gateway, "{ kv_keys }"), {"kv_keys": ["p.2"]})


async def run(name, binary, arguments, environment):
    model = ["--model", str(ROOT / "examples/token.json"), "--namespace", "kv", "--history", "10"]
    gateway = Gateway(binary, [*model, *arguments], environment)
    try:
        url = environment.get("WG_NATS_URL") or gateway.process.wait_for(r"(nats://\S+)").group(1)
        connection = await nats.connect(url)
        bucket = await connection.jetstream().key_value("kv")
        await gateway_to_client(gateway, bucket)
        await client_to_gateway(gateway, bucket)
        await connection.close()
    finally:
        gateway.process.terminate()
    print(f"ok    gateway and nats-py share their data ({name})")


def main():
    binary = str(pathlib.Path(sys.argv[1]).resolve())
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(run("embedded", binary, ["--store-dir", folder + "/embedded"], {}))
        with nats_server(folder) as url:
            asyncio.run(run("nats-server", binary, [], {"WG_NATS_URL": url}))


if __name__ == "__main__":
    main()
