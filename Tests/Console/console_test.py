#!/usr/bin/env python3
"""console_test.py BINARY [STEP...]: drives the console in headless Chromium as a person would, on both servers, and
takes a look at it with Firefox where there is one.

Needs chromium, chromedriver and selenium (`make console-test` installs them). SCREENSHOTS names a folder to keep
pictures in. Words behind the binary choose the steps whose names hold one of them.
"""

import pathlib
import shutil
import sys
import tempfile
import time

import access_steps
import data_steps
import firefox
import measure_steps
import query_steps
import screenshots
import state_steps
from page import MODELS, ROOT, Failure, Page, browser, configuration, serve


def run(name, binary, folder, wanted, server=None):
    model = pathlib.Path(folder, f"{name}-shapes.json")
    shutil.copy(MODELS / "shapes.json", model)
    config = configuration(folder, name, model)
    arguments = [] if server else ["--store-dir", f"{folder}/{name}"]
    environment = {"WG_NATS_URL": server.url} if server else {"WG_NATS_URL": ""}
    gateway = serve(binary, config, arguments, environment)

    def restart(gateway):
        """The same gateway on the same port, as a new process."""
        port = gateway.url.rsplit(":", 1)[1]
        gateway.process = serve(binary, config, arguments, environment, port).process

    page = Page(browser(), gateway)
    steps = [*query_steps.STEPS, *data_steps.STEPS, *access_steps.STEPS, *measure_steps.STEPS,
             lambda page: state_steps.gateway_restarts(page, restart)]
    names = [step.__name__ for step in steps[:-1]] + ["gateway_restarts"]
    if server:
        steps.append(lambda page: state_steps.nats_restarts(page, server))
        names.append("nats_restarts")
    steps.append(lambda page: state_steps.model_changes(page, model))
    names.append("model_changes")
    if not server:
        steps += [lambda page: firefox.look(page.gateway), screenshots.take]
        names += ["firefox", "screenshots"]
    try:
        for step, step_name in zip(steps, names):
            if wanted and not any(word in step_name for word in wanted):
                continue
            begun = time.monotonic()
            step(page)
            print(f"ok    {name}: {step_name.replace('_', ' ')} ({time.monotonic() - begun:.1f} s)", flush=True)
        page.check_log()
    except Failure:
        page.shot("failed")
        raise
    finally:
        page.driver.quit()
        gateway.process.child.kill()


def compatible(binary):
    """With the schema of WunderGraph there is no paging, no status, no operation of an entry; the console works."""
    arguments = ["--namespace", "kv", "--history", "10", "--compat", "wundergraph", "--in-memory"]
    gateway = serve(binary, "--model", [str(ROOT / "examples/token.json"), *arguments], {"WG_NATS_URL": ""})
    page = Page(browser(), gateway)
    try:
        for step in (query_steps.live_subscription, data_steps.create_and_edit, data_steps.conflict,
                     data_steps.history_and_restore, data_steps.delete_and_purge):
            step(page)
            print(f"ok    compatible: {step.__name__.replace('_', ' ')}", flush=True)
        page.check_log()
    finally:
        page.driver.quit()
        gateway.process.child.kill()


def main():
    binary = str(pathlib.Path(sys.argv[1]).resolve())
    wanted = sys.argv[2:]
    with tempfile.TemporaryDirectory() as folder:
        run("embedded", binary, folder, wanted)
        if not wanted or "compatible" in wanted:
            compatible(binary)
        server = state_steps.NATSServer(folder)
        try:
            run("nats-server", binary, folder, wanted, server)
        finally:
            server.stop()


if __name__ == "__main__":
    main()
