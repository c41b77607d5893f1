"""What the tests of the console share: a browser, a page in it, and the gateway behind it."""

import contextlib
import json
import os
import pathlib
import shutil
import sys
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent.parent / "Scripts"))

from harness import ROOT, Gateway, Process  # noqa: E402, F401
from selenium import webdriver  # noqa: E402
from selenium.common.exceptions import (  # noqa: E402
    ElementClickInterceptedException, NoSuchElementException, StaleElementReferenceException, TimeoutException)
from selenium.webdriver.common.by import By  # noqa: E402
from selenium.webdriver.common.keys import Keys  # noqa: E402
from selenium.webdriver.support.ui import WebDriverWait  # noqa: E402

PATIENCE = 30  # seconds before something that has to come is called missing
MODELS = pathlib.Path(__file__).resolve().parent / "models"
FLAG = {
    "enabled": True, "description": "The new cart, step by step.", "owner": "checkout", "kind": "RELEASE",
    "rollout": 60, "createdAt": "2026-05-01T09:30:00Z",
    "rules": [
        {"name": "staff", "percentage": 100,
         "conditions": [{"attribute": "EMAIL_DOMAIN", "operator": "IN", "values": ["example.com", "example.org"]}]},
        {"name": "beta", "percentage": 50, "variant": "b",
         "conditions": [{"attribute": "PLAN", "operator": "IN", "values": ["pro"]}]}],
    "variants": [{"key": "a", "weight": 500}, {"key": "b", "weight": 500, "payload": {"colour": "green"}}],
    "schedule": {"from": "2026-06-01T00:00:00Z"}, "evaluations": 12345678901,
}


class Failure(SystemExit):
    pass


def expect(condition, what):
    if not condition:
        raise Failure(f"FAIL  {what}")


def browser(width=1280, height=860):
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or "chromium"
    for argument in ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                     f"--window-size={width},{height}"]:
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(shutil.which("chromedriver")))
    # Chromium's own window is never narrower than 500 pixels.
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                           {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False})
    theme(driver, "light")
    return driver


def theme(driver, name):
    """Light or dark, without transitions: a colour in between would be measured as it is."""
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [
        {"name": "prefers-color-scheme", "value": name}, {"name": "prefers-reduced-motion", "value": "reduce"}]})


@contextlib.contextmanager
def opened(gateway, **options):
    driver = browser(**options)
    try:
        yield Page(driver, gateway)
    finally:
        driver.quit()


