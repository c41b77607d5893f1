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
    for series, least, what in ((connections, 64, "connections from 64 on"), (numbers["keys"], 0, "keys")):
        lower(f"slowest beside fastest number of {what}, kv_get", "% less", 15, 15, spread(rates(series, least)))
        lower("the same, each as a share of the floor's", "% less", 15, 15, spread(shares_of_floor(series, least)))
    lower("memory of an idle connection", "KiB", 20, 20, numbers["idle"]["kvgraph"])
    lower("start with the embedded server until ready", "ms", 150, 150, numbers["start"]["new store"]["ready"])
    lower("processor time before listening", "ms", 50, 50, numbers["start"]["new store"]["cpu"])
    return found


def resident(scenarios, name):
    """The most that a gateway held at the end of any scenario, in MiB."""
    return max(row["resident"] for (_, gateway), row in scenarios.items() if gateway == name)


def rates(series, least, name="kvgraph"):
    """Requests a second by number, from the least number on."""
    return {count: row["rate"] for (count, gateway), row in series.items() if gateway == name and count >= least}


def shares_of_floor(series, least):
    """The same beside what nothing between this client, system and nats-server can pass."""
    floor = rates(series, least, "floor")
    return {count: rate / max(floor[count], 1e-9) for count, rate in rates(series, least).items()}


def spread(figures):
    """How many per cent less the lowest figure is than the highest."""
    return (1 - min(figures.values()) / max(figures.values())) * 100
