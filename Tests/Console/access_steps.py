"""What a person needs who uses no mouse, sees little, or has a narrow screen."""

from page import FLAG, Keys, expect, opened, put, theme

# Every text that is seen against what is behind it, as WCAG 2.2 computes it; [ratio, text, element] below 4.5.
CONTRAST = """
const parse = (text) => {
  const parts = /^rgba?\\(([^)]*)\\)$/.exec(text)?.[1].split(/[ ,/]+/).map(Number);
  if (!parts) throw new Error('a colour that the test cannot read: ' + text);
  return [parts[0], parts[1], parts[2], parts[3] ?? 1];
};
const over = (top, under) => top.slice(0, 3).map((part, i) => part * top[3] + under[i] * (1 - top[3])).concat(1);
const luminance = (colour) => {
  const [r, g, b] = colour.map((part) => { const c = part / 255; return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const behind = (element) => {
  const layers = [];
  for (let at = element; at; at = at.parentElement) {
    const style = getComputedStyle(at);
    if (Number(style.opacity) < 1) throw new Error('opacity is not measured: ' + at.className);
    layers.push(parse(style.backgroundColor));
    if (at.matches('.layers > textarea')) break;
  }
  const page = parse(getComputedStyle(document.body).backgroundColor);
  return layers.reverse().reduce((under, top) => over(top, under), page);
};
const seen = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getBoundingClientRect().width > 1;
const low = [];
let count = 0;
const look = (element, colour, text) => {
  if (colour[3] === 0) return;
  count++;
  const back = behind(element);
  const [light, dark] = [luminance(over(colour, back)), luminance(back)].sort((a, b) => b - a);
  const ratio = (light + 0.05) / (dark + 0.05);
  if (ratio < 4.5) low.push([ratio.toFixed(2), text.trim().slice(0, 40), element.tagName + '.' + element.className]);
};
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
for (let node = walker.nextNode(); node; node = walker.nextNode()) {
  const element = node.parentElement;
  if (!node.data.trim() || element.matches('option, noscript *, textarea') || !seen(element)) continue;
  look(element, parse(getComputedStyle(element).color), node.data);
}
for (const input of document.querySelectorAll('input, textarea, select')) {
  if (!seen(input)) continue;
  if (input.value && !input.matches('[type=checkbox], [type=radio], .layers > textarea')) look(input, parse(getComputedStyle(input).color), input.value);
  if (input.placeholder) look(input, parse(getComputedStyle(input, '::placeholder').color), input.placeholder);
}
return [count, low];
"""

CONTROLS = {"button", "link", "textbox", "combobox", "checkbox", "searchbox", "listbox", "radio", "tab", "option",
            "group", "region", "navigation", "dialog", "spinbutton", "DisclosureTriangle"}


def contrast(page, where):
    for name in ("light", "dark"):
        theme(page.driver, name)
        count, low = page.run(CONTRAST)
        expect(count > 3, f"texts were found to measure {where}")
        expect(not low, f"contrast below 4.5:1 {where}, {name}: {low}")
        page.texts = getattr(page, "texts", 0) + count
    theme(page.driver, "light")


def names(page, where):
    tree = page.driver.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
    shown = [node for node in tree if not node.get("ignored")]
    roles = [node.get("role", {}).get("value") for node in shown]
    nameless = [(role, node.get("description")) for node, role in zip(shown, roles)
                if role in CONTROLS - {"group"} and not node.get("name", {}).get("value", "").strip()]
    expect(not nameless, f"controls without a name {where}: {nameless}")
    if "dialog" in roles:  # the rest of the page is inert then
        return
    for landmark in ("banner", "navigation", "main", "heading"):
        expect(landmark in roles, f"there is no {landmark} {where}: {sorted(set(filter(None, roles)))}")
    expect(roles.count("main") == 1, f"one main landmark {where}")


def both(page, where):
    contrast(page, where)
    names(page, where)


def names_and_contrast(page):
    """In every view and state: empty, filled, wrong, asking."""
    put(page.gateway, "flags", "seen", FLAG)
    page.open("#/query")
    page.wait("the welcome", lambda: page.all(".examples"))
    both(page, "in the empty query view")
    editor = page.find("textarea[aria-label=Query]")
    page.write(editor, '# note\nquery Q($a: Int = 1) @nope { flags_get(key: "seen") { value { legacyGroup owner rul')
    page.wait("completions", lambda: page.all(".completions li"))
    both(page, "with completions and problems")
    editor.send_keys(Keys.ESCAPE, Keys.CONTROL, Keys.ENTER)
    page.wait("errors", lambda: "error" in page.text(".status"))
    both(page, "with errors in the answer")
    page.write(editor, '{ flags_get(key: "seen") { revision value { enabled owner reviewOn rollout')
    editor.send_keys(Keys.ESCAPE, Keys.CONTROL, Keys.ENTER)
    page.wait("an answer", lambda: "checkout" in page.text(".answer"))
    both(page, "with an answer")
    for path in ("#/schema", "#/schema/flags_InputValue", "#/schema/flags_ValueKind", "#/data/shapes", "#/data/flags?new"):
        page.open(path)
        page.wait("the view", lambda: page.text("main"))
        both(page, f"at {path}")
    page.entry("flags", "seen")
    both(page, "with a form")
    page.write(page.find(page.control("owner") + " textarea"), "NO")
    page.button("Save").click()
    page.wait("an issue", lambda: page.all(".field-issue"))
    both(page, "with an issue")
    page.write(page.find(page.control("owner") + " textarea"), "mine")
    put(page.gateway, "flags", "seen", {**FLAG, "rollout": 5})
    page.wait("a notice and a flash", lambda: "changed elsewhere" in page.text(".notice") and page.all(".row.flash, .row[aria-selected=true]"))
    both(page, "with a notice")
    page.button("Save").click()
    page.wait("a conflict", lambda: page.all(".conflict"))
    both(page, "in a conflict")
    page.button("Drop mine").click()
    page.button("Revisions").click()
    page.wait("a difference", lambda: page.all(".diff .added"))
    both(page, "with a difference")
    page.button("Delete").click()
    page.wait("a dialog", lambda: page.all("dialog"))
    both(page, "in a dialog")
    page.find("dialog").send_keys(Keys.ESCAPE)
    print(f"      {page.texts} texts measured, all at least 4.5:1", flush=True)


