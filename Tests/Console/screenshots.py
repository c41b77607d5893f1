"""The pictures of the documentation: SCREENSHOTS names the folder they go to."""

import os

from page import FLAG, opened, put, theme
from query_steps import run_query

KEYS = ("billing.dunning", "billing.invoices.v2", "checkout.new-cart", "checkout.one-click", "growth.referral",
        "growth.trial-30", "onboarding.tour", "platform.http3", "platform.read-replica", "search.typo", "search.vector")


def take(page):
    if not os.environ.get("SCREENSHOTS"):
        return
    gateway = page.gateway
    for key in KEYS:
        put(gateway, "flags", key, FLAG)
    put(gateway, "flags", "checkout.new-cart", {**FLAG, "rollout": 75})
    for key in ("answer", "checkout.cart", "fresh", "kept", "keys.b", "narrow.flag", "seen"):
        gateway.post("mutation($key: String!) { flags_purge(key: $key) }", {"key": key})
    with opened(gateway, width=1280, height=800) as page:
        theme(page.driver, "dark")
        page.open("#/query")
        page.wait("the schema", lambda: page.all(".examples"))
        page.write(page.find(".extra textarea"), '{ "key": "checkout.new-cart" }')
        run_query(page, "query Flag($key: String!) {\n  flags_get(key: $key) {\n    revision\n    value {\n      enabled\n"
                        "      owner\n      rollout\n      rules {\n        name\n        conditions {\n"
                        "          attribute\n          operator\n          values\n        }\n      }\n    }\n  }\n}\n")
        page.wait("the answer", lambda: "checkout" in page.text(".answer"))
        page.wait("the tab's name", lambda: page.text(".tabs button[aria-pressed=true]") == "Flag")
        page.shot("query-dark")
        theme(page.driver, "light")
        page.entry("flags", "checkout.new-cart")
        page.wait("the rows", lambda: len(page.all(".row")) >= len(KEYS))
        page.shot("data-light")
        page.button("Revisions").click()
        page.wait("the difference", lambda: page.all(".diff .added"))
        page.shot("revisions-light")
        page.open("#/schema/flags_InputValue")
        page.wait("the type", lambda: page.text(".type h2"))
        theme(page.driver, "dark")
        page.shot("schema-dark")
    with opened(gateway, width=360, height=740) as page:
        page.entry("flags", "checkout.new-cart")
        page.shot("data-narrow")
