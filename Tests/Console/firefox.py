"""A look at the console with Firefox, spoken to in WebDriver BiDi: no driver program is needed."""

import base64
import itertools
import json
import os
import pathlib
import shutil
import tempfile
import time

import websocket  # a part of selenium's requirements
from page import FLAG, PATIENCE, Process, expect, put


class Firefox:
    def __init__(self, binary, folder):
        self.process = Process([binary, "--headless", "--no-remote", "--profile", folder, "--remote-debugging-port", "0"],
                               {"MOZ_HEADLESS_WIDTH": "1280", "MOZ_HEADLESS_HEIGHT": "860", "HOME": folder})
        address = self.process.wait_for(r"WebDriver BiDi listening on (ws://\S+)").group(1)
        self.socket = websocket.create_connection(address + "/session", timeout=PATIENCE, suppress_origin=True)
        self.ids = itertools.count(1)
        self.log = []
        self.send("session.new", {"capabilities": {}})
        self.send("session.subscribe", {"events": ["log.entryAdded"]})
        self.context = self.send("browsingContext.getTree", {})["contexts"][0]["context"]

    def send(self, method, parameters):
        number = next(self.ids)
        self.socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            message = json.loads(self.socket.recv())
            if message.get("method") == "log.entryAdded":
                self.log.append(message["params"])
            if message.get("id") == number:
                expect(message["type"] == "success", f"Firefox, {method}: {message}")
                return message["result"]

    def run(self, expression):
        result = self.send("script.evaluate", {"expression": f"JSON.stringify((() => {{ {expression} }})())", "awaitPromise": True,
                                               "target": {"context": self.context}})
        expect(result["type"] == "success", f"a script in Firefox: {result}")
        return json.loads(result["result"].get("value", "null"))

    def wait(self, what, expression):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            found = self.run(expression)
            if found:
                return found
            self.send("browsingContext.getTree", {})
        self.shot("failed-firefox")
        expect(False, f"Firefox: {what}: {self.run('return document.body.innerText.slice(0, 1000)')}")

    def open(self, url):
        self.send("browsingContext.navigate", {"context": self.context, "url": "about:blank", "wait": "complete"})
        self.send("browsingContext.navigate", {"context": self.context, "url": url, "wait": "complete"})
        self.wait("the page is connected", "return document.querySelector('#connection')?.textContent === 'Connected'")

    def keys(self, selector, *keys):
        self.run(f"document.querySelector({json.dumps(selector)}).focus()")
        actions = [action for key in keys for action in self.strokes(key)]
        self.send("input.performActions", {"context": self.context, "actions": [{"type": "key", "id": "keyboard", "actions": actions}]})

    @staticmethod
    def strokes(key):
        """A text, or a key with Control as ("control", key)."""
        if isinstance(key, tuple):
            return [{"type": "keyDown", "value": "\ue009"}, *Firefox.strokes(key[1]), {"type": "keyUp", "value": "\ue009"}]
        return [{"type": kind, "value": one} for one in key for kind in ("keyDown", "keyUp")]

    def shot(self, name):
        folder = os.environ.get("SCREENSHOTS")
        if folder:
            data = self.send("browsingContext.captureScreenshot", {"context": self.context})["data"]
            pathlib.Path(folder, name + ".png").write_bytes(base64.b64decode(data))

    def close(self):
        self.socket.close()
        self.process.child.terminate()
        self.process.child.wait(timeout=PATIENCE)


def look(gateway):
    binary = shutil.which("firefox-esr") or shutil.which("firefox")
    if not binary:
        print("      not run with Firefox: there is none here", flush=True)
        return
    put(gateway, "flags", "fox", FLAG)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        firefox = Firefox(binary, folder)
        try:
            visit(firefox, gateway)
        finally:
            firefox.close()


def visit(firefox, gateway):
    firefox.open(gateway.url + "/")
    firefox.wait("the schema", "return document.querySelector('.examples') !== null")
    load = firefox.run("const [one] = performance.getEntriesByType('navigation'); return one.loadEventEnd")
    editor = "textarea[aria-label=Query]"
    firefox.keys(editor, ("control", "a"), "{ kv_ke")
    firefox.wait("completions", "return document.querySelector('.completions:not([hidden])')?.textContent.includes('kv_keys')")
    firefox.keys(editor, "\ue007", " }", ("control", "\ue007"))
    firefox.wait("the answer", "return document.querySelector('.answer').textContent.includes('\"kv_keys\"')")
    firefox.shot("firefox-query")
    firefox.keys(editor, ("control", "a"), "subscription { kv_watchAll { key } }", ("control", "\ue007"))
    firefox.wait("a live subscription", "return document.querySelector('.status').textContent.includes('Live')")
    put(gateway, "kv", "fox", {"token": "t"})
    firefox.wait("an event", "return document.querySelector('.events')?.textContent.includes('fox')")
    firefox.open(gateway.url + "/#/data/flags/fox")
    firefox.wait("the entry", "return document.querySelector('.entry .detail')?.textContent.startsWith('Revision')")
    owner = ".member[data-member=owner] textarea"
    firefox.keys(owner, ("control", "a"), "vixen", ("control", "s"))
    firefox.wait("saved", "return document.querySelector('.notice').textContent.includes('Saved')")
    firefox.wait("a live row", "return document.querySelector('.live').textContent === 'live' && document.querySelector('.row') !== null")
    firefox.shot("firefox-data")
    firefox.open(gateway.url + "/#/schema/flags_Value")
    firefox.wait("the type", "return document.querySelector('.type h2')?.textContent.includes('flags_Value')")
    wrong = [entry.get("text") for entry in firefox.log if entry.get("level") == "error"]
    expect(not wrong, f"Firefox's log: {wrong}")
    print(f"      Firefox: load event after {load:.0f} ms, no errors in the log", flush=True)
