"""The data browser: keys, forms, conflicts, revisions."""

import json

from page import FLAG, Keys, expect, put, put_text, stored

HOSTILE = '<script>document.title="hacked"</script>"\'&amp;'
TOKEN = ".member[data-member=token] textarea"
RAW = ".side textarea"
DATA = "{ owner rollout enabled kind variants { key weight } rules { name conditions { attribute operator values } } }"


def raw(page):
    return page.value(RAW)


def create_and_edit(page):
    put(page.gateway, "kv", "live", {"token": "t"})
    page.open("#/data/kv")
    page.wait("the rows", lambda: "live" in page.text(".rows"))
    page.button("New key").click()
    page.wait("the form", lambda: page.all(".entry input"))
    page.find(".entry input").send_keys("form one")
    page.find(TOKEN).send_keys(HOSTILE)
    page.button("Create").click()
    page.wait("a key that NATS does not allow", lambda: 'The key holds " "' in page.text(".problem"))
    page.write(page.find(".entry input"), "form.1")
    page.button("Create").click()
    page.wait("the created entry", lambda: page.text(".entry .detail[role=status]").startswith("Revision") and page.text(".entry h2") == "form.1")
    page.wait("its row", lambda: "form.1" in page.text(".rows"))
    expect(page.value(TOKEN) == HOSTILE and page.driver.title != "hacked", "a hostile value comes back as it was")
    page.write(page.find(TOKEN), "edited")
    page.wait("raw JSON in step", lambda: '"edited"' in raw(page))
    page.find(TOKEN).send_keys(Keys.CONTROL, "s")
    page.wait("saved by key", lambda: "Saved" in page.text(".notice"))
    page.write(page.find(RAW), '{"token": 5}')
    page.button("Save").click()
    page.wait("an invalid value is refused at its field", lambda: "String cannot represent" in page.text(".member[data-member=token] .field-issue"))
    page.write(page.find(RAW), '{"token": ')
    page.wait("broken JSON is told where it is broken", lambda: "This is no JSON: line 1" in page.text(".side .problem"))
    page.write(page.find(RAW), '{"token": "edited"}')
    page.wait("the form in step", lambda: page.value(TOKEN) == "edited")


def conflict(page):
    page.write(page.find(TOKEN), "mine")
    put(page.gateway, "kv", "form.1", {"token": "theirs"})
    page.wait("word of the change elsewhere", lambda: "changed elsewhere" in page.text(".notice"))
    page.wait("the row flashes", lambda: "form.1" in page.text(".row.flash"))
    expect(page.value(TOKEN) == "mine", "what is edited is not overwritten")
    page.button("Save").click()
    page.wait("both versions", lambda: "mine" in page.text(".conflict") and "theirs" in page.text(".conflict"))
    page.press(".conflict input[value=theirs]")
    page.button("Use this").click()
    page.wait("the merged value", lambda: page.value(TOKEN) == "theirs")


def history_and_restore(page):
    page.button("Revisions").click()
    page.wait("the revisions", lambda: len(page.all(".revisions button")) >= 3)
    page.all(".revisions button")[1].click()
    page.wait("the difference", lambda: "edited" in page.text(".diff .removed") and "theirs" in page.text(".diff .added"))
    [one for one in page.all("button") if one.text.startswith("Restore revision")][0].click()
    page.wait("a question about what was typed", lambda: page.all("dialog") or page.value(TOKEN) == "edited")
    if page.all("dialog"):
        page.button("Leave", "dialog").click()
    page.wait("restored", lambda: page.value(TOKEN) == "edited" and "Restored revision" in page.text(".notice"))


def delete_and_purge(page):
    page.button("Delete").click()
    page.button("Delete", "dialog").click()
    page.wait("the row is gone", lambda: "form.1" not in page.text(".rows"))
    page.press(".row")
    page.wait("another entry", lambda: page.text(".entry h2") == "live")
    page.button("Purge").click()
    page.find("dialog").send_keys(Keys.ESCAPE)
    page.wait("no dialog", lambda: not page.all("dialog"))
    expect("live" in page.text(".rows"), "a question that is left does nothing")
    page.button("Purge").click()
    page.button("Purge", "dialog").click()
    page.wait("no keys", lambda: "No keys yet" in page.text(".key-list"))


