"""The query editor, driven as a person would."""

import urllib.parse

from page import FLAG, Keys, expect, put
from selenium.webdriver.common.action_chains import ActionChains

EDITOR = "textarea[aria-label=Query]"


def editor(page):
    return page.find(EDITOR)


def run_query(page, text):
    page.write(editor(page), "")
    page.run("const area = arguments[0]; area.focus(); document.execCommand('insertText', false, arguments[1]);",
             editor(page), text)
    editor(page).send_keys(Keys.CONTROL, Keys.ENTER)


def query_with_completion(page):
    page.open()
    page.write(editor(page), "{ kv_ke")
    page.wait("completions", lambda: "kv_keys" in page.text(".completions li"))
    expect(page.text(".documentation"), "the chosen completion has its description beside it")
    editor(page).send_keys(Keys.ENTER)
    expect(page.value(EDITOR) == "{ kv_keys}", f"the completed text is {page.value(EDITOR)!r}")
    page.wait("no problems", lambda: page.text(".problems") == "")
    editor(page).send_keys(Keys.CONTROL, Keys.ENTER)
    page.wait("the answer", lambda: "kv_keys" in page.text(".answer"))
    page.wait("status, time and size", lambda: "OK 200" in page.text(".status") and " ms · " in page.text(".status"))


def completion_of_everything(page):
    """Fields with their arguments, enum values, variables, directives."""
    page.write(editor(page), "query Q($id: String!) { flags_ge")
    page.wait("a field", lambda: "flags_get" in page.text(".completions li"))
    editor(page).send_keys(Keys.ENTER)
    page.wait("variables as arguments", lambda: "$id" in page.text(".completions li"))
    editor(page).send_keys(Keys.ENTER)
    text = page.value(EDITOR)
    expect("flags_get(key: $id) {\n" in text, f"the field's template: {text!r}")
    editor(page).send_keys(Keys.ARROW_DOWN, "value { ow")
    page.wait("a nested field", lambda: "owner" in page.text(".completions li"))
    editor(page).send_keys(Keys.ENTER, " @in")
    page.wait("a directive", lambda: "@include" in page.text(".completions li"))
    editor(page).send_keys(Keys.ENTER, "(if: tr")
    page.wait("a boolean", lambda: "true" in page.text(".completions li"))
    editor(page).send_keys(Keys.ENTER)
    page.wait("a whole operation", lambda: page.text(".problems") == "")
    page.write(editor(page), 'mutation { flags_put(key: "a", value: { kind: EXP')
    page.wait("an enum's value", lambda: "EXPERIMENT" in page.text(".completions li"))
    editor(page).send_keys(Keys.ESCAPE)


def what_a_name_means(page):
    page.write(editor(page), "{ kv_keys }")
    place = page.run("const box = [...document.querySelectorAll('.colours .name')][0].getBoundingClientRect();"
                     "const area = arguments[0].getBoundingClientRect();"
                     "return [box.left + 8 - area.left - area.width / 2, box.top + 8 - area.top - area.height / 2]",
                     editor(page))
    ActionChains(page.driver).move_to_element_with_offset(editor(page), int(place[0]), int(place[1])).perform()
    page.wait("the field's meaning on hover", lambda: "Query.kv_keys: [String!]!" in page.text(".tip"))


def mistakes(page):
    page.write(editor(page), "{ kv_kezs }")
    page.wait("a problem as one types", lambda: 'Did you mean "kv_keys"' in page.text(".problems"))
    page.find(".problems button").click()
    selected = page.run("const area = document.activeElement; return area.value.slice(area.selectionStart, area.selectionEnd)")
    expect(selected == "kv_kezs", f"a problem leads to its place, not to {selected!r}")
    editor(page).send_keys(Keys.CONTROL, Keys.ENTER)
    page.wait("the server's error", lambda: "1 error" in page.text(".status") and "Cannot query field" in page.text(".answer"))
    page.write(page.find(".extra textarea"), "{nope")
    editor(page).send_keys(Keys.CONTROL, Keys.ENTER)
    page.wait("variables that are no JSON", lambda: "The variables are no JSON: line 1, column 2" in page.text(".problem"))
    expect(page.value(EDITOR) == "{ kv_kezs }" and page.value(".extra textarea") == "{nope", "nothing typed is lost")
    page.write(page.find(".extra textarea"), " ")


