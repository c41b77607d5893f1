"""The measurements: each gives plain numbers for report.py. Whatever is compared takes turns, round by round."""

import contextlib
import pathlib
import random
import re
import socket
import statistics
import subprocess
import time

import scenarios
from load import CONNECTIONS, check, measure
from servers import BUCKET, Gateway, kvgraph
from store import Store

CHECK_SECONDS = 1
IDLE_CONNECTIONS = 4_000
STARTS = 5
MODEL = pathlib.Path(__file__).resolve().parents[2] / "examples" / "token.json"


def say(text):
    print(f"{time.strftime('%H:%M:%S')}  {text}", flush=True)


def median(rows, name):
    return statistics.median(row[name] for row in rows)


def medians(rows):
    return {name: sum(row[name] for row in rows) if name == "failed" else median(rows, name) for name in rows[0]}


def shuffled(things, number):
    """In another order each round: a machine that is slow for some seconds is so to another one each time."""
    return random.Random(number).sample(list(things), len(things))


def configuration(folder, buckets):
    """A file with one API a bucket, all with the same model, and a history that no run fills: once keys have all their
    revisions, nats-server is busy with removing old ones, and the more so the faster a gateway is."""
    apis = "".join(f"  - namespace: {name}\n    model: {MODEL}\n    history: 64\n" for name in buckets)
    path = pathlib.Path(folder, "-".join(buckets) + ".yaml")
    path.write_text("apis:\n" + apis)
    return path


def refill(store, scenario):
    """A bucket for a run that writes: the cost of a put grows with what the stream holds."""
    if scenario.writes:
        store.purge(BUCKET)
        store.fill(BUCKET, scenarios.entries_of_fresh_bucket())


def run_scenarios(gateways, nats, rounds, seconds):
    """Medians by (scenario, gateway), and how many answers were compared."""
    store, results, compared = Store(nats.port), {}, 0
    store.fill(BUCKET, scenarios.entries_of_full_bucket())
    for scenario in scenarios.SCENARIOS:
        takers = [gateway for gateway in gateways if scenario.on_floor or gateway.name != "floor"]
        expected = scenarios.expected_lines(scenario, store, BUCKET)
        for gateway in takers:
            compared += check(gateway, scenario.bodies(0), expected, CHECK_SECONDS)
        rows = {gateway.name: [] for gateway in takers}
        for number in range(1, rounds + 1):
            bodies = scenario.bodies(number)
            for gateway in shuffled(takers, number):
                refill(store, scenario)
                rows[gateway.name].append(measure(gateway, nats, bodies, seconds))
        for name, each in rows.items():
            results[scenario.name, name] = row = medians(each)
            say(f"{scenario.name:9} {name:8} {row['rate']:9.0f} a second, p99 {row['p99']:6.2f} ms, "
                f"{row['gateway us']:6.1f} + {row['nats us']:5.1f} + {row['wrk us']:4.1f} us a request")
    store.close()
    return results, compared


def run_connections(gateways, nats, client, counts, rounds, seconds):
    """Medians of kv_get by (number of connections, gateway)."""
    rows = {}
    for number in range(1, rounds + 1):
        for count in shuffled(counts, number):
            for gateway in shuffled(gateways, number):
                row = client.measure(gateway, nats, seconds, count, scenarios.KEYS, number)
                rows.setdefault((count, gateway.name), []).append(row)
    return series(rows, "connections")