class Page:
    def __init__(self, driver, gateway):
        self.driver, self.gateway = driver, gateway

    def wait(self, what, condition):
        try:
            waiting = WebDriverWait(self.driver, PATIENCE, poll_frequency=0.05, ignored_exceptions=[
                ElementClickInterceptedException, NoSuchElementException, StaleElementReferenceException])
            return waiting.until(lambda driver: condition())
        except TimeoutException:
            self.shot("failed")
            raise Failure(f"FAIL  {what}\n{self.driver.find_element(By.TAG_NAME, 'body').text[:3000]}") from None

    def open(self, path=""):
        """A fresh load, also where only the fragment differs."""
        self.driver.get("about:blank")
        self.driver.get(self.gateway.url + "/" + path)
        self.wait("the page is connected", lambda: self.text("#connection") in ("Connected", "Back"))
        self.wait("the schema is here", lambda: self.all("main > section"))

    def entry(self, namespace, key):
        self.open(f"#/data/{namespace}/{key}")
        self.wait(f"the entry {key}", lambda: self.text(".entry .detail[role=status]").startswith("Revision"))
        # On a narrow screen the mark is with the list, which is not shown beside an entry.
        self.wait("the live mark", lambda: self.run("return document.querySelector('.live').textContent") == "live")

    def find(self, selector):
        """The element, as soon as it is there."""
        return self.wait(selector, lambda: self.driver.find_element(By.CSS_SELECTOR, selector))

    def all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def text(self, selector):
        """What is shown of all of them; asked again where the page draws them anew meanwhile."""
        return self.wait(selector, lambda: [" ".join(element.text for element in self.all(selector))])[0]

    def value(self, selector):
        return self.find(selector).get_property("value")

    def run(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def run_async(self, script, *arguments):
        """Runs a script with `await` in it; what it returns comes back."""
        self.driver.set_script_timeout(PATIENCE)
        found = self.driver.execute_async_script(
            "const done = arguments[arguments.length - 1];"
            f"(async (...given) => {{ {script} }})(...arguments).then((value) => done({{ value }}), "
            "(error) => done({ error: String(error.stack ?? error) }));", *arguments)
        expect("error" not in found, f"a script of the test: {found.get('error')}")
        return found.get("value")

    def modules(self):
        """Where the page's modules are."""
        return self.run("return document.querySelector('script[type=module]').src.replace(/[^/]*$/, '')")

    def button(self, text, within=""):
        def found():
            return [one for one in self.all(f"{within} button") if one.text == text and one.is_displayed()]
        return self.shown(self.wait(f"a button '{text}'", found)[0])

    def shown(self, element):
        """The element in the middle of what is seen: what is at the top may be below the entry's head."""
        self.run("arguments[0].scrollIntoView({ block: 'center' })", element)
        return element

    def press(self, selector):
        self.shown(self.find(selector)).click()

    def control(self, label):
        """The form's control for a member, by the path of labels that leads to it."""
        place = ".form"
        for part in label.split("/"):
            place += f" > .slot > .list > .items > li[data-item='{part}']" if part.isdigit() else f" .member[data-member='{part}']"
        return place

    def write(self, element, text):
        self.wait("a click", lambda: self.shown(element).click() is None)
        element.send_keys(Keys.CONTROL, "a")
        element.send_keys(Keys.DELETE)
        element.send_keys(text)

    def shot(self, name):
        folder = os.environ.get("SCREENSHOTS")
        if folder:
            self.driver.save_screenshot(str(pathlib.Path(folder, name + ".png")))

    def check_log(self):
        """Nothing went wrong in the page; refused requests are part of the tests and show up as network lines."""
        wrong = [entry["message"] for entry in self.driver.get_log("browser")
                 if entry["level"] == "SEVERE" and entry["source"] != "network"]
        expect(not wrong, f"the browser's log: {wrong}")


def ask(gateway, query, variables):
    """The data of an operation; `variables` are JSON text, whose numbers stay as they are written."""
    body = f'{{"query":{json.dumps(query)},"variables":{variables}}}'.encode()
    request = urllib.request.Request(gateway.url + "/graphql", body, {"content-type": "application/json"})
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
        text = answer.read().decode()
    found = json.loads(text)
    expect("errors" not in found, f"{query[:100]}: {text[:500]}")
    return found["data"]


def put_text(gateway, namespace, key, text):
    ask(gateway, f"mutation($key: String!, $value: {namespace}_InputValue!) "
        f"{{ {namespace}_put(key: $key, value: $value) {{ revision }} }}",
        f'{{"key":{json.dumps(key)},"value":{text}}}')


def put(gateway, namespace, key, value):
    put_text(gateway, namespace, key, json.dumps(value))


def stored(gateway, namespace, key, fields):
    query = f"query($key: String!) {{ found: {namespace}_get(key: $key) {{ value {fields} }} }}"
    return ask(gateway, query, json.dumps({"key": key}))["found"]["value"]


def configuration(folder, name, shapes=MODELS / "shapes.json"):
    """A configuration of three namespaces."""
    path = pathlib.Path(folder, f"{name}.yaml")
    apis = "".join(
        f"  - {{ namespace: {namespace}, model: {json.dumps(str(model))}, history: {history} }}\n"
        for namespace, model, history in (
            ("kv", ROOT / "examples/token.json", 10), ("flags", ROOT / "examples/feature-flags.json", 10),
            ("shapes", shapes, 5)))
    path.write_text("server: { requestTimeout: 10s }\napis:\n" + apis)
    return str(path)


def serve(binary, config, arguments, environment, port="0"):
    return Gateway(binary, [config, *arguments, "--port", port], environment)
