"""The numbers of a run as Markdown and plots; and the run's circumstances."""

import importlib.machinery
import importlib.util
import json
import os
import pathlib
import platform
import re
import subprocess

from goals import goals, resident
from plot import Plot
from scenarios import SCENARIOS

ROOT = pathlib.Path(__file__).resolve().parents[2]
PLOTS = ROOT / "docs" / "benchmarks"
NAMES = ["kvgraph", "Go", "Node", "floor"]
PERCENTILES = ["p50", "p75", "p90", "p95", "p99", "p99.9"]


def versions(binary):
    def first(pattern, *command):
        try:
            done = subprocess.run(command, capture_output=True, text=True)
        except FileNotFoundError:
            return "?"
        found = re.search(pattern, done.stdout + done.stderr)
        return found[1] if found else "?"

    def package(name):
        return first(r"^(?:\d+:)?([^-+~ ]+)", "dpkg-query", "-W", "-f", "${Version}", name)

    return {
        "kvgraph": first(r"(\S+)\s*$", str(binary), "--version"),
        "Swift": first(r"Swift version (\S+)", "swift", "--version"),
        "nats-server": first(r"v(\d\S+)", "nats-server", "--version"),
        "Go": first(r"go(\d\S+)", "go", "version"),
        "graph-gophers": package("golang-github-graph-gophers-graphql-go-dev"),
        "nats.go": package("golang-github-nats-io-go-nats-dev"),
        "Node": first(r"v(\d\S+)", "node", "--version"),
        "graphql-js": package("node-graphql"),
        "wrk": first(r"wrk \D*(\d[\d.]*)", "wrk", "--version"),
    }


def machine():
    memory = re.search(r"MemTotal:\s+(\d+)", pathlib.Path("/proc/meminfo").read_text())
    system = re.search(r'PRETTY_NAME="?([^"\n]*)', pathlib.Path("/etc/os-release").read_text())
    return {"cores": os.cpu_count(), "memory": round(int(memory[1]) / 2**20), "processor": platform.machine(),
            "system": system[1] if system else platform.system()}


def keep(numbers, path):
    plain = dict(numbers)
    for name in ("scenarios", "connections", "keys"):
        plain[name] = [[*place, row] for place, row in numbers[name].items()]
    pathlib.Path(path).write_text(json.dumps(plain, indent=1) + "\n")


def read(path):
    numbers = json.loads(pathlib.Path(path).read_text())
    for name in ("scenarios", "connections", "keys"):
        numbers[name] = {(first, second): row for first, second, row in numbers[name]}
    return numbers


def write(numbers):
    """Puts text and plots into docs/."""
    PLOTS.mkdir(exist_ok=True)
    for name, plot in plots(numbers).items():
        (PLOTS / f"{name}.svg").write_text(plot.svg())
    path = str(ROOT / "Benchmarks" / "write-section")
    loader = importlib.machinery.SourceFileLoader("write_section", path)
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("write_section", loader))
    loader.exec_module(module)
    module.write("gateway", text(numbers))
    print(f"docs/benchmarks.md and docs/benchmarks/*.svg are written; the run took {numbers['minutes']:.1f} minutes.")


def plots(numbers):
    connections, scenarios = numbers["connections"], numbers["scenarios"]
    counts = sorted({count for count, _ in connections})
    return {
        "connections": Plot(
            "kv_get: requests a second by connections", "connections", [str(count) for count in counts],
            {name: [connections[count, name]["rate"] for count in counts] for name in NAMES}),
        "latency": Plot(
            "kv_get at 64 connections: latency in ms by percentile", "percentile (logarithmic scale of time)",
            PERCENTILES, {name: [max(scenarios["get", name][part], 0.01) for part in PERCENTILES] for name in NAMES},
            logarithmic=True),
    }


def text(numbers):
    return "\n\n".join(section.strip() for section in (
        circumstances(numbers), goals_table(numbers), rates_table(numbers), plot_links(), latency_table(numbers),
        processor_table(numbers), connections_table(numbers), keys_table(numbers), others(numbers)))


def circumstances(numbers):
    machine, version = numbers["machine"], numbers["versions"]
    return (
        f"Measured on {numbers['date']} by `make bench ROUNDS={numbers['rounds']} SECONDS={numbers['seconds']}` on "
        f"{machine['cores']} cores with {machine['memory']} GiB of memory ({machine['processor']}, {machine['system']}; load "
        f"average {numbers['load']:.1f} at the start), which gateway, nats-server and load generator share. kvgraph "
        f"{version['kvgraph']} built by Swift {version['Swift']}; nats-server {version['nats-server']}; Go {version['Go']} "
        f"with graph-gophers {version['graph-gophers']} and nats.go {version['nats.go']}; Node {version['Node']} with "
        f"graphql-js {version['graphql-js']}; wrk {version['wrk']}. Medians of {numbers['rounds']} interleaved rounds of "
        f"{numbers['seconds']} s at 64 connections, unless said otherwise. {grouped(numbers['compared'])} answers under load "
        f"were compared byte by byte or field by field: all were right. Of the measured requests "
        + (", ".join(f"{count} of {name}'s" for name, count in failures(numbers).items()) or "none") + " failed.")