def run_keys(binary, floor, folder, nats, client, sizes, rounds, seconds):
    """Medians of kv_get by (number of keys, gateway), each after every key was read once."""
    buckets = {size: f"k{size}" for size in sizes}
    gateway = Gateway("kvgraph", kvgraph(binary, configuration(folder, buckets.values())), nats)
    floors, store = {size: Gateway("floor", floor, nats, bucket) for size, bucket in buckets.items()}, Store(nats.port)
    try:
        for size, bucket in buckets.items():
            store.fill(bucket, scenarios.entries_of_fresh_bucket(0, size))
            store.touch(bucket, map(scenarios.key, range(size)))
            say(f"{size} keys written and read once")
        rows = {}
        for number in range(1, rounds + 1):
            for size, bucket in shuffled(buckets.items(), number):
                for each, prefix in shuffled([(gateway, bucket), (floors[size], BUCKET)], number):
                    # nats-server forgets the blocks of a file that nobody read for some seconds: this reads all of them.
                    store.touch(bucket, map(scenarios.key, range(0, size, max(1, size // 10_000))))
                    row = client.measure(each, nats, seconds, CONNECTIONS, size, number, f"{prefix}_get")
                    rows.setdefault((size, each.name), []).append(row)
    finally:
        store.close()
        for each in (gateway, *floors.values()):
            each.stop()
    return series(rows, "keys")


def series(rows, what):
    """The medians of the rows of each place, which are said, too."""
    results = {place: medians(each) for place, each in rows.items()}
    for (count, name), row in results.items():
        say(f"{count:8} {what} {name:8} {row['rate']:9.0f} a second, p50 {row['p50']:6.2f} ms, "
            f"{row['gateway us']:6.1f} + {row['nats us']:5.1f} + {row['client us']:4.1f} us a request")
    return results


def run_idle(commands, nats):
    """KiB of resident memory a connection that has had one answer and waits, by gateway."""
    results, body = {}, b'{"query":"{__typename}"}'
    request = b"POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (
        len(body), body)
    for name, command in commands.items():
        gateway = Gateway(name, command, nats)
        with contextlib.ExitStack() as stack:
            stack.callback(gateway.stop)
            idle(gateway, request, 64, stack)
            before = gateway.resident()
            idle(gateway, request, IDLE_CONNECTIONS, stack)
            results[name] = (gateway.resident() - before) * 1024 / IDLE_CONNECTIONS
        say(f"idle connection {name:8} {results[name]:.1f} KiB")
    return results


def idle(gateway, request, count, stack):
    """Opens connections and waits for one answer on each."""
    for _ in range(count):
        connection = stack.enter_context(socket.create_connection(("127.0.0.1", gateway.port), timeout=30))
        connection.sendall(request)
        answer = b""
        while b"__typename" not in answer:
            answer += connection.recv(4096)


def run_start(binary, folder):
    """Milliseconds until ready and of processor time before listening, by what is started."""
    results, options = {}, ["serve", "--model", MODEL, "--namespace", "kv", "--history", "10", "--port", "0"]
    for name, store in (("new store", None), ("existing store", f"{folder}/started"), ("in memory", "")):
        rows = []
        for number in range(STARTS + 1):
            place = ["--in-memory"] if store == "" else ["--store-dir", store or f"{folder}/start{number}"]
            rows.append(start([binary, *options, *place]))
        rows.pop(0)  # reads the binary from the disk, and makes what exists then
        results[name] = medians(rows)
        say(f"start, {name}: {results[name]['ready']:.0f} ms, {results[name]['cpu']:.0f} ms of processor time")
    return results


def start(command):
    begin = time.monotonic()
    process = subprocess.Popen([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        for line in process.stdout:
            found = re.search(r"http://127\.0\.0\.1:(\d+)/graphql", line)
            if found:
                break
        else:
            raise SystemExit("kvgraph did not start")
        used = processor_time(process.pid)
        with socket.create_connection(("127.0.0.1", int(found[1]))) as connection:
            connection.sendall(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n")
            if not connection.recv(4096).startswith(b"HTTP/1.1 200"):
                raise SystemExit("kvgraph listened before it was ready")
        ready = time.monotonic() - begin
    finally:
        process.kill()  # a store outlives that, and nobody waits for its leave here
        process.wait()
        process.stdout.close()
    return {"ready": ready * 1000, "cpu": used * 1000}


def processor_time(pid):
    """Seconds, by the scheduler's nanoseconds of each thread: ticks are too coarse for a start."""
    tasks = pathlib.Path(f"/proc/{pid}/task").iterdir()
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9


def sizes(binary, folder):
    """MiB of the binary as built and without its symbols."""
    stripped = f"{folder}/stripped"
    subprocess.run(["strip", "-o", stripped, binary], check=True)
    return [pathlib.Path(path).stat().st_size / 2**20 for path in (binary, stripped)]
