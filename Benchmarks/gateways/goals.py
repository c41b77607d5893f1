"""What the gateway is to reach, as ratios to the peers in the same run, and what it reached."""

import dataclasses


@dataclasses.dataclass
class Goal:
    measure: str
    unit: str
    must: float
    aim: float
    reached: float
    lower_is_better: bool = False

    @property
    def verdict(self):
        sign = -1 if self.lower_is_better else 1
        if sign * self.reached >= sign * self.aim:
            return "aim"
        return "goal" if sign * self.reached >= sign * self.must else "missed"


# Scenario, must and aim against Go, and against Node; None where there is no such goal.
RATES = [
    ("get", "kv_get, requests a second", (3.5, 4.5), (1.75, 2.2)),
    ("typename", "`{__typename}`, requests a second", (1.4, 2), None),
    ("five", "five aliased kv_get, requests a second", (3.5, 4.5), (1.75, 2)),
    ("mixed", "mixed 90/10, requests a second", (3.3, 4.2), (1.7, 2.2)),
    ("put", "kv_put on a fresh bucket, requests a second", (1.1, 1.2), (1, 1)),
    ("history", "kv_history, requests a second", (2.9, 4), (1, 1.3)),
]


def goals(numbers):
    """All of them, in the order of the page."""
    scenarios, connections = numbers["scenarios"], numbers["connections"]

    def ratio(scenario, peer, name="rate"):
        return scenarios[scenario, "kvgraph"][name] / max(scenarios[scenario, peer][name], 1e-9)

    found = []
    for scenario, measure, go, node in RATES:
        found.append(Goal(measure, "x Go", *go, ratio(scenario, "Go")))
        if node:
            found.append(Goal(measure, "x Node", *node, ratio(scenario, "Node")))
    found.insert(2, Goal("kv_get, requests a second", "x floor", 0.65, 0.65, ratio("get", "floor")))

    def lower(measure, unit, must, aim, reached):
        found.append(Goal(measure, unit, must, aim, reached, lower_is_better=True))

    lower("kv_get, processor time of the gateway", "x Go", 0.20, 0.12, ratio("get", "Go", "gateway us"))
    lower("kv_get, processor time of the gateway", "x floor", 2.3, 2.3, ratio("get", "floor", "gateway us"))
    lower("kv_put, processor time of the gateway", "x Go", 0.25, 0.25, ratio("put", "Go", "gateway us"))
    lower("kv_get, p99 at 64 connections", "x Go", 0.5, 0.3, ratio("get", "Go", "p99"))
    lower("kv_get, p50 at one connection", "x Go", 0.6, 0.5,
          connections[1, "kvgraph"]["p50"] / max(connections[1, "Go"]["p50"], 1e-9))
    lower("resident memory under load", "MiB", 48, 24, resident(scenarios, "kvgraph"))
    lower("slowest beside fastest number of connections from 64 on, kv_get", "% less", 15, 15,
          spread(connections, "kvgraph", 64))
    lower("slowest beside fastest number of keys, kv_get", "% less", 15, 15, spread(numbers["keys"], "kvgraph", 0))
    lower("memory of an idle connection", "KiB", 20, 20, numbers["idle"]["kvgraph"])
    lower("start with the embedded server until ready", "ms", 150, 150, numbers["start"]["new store"]["ready"])
    lower("processor time before listening", "ms", 50, 50, numbers["start"]["new store"]["cpu"])
    return found


def resident(scenarios, name):
    """The most that a gateway held at the end of any scenario, in MiB."""
    return max(row["resident"] for (_, gateway), row in scenarios.items() if gateway == name)


def spread(rows, name, least):
    """How many per cent fewer requests a second the slowest point of a series has than the fastest one."""
    rates = [row["rate"] for (count, gateway), row in rows.items() if gateway == name and count >= least]
    return (1 - min(rates) / max(rates)) * 100