def flags_form(page):
    """The form of a larger model: nested lists and objects, the server's issues at their fields."""
    put(page.gateway, "flags", "checkout.cart", FLAG)
    page.entry("flags", "checkout.cart")
    expect("default RELEASE" in page.text(page.control("kind")) and "0 to 100" in page.text(page.control("rollout")), "defaults and bounds")
    page.write(page.find(page.control("rollout") + " input"), "400")
    page.write(page.find(page.control("owner") + " textarea"), "The Owner")
    page.write(page.find(page.control("rules/1/name") + " textarea"), " ")
    page.find(page.control("rules/1/name") + " textarea").send_keys(Keys.BACKSPACE)
    page.press(page.control("rules/0/conditions/0/values/1") + " .drop")
    page.press(page.control("rules/0/conditions/0/values/0") + " .drop")
    page.write(page.find(page.control("variants/1/weight") + " input"), "-3")
    page.button("Save").click()
    for label, text in (("rollout", "at most 100"), ("owner", "matches"), ("rules/1/name", "at least 1 character"),
                        ("rules/0/conditions/0/values", "at least 1 element"), ("variants/1/weight", "at least 0")):
        page.wait(f"the issue at {label}", lambda: text in page.text(page.control(label) + " > .field-issue"))
    expect(len(page.all(".field-issue")) == 5, f"five issues: {page.text('.field-issue')}")
    expect(page.all("[aria-invalid]") and page.run("return document.activeElement.matches('[aria-invalid]')"), "the first wrong field has the focus")
    page.shot("issues")
    page.write(page.find(page.control("rollout") + " input"), "75")
    expect("at most" not in page.text(page.control("rollout") + " > .field-issue"), "an issue goes when its field is typed in")
    page.write(page.find(page.control("owner") + " textarea"), "growth")
    page.write(page.find(page.control("rules/1/name") + " textarea"), "beta")
    page.button("Add item", page.control("rules/0/conditions/0/values")).click()
    page.driver.switch_to.active_element.send_keys("example.net")
    page.write(page.find(page.control("variants/1/weight") + " input"), "lots")
    page.button("Save").click()
    page.wait("a refused type at its field", lambda: "Int cannot represent" in page.text(page.control("variants/1/weight") + " > .field-issue"))
    page.write(page.find(page.control("variants/1/weight") + " input"), "250")
    page.press(page.control("variants/1") + " .up")
    page.button("Remove", page.control("schedule") + " > .head").click()
    page.button("Save").click()
    page.wait("saved", lambda: "Saved" in page.text(".notice"))
    value = stored(page.gateway, "flags", "checkout.cart", DATA + "")
    expect(value["rollout"] == 75 and value["owner"] == "growth", f"{value}")
    expect(value["variants"] == [{"key": "b", "weight": 250}, {"key": "a", "weight": 500}], f"{value['variants']}")
    expect(value["rules"][0]["conditions"][0]["values"] == ["example.net"], f"{value['rules']}")
    expect("schedule" not in raw(page), "a removed member is gone")


def new_flag(page):
    """A new entry: what is required is asked for at its field, defaults are the server's."""
    page.open("#/data/flags?new")
    page.wait("the form", lambda: page.all(page.control("owner")))
    page.find(".entry input").send_keys("fresh")
    page.write(page.find(page.control("owner") + " textarea"), "growth")
    page.button("Create").click()
    page.wait("what is missing", lambda: "This member is required." in page.text(page.control("createdAt") + " > .field-issue"))
    page.button("Now", page.control("createdAt")).click()
    page.button("Add", page.control("kind")).click()
    page.find(page.control("kind") + " select").send_keys("EXPERIMENT")
    page.button("Create").click()
    page.wait("created", lambda: page.text(".entry h2") == "fresh" and page.text(".entry .detail[role=status]").startswith("Revision"))
    value = stored(page.gateway, "flags", "fresh", DATA)
    expect(value["kind"] == "EXPERIMENT" and value["enabled"] is False and value["rules"] == [], f"{value}")


