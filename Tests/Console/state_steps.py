"""What happens around the page: a lost gateway, a lost NATS, another model."""

import json
import pathlib
import signal

from page import FLAG, MODELS, Keys, Process, expect, opened, put

EDITOR = "textarea[aria-label=Query]"


class NATSServer:
    """A real nats-server that can be stopped and started again where it was."""

    def __init__(self, folder):
        self.folder = str(pathlib.Path(folder, "nats"))
        self.start("-1")

    def start(self, port):
        self.process = Process(["nats-server", "-a", "127.0.0.1", "-p", port, "-js", "-sd", self.folder])
        self.address = self.process.wait_for(r"Listening for client connections on (\S+)").group(1)
        self.process.wait_for("Server is ready")

    @property
    def url(self):
        return "nats://" + self.address

    def stop(self):
        self.process.terminate()

    def restart(self):
        self.start(self.address.rsplit(":", 1)[1])


def gateway_restarts(page, restart):
    """The page tells of a lost gateway and comes back by itself; what was typed stays."""
    gateway = page.gateway
    put(gateway, "flags", "kept", FLAG)
    with opened(gateway) as form:
        form.entry("flags", "kept")
        form.write(form.find(form.control("owner") + " textarea"), "typed")
        page.open("#/query")
        page.write(page.find(EDITOR), 'subscription { kv_watch(keys: ["after"]) { key value { token } } }')
        page.find(EDITOR).send_keys(Keys.CONTROL, Keys.ENTER)
        page.wait("a live subscription", lambda: "Live" in page.text(".status"))
        gateway.process.terminate()
        for one in (page, form):
            one.wait("word of the loss", lambda: "Gateway lost" in one.text("#connection"))
        page.wait("word in the subscription", lambda: "Connection lost" in page.text(".status"))
        form.button("Save").click()
        form.wait("word that nothing was saved", lambda: "Not saved: the gateway cannot be reached" in form.text(".problem"))
        restart(gateway)
        for one in (page, form):
            one.wait("word of the return", lambda: one.text("#connection") == "Back")
        page.wait("the subscription is live again", lambda: "Live" in page.text(".status"))
        put(gateway, "kv", "after", {"token": "after the return"})
        page.wait("an event after the return", lambda: "after the return" in page.text(".events"))
        form.wait("the keys are live again", lambda: "live" in form.text(".live.good"))
        expect(form.value(form.control("owner") + " textarea") == "typed", "what was typed is still here")
        form.button("Save").click()
        form.wait("saved", lambda: "Saved" in form.text(".notice"))
        form.check_log()


def nats_restarts(page, server):
    """NATS goes away under the gateway: /readyz says so, and the page says what it says."""
    put(page.gateway, "flags", "kept", FLAG)
    page.entry("flags", "kept")
    server.stop()
    page.wait("word of the loss", lambda: "NATS lost" in page.text("#connection"))
    page.write(page.find(page.control("owner") + " textarea"), "meanwhile")
    page.button("Save").click()
    page.wait("word that nothing was saved", lambda: "Not saved" in page.text(".problem"))
    server.restart()
    page.wait("word of the return", lambda: page.text("#connection") == "Back")
    expect(page.value(page.control("owner") + " textarea") == "meanwhile", "what was typed is still here")
    page.button("Save").click()
    page.wait("saved, or merged with what got through", lambda: "Saved" in page.text(".notice") or page.all(".conflict"))


def model_changes(page, path):
    """Another model is read while a form is open: the form follows and keeps what was typed."""
    put(page.gateway, "shapes", "open", {"name": "before", "nick": None, "tags": ["a"]})
    page.entry("shapes", "open")
    page.write(page.find(page.control("name") + " textarea"), "typed")
    model = json.loads(pathlib.Path(MODELS, "shapes.json").read_text())
    model["properties"]["colour"] = {"type": "string", "enum": ["RED", "GREEN"]}
    model["required"].append("colour")
    del model["properties"]["tags"]
    pathlib.Path(path).write_text(json.dumps(model))
    page.gateway.process.child.send_signal(signal.SIGHUP)
    page.wait("word of the other model", lambda: "The model changed" in page.text(".notice"))
    page.wait("the other model's field", lambda: page.all(page.control("colour")))
    expect(page.value(page.control("name") + " textarea") == "typed", "what was typed is still here")
    expect("tags" in page.text(".form") and '"tags"' in page.value(".side textarea"), "a member that the model lost is kept, and said")
    page.button("Save").click()
    page.wait("the missing member at its field", lambda: "required" in page.text(page.control("colour") + " > .field-issue"))
    page.find(page.control("colour") + " select").send_keys("GREEN")
    [one for one in page.all(".form button") if one.text == "Remove" and "Not in the model" in one.find_element("xpath", "..").text][0].click()
    page.button("Save").click()
    page.wait("saved", lambda: "Saved" in page.text(".notice"))
