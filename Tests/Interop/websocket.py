#!/usr/bin/env python3
"""websocket.py BINARY: graphql-transport-ws through gql and, message by message, through a plain WebSocket client."""

import asyncio
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent.parent / "Scripts"))

import websockets  # noqa: E402
from gql import Client, gql  # noqa: E402
from gql.transport.exceptions import TransportQueryError  # noqa: E402
from gql.transport.websockets import WebsocketsTransport  # noqa: E402
from harness import ROOT, Gateway  # noqa: E402

INIT = '{"type":"connection_init"}'
ACK = '{"type":"connection_ack"}'
WATCH = '{"type":"subscribe","id":"1","payload":{"query":"subscription { kv_watchAll { key } }"}}'


def expect(what, actual, expected):
    if actual != expected:
        raise SystemExit(f"FAIL  {what}\n  expected: {expected!r}\n  actual:   {actual!r}")


def subscribe(query, identifier="1"):
    return f'{{"type":"subscribe","id":"{identifier}","payload":{{"query":"{query}"}}}}'


async def exchange(url, messages, answers, subprotocols=("graphql-transport-ws",), **options):
    """What came back, up to that many answers, and the code of the close frame if one ended it."""
    received = []
    async with websockets.connect(url, subprotocols=subprotocols, **options) as socket:
        for message in messages:
            await socket.send(message)
        try:
            while len(received) < answers:
                received.append(await asyncio.wait_for(socket.recv(), 10))
        except websockets.ConnectionClosed as closed:
            return received, closed.rcvd.code
    return received, None


async def check_client(url):
    """Queries, mutations and a subscription through gql, on one socket."""
    transport = WebsocketsTransport(url=url, subprotocols=[WebsocketsTransport.GRAPHQLWS_SUBPROTOCOL])
    async with Client(transport=transport) as session:
        put = 'mutation { kv_put(key: "w", value: {token: "%d"}) { revision } }'
        expect("a mutation", await session.execute(gql(put % 1)), {"kv_put": {"revision": 1}})
        tokens = []
        async for event in session.subscribe(gql('subscription { kv_watch(keys: ["w"]) { value { token } } }')):
            tokens.append(event["kv_watch"]["value"]["token"])
            if len(tokens) == 4:
                break
            await session.execute(gql(put % (len(tokens) + 1)))
        expect("a subscription", tokens, ["1", "2", "3", "4"])
        try:
            await session.execute(gql("{ nosuch }"))
            raise SystemExit("FAIL  a query of an unknown field went through")
        except TransportQueryError as error:
            expect("a validation error", error.errors[0]["extensions"]["code"], "GRAPHQL_VALIDATION_FAILED")


async def check_messages(url):
    next_message = '{"id":"1","type":"next","payload":{"data":{"__typename":"Query"}}}'
    expect("query, ping", await exchange(url, [INIT, subscribe("{__typename}"), '{"type":"ping","payload":{"a":1}}'], 4),
           ([ACK, next_message, '{"id":"1","type":"complete"}', '{"type":"pong","payload":{"a":1}}'], None))
    origin = url.replace("ws://", "http://").removesuffix("/graphql")
    expect("the same origin", await exchange(url, [INIT], 1, origin=origin), ([ACK], None))
    try:
        await exchange(url, [INIT], 1, origin="http://elsewhere.example")
        raise SystemExit("FAIL  a foreign origin got a socket")
    except websockets.InvalidStatus as refused:
        expect("a foreign origin", refused.response.status_code, 403)


async def check_close_codes(url):
    cases = [
        ("no subprotocol", [], 4406, {"subprotocols": None}),
        ("another subprotocol", [], 4406, {"subprotocols": ("graphql-ws",)}),
        ("no connection_init", [], 4408, {}),
        ("a second connection_init", [INIT, INIT], 4429, {}),
        ("subscribe before the acknowledgement", [WATCH], 4401, {}),
        ("an id in use", [INIT, WATCH, WATCH], 4409, {}),
        ("a message that is no JSON", [INIT, "nope"], 4400, {}),
        ("a request without query", [INIT, '{"type":"subscribe","id":"1","payload":{}}'], 4400, {}),
        ("a binary message", [INIT, b"x"], 4400, {}),
        ("a message above the limit", [INIT, " " * (11 << 20)], 1009, {}),
    ]
    for what, messages, code, options in cases:
        try:
            found = (await exchange(url, messages, 100, **options))[1]
        except websockets.ConnectionClosed as closed:  # while the client was still sending
            found = closed.rcvd.code
        expect(what, found, code)


async def run(gateway):
    url = gateway.url.replace("http://", "ws://") + "/graphql"
    await check_client(url)
    await check_messages(url)
    await check_close_codes(url)


def main():
    model = ["--model", str(ROOT / "examples/token.json"), "--namespace", "kv", "--in-memory"]
    gateway = Gateway(str(pathlib.Path(sys.argv[1]).resolve()), model, {})
    try:
        asyncio.run(run(gateway))
    finally:
        code = gateway.process.terminate()
    expect("the exit code", code, 0)
    print("ok    WebSocket: gql, messages and close codes")


if __name__ == "__main__":
    main()