def failures(numbers):
    """How many requests of the measured runs failed, by the gateways that had any."""
    rows = [(name, row["failed"]) for part in ("scenarios", "connections", "keys") for (_, name), row in numbers[part].items()]
    return {name: sum(count for other, count in rows if other == name) for name, count in rows if count}


def grouped(number):
    return f"{number:,.0f}".replace(",", " ")


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|---" + "|--:" * (len(head) - 1) + "|"]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def goals_table(numbers):
    rows = [(goal.measure, f"{goal.reached:.2f} {goal.unit}", f"{goal.must:g}", f"{goal.aim:g}", goal.verdict)
            for goal in goals(numbers)]
    return "### Goals\n\nWhat this project wants to reach, and what it reached in this run.\n\n" + table(
        ("measure", "reached", "goal", "aim", "verdict"), rows)


def rates_table(numbers):
    rows = []
    for scenario in SCENARIOS:
        found = [numbers["scenarios"].get((scenario.name, name)) for name in NAMES]
        rates = [row and row["rate"] for row in found]
        ratios = [f"{rates[0] / rate:.2f}" if rate else "" for rate in rates[1:]]
        rows.append((scenario.title, *(grouped(rate) if rate else "" for rate in rates), *ratios))
    return "### Requests a second\n\n" + table(
        ("scenario", *NAMES, *(f"kvgraph / {name}" for name in NAMES[1:])), rows)


def plot_links():
    return ("![Requests a second by connections](benchmarks/connections.svg)\n\n"
            "![Latency by percentile](benchmarks/latency.svg)")


def latency_table(numbers):
    rows = [(scenario.title, *(f"{row['p50']:.2f} / {row['p99']:.1f}" if row else "" for row in (
        numbers["scenarios"].get((scenario.name, name)) for name in NAMES))) for scenario in SCENARIOS]
    return "### Latency\n\nMilliseconds, p50 / p99, at 64 connections that always have a request on its way.\n\n" + table(
        ("scenario", *NAMES), rows)


def processor_table(numbers):
    def cell(row):
        return f"**{row['gateway us']:.1f}** + {row['nats us']:.1f} + {row['wrk us']:.1f}" if row else ""

    rows = [(scenario.title, *(cell(numbers["scenarios"].get((scenario.name, name))) for name in NAMES))
            for scenario in SCENARIOS]
    rows.append(("most resident memory, MiB", *(f"{resident(numbers['scenarios'], name):.0f}" for name in NAMES)))
    return ("### Processor time and memory\n\nMicroseconds of processor time a request: **gateway** + nats-server + wrk.\n\n"
            + table(("scenario", *NAMES), rows))


def connections_table(numbers):
    series = numbers["connections"]
    rows = [(str(count), *(f"{grouped(series[count, name]['rate'])} ({series[count, name]['p50']:.2f})" for name in NAMES),
             shares(series, count)) for count in sorted({count for count, _ in series})]
    return (f"### Connections\n\nkv_get, requests a second (p50 in ms) and the processor time of gateway + nats-server + client "
            f"for a request to kvgraph, rounds of {numbers['short']} s, from when all connections are open.\n\n"
            + table(("connections", *NAMES, "kvgraph us"), rows))


def keys_table(numbers):
    series = numbers["keys"]
    rows = [(grouped(size), *(grouped(series[size, name]["rate"]) for name in ("kvgraph", "floor")),
             f"{series[size, 'kvgraph']['rate'] / series[size, 'floor']['rate']:.2f}", shares(series, size),
             shares(series, size, "floor")) for size in sorted({size for size, _ in series})]
    return (f"### Keys\n\nkv_get, requests a second by the number of keys in the bucket, after every key was read once, and the "
            f"processor time of gateway + nats-server + client for a request, rounds of {numbers['short']} s. The floor shows "
            "what nats-server itself loses.\n\n"
            + table(("keys", "kvgraph", "floor", "kvgraph / floor", "kvgraph us", "floor us"), rows))


def shares(series, count, name="kvgraph"):
    row = series[count, name]
    return f"**{row['gateway us']:.1f}** + {row['nats us']:.1f} + {row['client us']:.1f}"


def others(numbers):
    start = numbers["start"]
    rows = [(f"start with the embedded server, {name}", f"ready after {row['ready']:.0f} ms, {row['cpu']:.0f} ms of processor time "
             "before listening") for name, row in start.items()]
    rows.append(("memory of an idle connection", ", ".join(
        f"{name} {size:.1f} KiB" for name, size in numbers["idle"].items())))
    rows.append(("size of the binary", "{:.1f} MiB, {:.1f} MiB without symbols".format(*numbers["size"])))
    return "### Start, idle connections, size\n\n" + table(("measure", "value"), rows)