def nulls_and_unions(page):
    """A value survives an edit of something else: null, numbers of any size, odd names, recursion, unions."""
    deep = {"label": "9"}
    for i in range(8, 0, -1):
        deep = {"label": str(i), "children": [deep]}
    put_text(page.gateway, "shapes", "one", '{"name":"n","nick":null,"shape":{"kind":"box","width":1.50,"depth-cm":3},'
                          '"tags":["a"],"labels":{"x":"y"},"big":12345678901234567890,"odd_name":"odd","tree":%s}' % json.dumps(deep))
    page.entry("shapes", "one")
    before = raw(page)
    expect('"nick": null' in before and "12345678901234567890" in before and '"depth-cm": 3' in before, before)
    expect('"label": "9"' in before, "a recursive value is read to its end")
    page.write(page.find(page.control("name") + " textarea"), "other")
    page.button("Save").click()
    page.wait("saved", lambda: "Saved" in page.text(".notice"))
    page.wait("nothing else changed", lambda: raw(page) == before.replace('"n"', '"other"', 1))
    expect(page.find(page.control("shape") + " select").get_property("value") == "1", "the union's kind is told")
    page.find(page.control("shape") + " select").send_keys("Circle")
    page.write(page.find(page.control("shape/radius") + " input"), "-1")
    page.press(page.control("nick") + " label.inline input")
    page.write(page.find(page.control("nick") + " textarea"), "Nick")
    page.write(page.find(page.control("odd_name") + " textarea"), "far too long")
    page.button("Save").click()
    page.wait("an issue inside the union", lambda: "at least 0" in page.text(page.control("shape/radius") + " > .field-issue"))
    page.wait("an issue at a renamed field", lambda: "5 characters" in page.text(page.control("odd_name") + " > .field-issue"))
    page.write(page.find(page.control("shape/radius") + " input"), "2.5")
    page.write(page.find(page.control("odd_name") + " textarea"), "short")
    page.write(page.find(page.control("labels") + " li .key"), "z")
    page.button("Save").click()
    page.wait("saved", lambda: "Saved" in page.text(".notice"))
    value = stored(page.gateway, "shapes", "one", "{ nick labels odd_name shape { ... on shapes_ValueShapeCircle { radius } } }")
    expect(value == {"nick": "Nick", "labels": {"z": "y"}, "odd_name": "short", "shape": {"radius": 2.5}}, f"{value}")


def leaving_asks(page):
    for key in ("checkout.cart", "fresh"):
        put(page.gateway, "flags", key, {**FLAG, "owner": "growth"})
    page.entry("flags", "fresh")
    page.wait("the other row", lambda: "checkout.cart" in page.text(".rows"))
    page.write(page.find(page.control("owner") + " textarea"), "typed")
    [one for one in page.all(".row") if one.text == "checkout.cart"][0].click()
    page.button("Cancel", "dialog").click()
    page.wait("the entry that is edited", lambda: page.run("return location.hash") == "#/data/flags/fresh")
    expect(page.value(page.control("owner") + " textarea") == "typed", "what was typed is still here")
    page.button("Discard changes").click()
    page.button("Leave", "dialog").click()
    page.wait("the stored value", lambda: page.value(page.control("owner") + " textarea") == "growth")


def filters(page):
    for key in ("checkout.cart", "fresh"):
        put(page.gateway, "flags", key, FLAG)
    page.open("#/data/flags")
    page.wait("the rows", lambda: "checkout.cart" in page.text(".rows"))
    for text, shown in (("art", ["checkout.cart"]), ("checkout.*", ["checkout.cart"]), ("fresh", ["fresh"])):
        page.write(page.find("input[aria-label='Filter keys']"), text)
        page.wait(f"the filter {text}", lambda: [one.text for one in page.all(".row")] == shown)
    page.write(page.find("input[aria-label='Filter keys']"), "nothing like it")
    page.wait("an empty list says so", lambda: "No key matches" in page.text(".key-list"))


STEPS = (create_and_edit, conflict, history_and_restore, delete_and_purge, flags_form, new_flag, nulls_and_unions,
         leaving_asks, filters)
