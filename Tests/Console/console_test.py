#!/usr/bin/env python3
"""console_test.py BINARY: drives the console in headless Chromium as a person would, on both servers.

Needs chromium, chromedriver and selenium (`make console-test` installs them). SCREENSHOTS names a folder to keep
pictures in.
"""

import json
import os
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent.parent / "Scripts"))

from harness import ROOT, Gateway, nats_server  # noqa: E402
from selenium import webdriver  # noqa: E402
from selenium.common.exceptions import StaleElementReferenceException, TimeoutException  # noqa: E402
from selenium.webdriver.common.by import By  # noqa: E402
from selenium.webdriver.common.keys import Keys  # noqa: E402
from selenium.webdriver.support.ui import WebDriverWait  # noqa: E402

HOSTILE = '<script>document.title="hacked"</script>"\'&amp;'


def browser(width=1280, height=900, dark=False):
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for argument in ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                     f"--window-size={width},{height}"]:
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService("/usr/bin/chromedriver"))
    if dark:
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia",
                               {"features": [{"name": "prefers-color-scheme", "value": "dark"}]})
    if width < 500:  # Chromium's window is never that narrow
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                               {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False})
    return driver


class Page:
    def __init__(self, driver, gateway):
        self.driver, self.gateway = driver, gateway

    def wait(self, what, condition):
        try:
            waiting = WebDriverWait(self.driver, 15, ignored_exceptions=[StaleElementReferenceException])
            return waiting.until(lambda driver: condition())
        except TimeoutException:
            self.shot("failed")
            raise SystemExit(f"FAIL  {what}\n{self.driver.find_element(By.TAG_NAME, 'body').text[:2000]}")

    def open(self, path=""):
        self.driver.get(self.gateway.url + "/" + path)
        self.wait("the page is connected", lambda: "Connected" in self.text("#connection"))

    def find(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def text(self, selector):
        return " ".join(element.text for element in self.all(selector))

    def button(self, text):
        found = [one for one in self.all("button") if one.text == text and one.is_displayed()]
        if not found:
            self.shot("failed")
            raise SystemExit(f"FAIL  there is no button '{text}'")
        return found[0]

    def write(self, element, text):
        element.click()
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
        if wrong:
            raise SystemExit(f"FAIL  the browser's log: {wrong}")


def put(gateway, key, token):
    body = json.loads(gateway.post("mutation($key: String!, $value: kv_InputValue!) "
                                   "{ kv_put(key: $key, value: $value) { revision } }",
                                   {"key": key, "value": {"token": token}}))
    return body["data"]["kv_put"]["revision"]


def query_with_completion(page):
    page.open()
    editor = page.find("textarea[aria-label=Query]")
    page.write(editor, "{ kv_ke")
    page.wait("completions", lambda: "kv_keys" in page.text(".completions"))
    editor.send_keys(Keys.ENTER)
    editor.send_keys(" }")
    page.wait("no problems", lambda: page.text(".problems") == "")
    editor.send_keys(Keys.CONTROL, Keys.ENTER)
    page.wait("the answer", lambda: "kv_keys" in page.text(".answer"))
    page.write(editor, "{ kv_kezs }")
    page.wait("a problem as one types", lambda: 'Did you mean "kv_keys"' in page.text(".problems"))
    page.write(page.find("textarea.small"), "{nope")
    editor.send_keys(Keys.CONTROL, Keys.ENTER)
    page.wait("variables that are no JSON", lambda: "Variables:" in page.text(".problem"))
    page.write(page.find("textarea.small"), " ")
    page.shot("query")


def live_subscription(page):
    editor = page.find("textarea[aria-label=Query]")
    page.write(editor, "subscription { kv_watchAll { key value { token } } }")
    editor.send_keys(Keys.CONTROL, Keys.ENTER)
    page.wait("a live subscription", lambda: "Live" in page.text(".status"))
    put(page.gateway, "live", "from elsewhere")
    page.wait("an event", lambda: "from elsewhere" in page.text(".events"))
    page.button("Pause").click()
    put(page.gateway, "live", "while paused")
    page.wait("a counted event", lambda: "Paused · 2 events" in page.text(".status"))
    if "while paused" in page.text(".events"):
        raise SystemExit("FAIL  a paused subscription went on")
    page.button("Resume").click()
    page.wait("the event after the pause", lambda: "while paused" in page.text(".events"))
    page.button("Stop").click()


def create_and_edit(page):
    page.open("#/data/kv")
    page.wait("the new key's row", lambda: "live" in page.text(".rows"))
    page.button("New key").click()
    page.wait("the form", lambda: page.all(".entry input"))
    page.find(".entry input").send_keys("form.1")
    page.find(".members textarea").send_keys(HOSTILE)
    page.button("Create").click()
    page.wait("the created entry", lambda: "revision" in page.text(".entry .detail") and page.text(".entry h2") == "form.1")
    page.wait("its row", lambda: "form.1" in page.text(".rows"))
    if page.find(".members textarea").get_attribute("value") != HOSTILE or page.driver.title == "hacked":
        raise SystemExit("FAIL  a hostile value did not come back as it was")
    page.write(page.find(".members textarea"), "edited")
    page.wait("raw JSON in step", lambda: '"edited"' in page.find(".raw").get_attribute("value"))
    page.button("Save").click()
    page.wait("saved", lambda: "Saved" in page.text(".notice"))
    page.write(page.find(".raw"), '{"token": 5}')
    page.button("Save").click()
    page.wait("an invalid value is refused", lambda: page.text(".problem") + page.text(".field-issue"))
    page.write(page.find(".raw"), '{"token": "edited"}')
    page.shot("data")


def conflict(page):
    page.write(page.find(".members textarea"), "mine")
    put(page.gateway, "form.1", "theirs")
    page.wait("word of the change elsewhere", lambda: "changed elsewhere" in page.text(".notice"))
    page.button("Save").click()
    page.wait("both versions", lambda: "mine" in page.text(".conflict") and "theirs" in page.text(".conflict"))
    page.shot("conflict")
    page.find(".conflict input[value=theirs]").click()
    page.button("Use this").click()
    page.wait("the merged value", lambda: page.find(".members textarea").get_attribute("value") == "theirs")


def history_and_restore(page):
    page.button("Revisions").click()
    page.wait("the revisions", lambda: len(page.all(".revisions button")) >= 3)
    page.all(".revisions button")[1].click()
    page.wait("the difference", lambda: "edited" in page.text(".diff .removed"))
    page.shot("revisions")
    [one for one in page.all("button") if one.text.startswith("Restore revision")][0].click()
    page.wait("restored", lambda: page.find(".members textarea").get_attribute("value") == "edited")


def delete_and_purge(page):
    page.button("Delete").click()
    page.wait("a question", lambda: page.all("dialog"))
    [one for one in page.all("dialog button") if one.text == "Delete"][0].click()
    page.wait("the row is gone", lambda: "form.1" not in page.text(".rows"))
    page.find(".row").click()
    page.wait("another entry", lambda: page.text(".entry h2") == "live")
    page.button("Purge").click()
    page.wait("a question", lambda: page.all("dialog"))
    [one for one in page.all("dialog button") if one.text == "Purge"][0].click()
    page.wait("no rows", lambda: page.text(".rows") == "")


def by_keyboard(page):
    """From the skip link to an answer without a pointer."""
    page.driver.get("about:blank")
    page.open("#/query")
    page.find("body").send_keys(Keys.TAB)
    if "Skip" not in page.driver.switch_to.active_element.text:
        raise SystemExit("FAIL  the first stop is not the skip link")
    for _ in range(30):
        active = page.driver.switch_to.active_element
        if active.get_attribute("aria-label") == "Query" and active.tag_name == "textarea":
            break
        active.send_keys(Keys.TAB)
    else:
        raise SystemExit("FAIL  the query editor cannot be reached by Tab")
    active.send_keys(Keys.CONTROL, "a")
    active.send_keys("{ __typename }", Keys.CONTROL, Keys.ENTER)
    page.wait("the answer", lambda: '"Query"' in page.text(".answer"))


def names_and_contrast(page):
    """No control without a name, told by the browser's own accessibility tree."""
    for path in ("#/query", "#/schema", "#/data/kv"):
        page.open(path)
        tree = page.driver.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
        roles = {"button", "link", "textbox", "combobox", "checkbox", "searchbox", "listbox", "radio", "tab"}
        nameless = [node["role"]["value"] for node in tree if not node.get("ignored")
                    and node.get("role", {}).get("value") in roles and not node.get("name", {}).get("value")]
        if nameless:
            raise SystemExit(f"FAIL  controls without a name on {path}: {nameless}")


def narrow_and_dark(gateway):
    for name, options in (("narrow", {"width": 360, "height": 740}), ("dark", {"dark": True})):
        driver = browser(**options)
        try:
            page = Page(driver, gateway)
            for path in ("#/query", "#/schema", "#/data/kv"):
                page.open(path)
                wide = driver.execute_script("return document.documentElement.scrollWidth - innerWidth")
                if wide > 0:
                    raise SystemExit(f"FAIL  {path} is {wide} pixels too wide ({name})")
                page.shot(f"{name}-{path.split('/')[1]}")
            page.check_log()
        finally:
            driver.quit()


def gateway_restarts(page, start):
    """The page tells of a lost gateway and comes back by itself; what was typed stays."""
    page.open("#/query")
    editor = page.find("textarea[aria-label=Query]")
    page.write(editor, "{ kv_keys }")
    port = page.gateway.url.rsplit(":", 1)[1]
    page.gateway.process.terminate()
    page.wait("word of the loss", lambda: "lost" in page.text("#connection"))
    page.gateway = start(port)
    page.wait("word of the return", lambda: "Back" in page.text("#connection"))
    if editor.get_attribute("value") != "{ kv_keys }":
        raise SystemExit("FAIL  what was typed is gone")
    editor.send_keys(Keys.CONTROL, Keys.ENTER)
    page.wait("an answer again", lambda: "kv_keys" in page.text(".answer"))


def run(name, binary, arguments, environment):
    model = ["--model", str(ROOT / "examples/token.json"), "--namespace", "kv", "--history", "10"]

    def start(port="0"):
        return Gateway(binary, [*model, *arguments, "--port", port], environment)

    page = Page(browser(), start())
    try:
        for step in (query_with_completion, live_subscription, create_and_edit, conflict, history_and_restore,
                     delete_and_purge, by_keyboard, names_and_contrast):
            step(page)
            print(f"ok    {name}: {step.__name__.replace('_', ' ')}", flush=True)
        page.check_log()
        narrow_and_dark(page.gateway)
        gateway_restarts(page, start)
        print(f"ok    {name}: narrow and dark, gateway restarts", flush=True)
    finally:
        page.driver.quit()
        page.gateway.process.child.kill()


def main():
    binary = str(pathlib.Path(sys.argv[1]).resolve())
    with tempfile.TemporaryDirectory() as folder:
        run("embedded", binary, ["--store-dir", folder + "/embedded"], {})
        with nats_server(folder) as url:
            run("nats-server", binary, [], {"WG_NATS_URL": url})


if __name__ == "__main__":
    main()