def tab_to(page, what, found, limit=60):
    for _ in range(limit):
        active = page.driver.switch_to.active_element
        if found(active):
            return active
        active.send_keys(Keys.TAB)
    expect(False, f"{what} cannot be reached by Tab")


def by_keyboard(page):
    """From the skip link to an answer and to a saved value without a pointer."""
    page.open("#/query")
    page.find("body").send_keys(Keys.TAB)
    expect("Skip" in page.driver.switch_to.active_element.text, "the first stop is the skip link")
    editor = tab_to(page, "the query editor", lambda one: one.get_attribute("aria-label") == "Query" and one.tag_name == "textarea")
    editor.send_keys(Keys.CONTROL, "a")
    editor.send_keys("{ __typename }", Keys.CONTROL, Keys.ENTER)
    page.wait("the answer", lambda: '"Query"' in page.text(".answer"))
    tab_to(page, "what is behind the editor", lambda one: one.get_attribute("aria-label") == "Answer")
    put(page.gateway, "flags", "keys.a", FLAG)
    put(page.gateway, "flags", "keys.b", FLAG)
    page.open("#/data/flags")
    page.wait("the rows", lambda: "keys.b" in page.text(".rows"))
    page.find("body").send_keys(Keys.TAB)
    keys = tab_to(page, "the list of keys", lambda one: one.get_attribute("role") == "listbox")
    keys.send_keys(Keys.END)
    page.wait("the last key's entry", lambda: page.text(".entry h2") == page.all(".row")[-1].text)
    keys.send_keys(Keys.HOME)
    for _ in range(20):
        if page.text(".row[aria-selected=true]") == "keys.a":
            break
        keys.send_keys(Keys.ARROW_DOWN)
    page.wait("a key's entry", lambda: page.text(".entry h2") == "keys.a" and page.text(".entry .detail[role=status]").startswith("Revision"))
    active = page.run("return document.querySelector('.keys').getAttribute('aria-activedescendant')")
    expect(page.find(f"#{active}").text == "keys.a", "the list tells which row is chosen")
    label = page.find(page.control("owner") + " label").get_attribute("for")
    owner = tab_to(page, "the form", lambda one: one.get_attribute("id") == label)
    owner.send_keys(Keys.CONTROL, "a")
    owner.send_keys("growth", Keys.CONTROL, "s")
    page.wait("saved by key", lambda: "Saved" in page.text(".notice"))
    delete = tab_to(page, "Delete", lambda one: one.text == "Delete", 150)
    delete.send_keys(Keys.ENTER)
    page.wait("a question", lambda: page.all("dialog"))
    tab_to(page, "the dialog's answer", lambda one: one.text == "Delete" and one.get_attribute("class") == "danger").send_keys(Keys.ENTER)
    page.wait("the row is gone", lambda: "keys.a" not in page.text(".rows"))


def narrow(page):
    """360 pixels wide, nothing scrolls sideways; list and entry take turns."""
    gateway = page.gateway
    put(gateway, "flags", "narrow.flag", FLAG)
    with opened(gateway, width=360, height=740) as page:
        def fits(where):
            wide = page.run("const main = document.querySelector('main');"
                            "return Math.max(document.documentElement.scrollWidth - innerWidth, main.scrollWidth - main.clientWidth)")
            expect(wide <= 0, f"{wide} pixels too wide {where}")
            contrast(page, f"{where}, narrow")
        page.open("#/query")
        page.wait("the editor", lambda: page.all("textarea[aria-label=Query]"))
        page.find("textarea[aria-label=Query]").send_keys(Keys.CONTROL, Keys.ENTER)
        page.wait("the answer", lambda: "flags_keys" in page.text(".answer") or "kv_keys" in page.text(".answer"))
        fits("in the query view")
        page.open("#/schema/flags_InputValueRulesConditions")
        page.wait("the type", lambda: page.text(".type h2"))
        fits("in the schema view")
        page.open("#/data/flags")
        page.wait("the rows", lambda: "narrow.flag" in page.text(".rows"))
        fits("with the keys")
        [one for one in page.all(".row") if one.text == "narrow.flag"][0].click()
        page.wait("the entry", lambda: page.text(".entry .detail[role=status]").startswith("Revision"))
        expect(not page.find(".keys").is_displayed(), "the entry takes the place of the list")
        fits("with an entry")
        page.button("Revisions").click()
        page.wait("the revisions", lambda: page.all(".revisions button"))
        fits("with revisions")
        page.press(".back")
        page.wait("the list again", lambda: page.find(".keys").is_displayed())
        page.check_log()


STEPS = (names_and_contrast, by_keyboard, narrow)
