"""The cases of the group engine of Microbenchmarks on graphql-core, in the same output format: python3 engine.py FOLDER"""

import json
import pathlib
import sys
import time

from graphql import build_schema, execute_sync, parse, validate
from graphql import __version__ as version

folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "Queries")
schema = build_schema((folder / "schema.graphql").read_text())
get, introspection, everything = ((folder / f"{name}.graphql").read_text() for name in ("get", "introspection", "everything"))

STORED = json.dumps({"token": "0123456789abcdef0123456789abcdef"})
VARIABLES = '{"key":"user-1234567"}'


def entry(_root, _info, key):
    # The stored text is read for each request, as a gateway has to.
    return {"key": key, "value": json.loads(STORED), "revision": 4711, "created": 1700000000}


schema.query_type.fields["kv_get"].resolve = entry


def valid(text):
    document = parse(text)
    errors = validate(schema, document)
    if errors:
        raise errors[0]
    return document


def execute(document, variables=None):
    result = execute_sync(schema, document, variable_values=variables)
    if result.errors:
        raise result.errors[0]
    return json.dumps(result.formatted)


prepared_get = valid(get)
prepared_aliases = valid(
    "{" + "".join(f' a{n}: kv_get(key: "user-{n}") {{ key value {{ token }} revision }}' for n in range(1, 6)) + " }"
)
prepared_introspection = valid(introspection)

CASES = [
    ("kv_get parse", lambda: parse(get)),
    ("kv_get parse+validate", lambda: valid(get)),
    ("introspection parse", lambda: parse(introspection)),
    ("introspection parse+validate", lambda: valid(introspection)),
    ("everything parse", lambda: parse(everything)),
    ("kv_get execute+JSON, prepared", lambda: execute(prepared_get, json.loads(VARIABLES))),
    ("5 aliases execute+JSON, prepared", lambda: execute(prepared_aliases)),
    ("introspection execute+JSON, prepared", lambda: execute(prepared_introspection)),
    ("kv_get prepare", lambda: valid(get)),
]


def run(body):
    start = time.perf_counter()
    count = 0
    while True:
        for _ in range(5):
            body()
        count += 5
        elapsed = time.perf_counter() - start
        if elapsed >= 0.3:
            return elapsed * 1e6 / count


print(f"version {version}")
for name, body in CASES:
    times = sorted([run(body) for _ in range(6)][1:])
    print(f"{name:<40}{times[2]:.2f} us")