def format_tabs_history_link(page):
    run_query(page, "query A{kv_keys}\nquery B{__typename}")
    page.wait("the operation under the cursor", lambda: '"__typename"' in page.text(".answer"))
    editor(page).send_keys(Keys.CONTROL, Keys.HOME)
    editor(page).send_keys(Keys.CONTROL, Keys.ENTER)
    page.wait("the other operation", lambda: '"kv_keys"' in page.text(".answer"))
    page.button("Format").click()
    expect(page.value(EDITOR) == "query A {\n  kv_keys\n}\n\nquery B {\n  __typename\n}\n", page.value(EDITOR))
    page.find("button[aria-label='New tab']").click()
    page.write(editor(page), "{ __typename }")
    page.wait("the tab's name", lambda: page.text(".tabs button[aria-pressed=true]") == "__typename")
    [one for one in page.all(".tab button") if one.text == "A"][0].click()
    expect(page.value(EDITOR).startswith("query A {"), "each tab has its own text")
    page.open()
    expect(len(page.all(".tab")) == 2, "the tabs are kept")
    page.find(".tab:last-of-type .close").click()
    history = page.find("select[aria-label=History]")
    [one for one in history.find_elements("tag name", "option") if one.text.startswith("A:")][0].click()
    page.wait("a tab from the history", lambda: len(page.all(".tab")) == 2 and page.value(EDITOR).startswith("query A{"))
    link = "#/query?" + urllib.parse.urlencode({"query": "{ linked: __typename }", "variables": '{"a": 1}'})
    page.open(link)
    page.wait("a link's query", lambda: page.value(EDITOR) == "{ linked: __typename }" and page.value(".extra textarea") == '{"a": 1}')


def headers_are_sent(page):
    page.open()
    page.find(".extra:last-of-type summary").click()
    page.write(page.all(".extra textarea")[1], '{"x-from-test": "yes"}')
    page.run("const old = window.fetch; window.fetch = (url, init) => { if (url === '/graphql') window.sent = init.headers; return old(url, init); };")
    run_query(page, "{ __typename }")
    page.wait("the answer", lambda: '"Query"' in page.text(".answer"))
    expect(page.run("return window.sent['x-from-test']") == "yes", "a header of the tab is sent")
    expect(page.run("return !JSON.stringify({...localStorage}).includes('x-from-test')"), "headers are not kept")
    page.write(page.all(".extra textarea")[1], " ")


def fold_and_search(page):
    put(page.gateway, "flags", "answer", FLAG)
    run_query(page, '{ flags_get(key: "answer") { value { owner rules { name conditions { values } } } } }')
    page.wait("the answer", lambda: '"staff"' in page.text(".answer"))
    page.find(".answer details details summary").click()
    page.wait("a folded part", lambda: '"staff"' not in page.text(".answer") and "1 member" in page.text(".answer"))
    page.write(page.find("input[aria-label='Search the answer']"), "example.org")
    page.wait("what was searched", lambda: "conditions[0].values[1]" in page.text(".results"))
    page.write(page.find("input[aria-label='Search the answer']"), " ")
    page.find("input[aria-label='Search the answer']").send_keys(Keys.BACKSPACE)


def live_subscription(page):
    page.open()
    run_query(page, "subscription { kv_watchAll { key value { token } } }")
    page.wait("a live subscription", lambda: "Live" in page.text(".status"))
    put(page.gateway, "kv", "live", {"token": "from elsewhere"})
    page.wait("an event", lambda: "from elsewhere" in page.text(".events"))
    page.button("Pause").click()
    put(page.gateway, "kv", "live", {"token": "while paused"})
    page.wait("a counted event", lambda: "Paused · 2 events, 1 waiting" in page.text(".status"))
    expect("while paused" not in page.text(".events"), "a paused subscription goes on")
    page.button("Resume").click()
    page.wait("the event after the pause", lambda: "while paused" in page.text(".events"))
    page.button("Stop").click()
    page.wait("the end", lambda: page.text(".status").startswith("Stopped"))


def schema_browser(page):
    page.open("#/schema/flags_InputValue")
    page.wait("the type", lambda: "flags_InputValue" in page.text(".type h2"))
    expect("Deprecated." in page.text(".type") and "= RELEASE" in page.text(".type"), "deprecations and defaults")
    expect("Mutation" in page.text(".users") and "flags_put" in page.text(".users"), "used by")
    page.find("input[type=search]").send_keys("evaluations")
    page.wait("a search among fields", lambda: "flags_Value" in page.text(".index") and "kv_Value" not in page.text(".index"))
    page.open("#/schema/Query")
    page.find("a[aria-label='Try flags_get']").click()
    page.wait("an operation to try", lambda: page.all(EDITOR) and "query flags_get($key: String!)" in page.value(EDITOR))
    page.wait("without problems", lambda: page.text(".problems") == "")
    sizes = page.run_async("const size = async (path) => (await (await fetch(path)).text()).length;"
                           "return [await size('/schema.graphql'), await size('/schema.json')]")
    expect(min(sizes) > 1000, f"SDL and introspection can be read: {sizes}")


STEPS = (query_with_completion, completion_of_everything, what_a_name_means, mistakes, format_tabs_history_link,
         headers_are_sent, fold_and_search, live_subscription, schema_browser)
