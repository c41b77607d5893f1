"""What is asked for in each scenario, and the bytes that must come back."""

import dataclasses
import json
import random

KEYS = 10_000
HOT_KEYS = 1_000  # those that have a history
REVISIONS = 5
REQUESTS = 8_192  # that a run goes round through

ENTRY = "{key value{token} revision created}"
GET = "query Get($key:String!){kv_get(key:$key)" + ENTRY + "}"
HISTORY = "query History($key:String!){kv_history(key:$key)" + ENTRY + "}"
PUT = "mutation Put($key:String!,$token:String!){kv_put(key:$key,value:{token:$token}){revision}}"
FIVE = "query Five(" + ",".join(f"${name}:String!" for name in "abcde") + "){" + " ".join(
    f"{name}:kv_get(key:${name})" + ENTRY for name in "abcde") + "}"

ENTRY_PATTERN = r'{"key":"user%.(k%d+)","value":{"token":"%1%-%w+"},"revision":%d+,"created":%d+}'
PUT_PATTERN = r'{"revision":%d+}'


def key(number):
    return f"user.k{number:07d}"


def token(number, version=0):
    """105 characters that tell the key and the version."""
    return f"k{number:07d}-" + f"{version:06d}" + "0123456789abcdef" * 5 + "0123456789"


def value(number, version=0):
    return compact({"token": token(number, version)})


def compact(object):
    return json.dumps(object, separators=(",", ":"))


def body(query, **variables):
    return compact({"query": query, "variables": variables} if variables else {"query": query})


def entry(number, position, version=0):
    revision, created = position
    return {"key": key(number), "value": {"token": token(number, version)}, "revision": revision, "created": created}


def entries_of_full_bucket():
    """Each key once; the hot ones several times, their revisions beside each other."""
    for number in range(HOT_KEYS):
        for version in range(REVISIONS):
            yield key(number), value(number, version)
    yield from entries_of_fresh_bucket(HOT_KEYS)


def entries_of_fresh_bucket(first=0, count=KEYS):
    for number in range(first, count):
        yield key(number), value(number)


def newest(number):
    return REVISIONS - 1 if number < HOT_KEYS else 0


@dataclasses.dataclass
class Scenario:
    name: str
    title: str
    requests: object  # a function of a random generator that gives one request's body
    writes: bool = False
    on_floor: bool = True

    def bodies(self, seed):
        generator = random.Random(seed)
        return [self.requests(generator) for _ in range(REQUESTS if self.name != "typename" else 1)]


def get(generator):
    return body(GET, key=key(generator.randrange(KEYS)))


def put(generator):
    number = generator.randrange(KEYS)
    return body(PUT, key=key(number), token=token(number, generator.randrange(1_000_000)))


SCENARIOS = [
    Scenario("typename", "`{__typename}`", lambda generator: body("{__typename}")),
    Scenario("get", "kv_get", get),
    Scenario("five", "five aliased kv_get",
             lambda generator: body(FIVE, **{name: key(generator.randrange(KEYS)) for name in "abcde"})),
    Scenario("history", "kv_history, 5 adjacent revisions",
             lambda generator: body(HISTORY, key=key(generator.randrange(HOT_KEYS))), on_floor=False),
    Scenario("mixed", "mixed, 90 % kv_get and 10 % kv_put",
             lambda generator: put(generator) if generator.randrange(10) == 0 else get(generator), writes=True),
    Scenario("put", "kv_put, fresh bucket", put, writes=True),
]


def expected_lines(scenario, store, bucket):
    """What load.lua compares with: every possible answer where nothing changes, else a pattern."""
    if scenario.name == "typename":
        return ['{"data":{"__typename":"Query"}}']
    if scenario.name == "get":
        positions = store.read(bucket, map(key, range(KEYS)))
        return [compact({"data": {"kv_get": entry(number, position, newest(number))}})
                for number, position in enumerate(positions)]
    if scenario.name == "history":
        return [compact({"data": {"kv_history": history(store, bucket, number)}}) for number in range(HOT_KEYS)]
    if scenario.name == "five":
        return ["pattern:^" + '{"data":{' + ",".join(
            f'"{name}":' + ENTRY_PATTERN.replace("%1", f"%{place}") for place, name in enumerate("abcde", 1)) + "}}$"]
    put_answer = '{"data":{"kv_put":' + PUT_PATTERN + "}}"
    if scenario.name == "put":
        return ["pattern:^" + put_answer + "$"]
    return ["pattern:^" + '{"data":{"kv_get":' + ENTRY_PATTERN + "}}$", "pattern:^" + put_answer + "$"]


def history(store, bucket, number):
    positions = store.revisions(bucket, key(number), REVISIONS)
    return [entry(number, position, version) for version, position in enumerate(positions)]
