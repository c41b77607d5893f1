"""Numbers: first load, typing, large values, many keys. They are printed; slow machines do not fail them."""

import gzip
import statistics
import urllib.request

from page import FLAG, Keys, expect, put

LONG = "new PerformanceObserver((list) => { for (const one of list.getEntries()) (window.longTasks ??= []).push(one.duration); }).observe({ type: 'longtask', buffered: true });"
TYPED = """query Flags($key: String!) {
  flags_get(key: $key) {
    revision
    value { enabled owner kind rollout rules { name percentage conditions { attribute operator values } } }
  }
}"""


def said(name, text):
    print(f"      {name}: {text}", flush=True)


def assets(page):
    """What a browser loads: all from here, compressed, kept for ever, under 150 KiB."""
    page.open()
    names = page.run("return performance.getEntriesByType('resource').map((one) => one.name)")
    expect(all(name.startswith(page.gateway.url) for name in names), f"something is loaded from elsewhere: {names}")
    paths = sorted({name for name in names if "/console/" in name}) + [page.gateway.url + "/"]
    expect(len(paths) > 15, f"the modules: {paths}")
    plain, sent = 0, 0
    for path in paths:
        with urllib.request.urlopen(urllib.request.Request(path, headers={"accept-encoding": "gzip"})) as answer:
            body, fields = answer.read(), answer.headers
        with urllib.request.urlopen(path) as answer:
            whole = answer.read()
            expect(answer.headers["content-encoding"] is None, f"{path} is compressed for one who did not ask")
        if fields["content-encoding"] == "gzip":
            expect(gzip.decompress(body) == whole, f"{path} compressed is another file")
        expect("unsafe" not in fields["content-security-policy"], f"the policy of {path}")
        expect("Accept-Encoding" in (fields["vary"] or ""), f"{path} varies")
        expect(path.endswith("/") or "immutable" in fields["cache-control"], f"{path} may be kept")
        plain, sent = plain + len(whole), sent + len(body)
    expect(plain < 150 * 1024, f"{plain} bytes are too many")
    said("assets", f"{len(paths)} files, {plain / 1024:.0f} KiB, {sent / 1024:.0f} KiB compressed")


def first_load(page):
    """From the request to the page with its schema, nothing in the cache."""
    times, loads = [], []
    page.driver.execute_cdp_cmd("Network.enable", {})
    for _ in range(7):
        page.driver.execute_cdp_cmd("Network.clearBrowserCache", {})
        page.open("#/query")
        page.wait("the schema", lambda: page.all(".examples"))
        timing = page.run("const [one] = performance.getEntriesByType('navigation');"
                          "const schema = performance.getEntriesByName(location.origin + '/schema.json').map((one) => one.responseEnd);"
                          "return [one.loadEventEnd, Math.max(one.loadEventEnd, ...schema)]")
        loads.append(timing[0])
        times.append(timing[1])
    said("first load", f"load event median {statistics.median(loads):.0f} ms, max {max(loads):.0f} ms; "
                       f"with the schema median {statistics.median(times):.0f} ms, max {max(times):.0f} ms")


def typing(page):
    """Each key from its keydown to the end of what the page does with it."""
    page.open("#/query")
    page.wait("the schema", lambda: page.all(".examples"))
    editor = page.find("textarea[aria-label=Query]")
    page.write(editor, " ")
    page.run("window.keys = []; let begun = 0;"
             "addEventListener('keydown', () => { begun = performance.now(); }, true);"
             "addEventListener('keydown', (event) => { if (event.defaultPrevented) keys.push(performance.now() - begun); });"
             "addEventListener('input', () => { keys.push(performance.now() - begun); });"
             "window.slow = []; new PerformanceObserver((list) => { for (const one of list.getEntries()) if (one.name === 'keydown') slow.push(one.duration); })"
             ".observe({ type: 'event', durationThreshold: 16 });")
    editor.send_keys(TYPED)
    keys = page.run("return keys")
    expect(len(keys) >= len(TYPED) * 0.9, f"{len(keys)} keys were measured")
    slow = page.run("return slow")
    said("typing", f"{len(keys)} keys, median {statistics.median(keys):.1f} ms, max {max(keys):.1f} ms, "
                   f"over 16 ms: {sum(key > 16 for key in keys)}; to the next frame over 16 ms: {len(slow)}")


def long_tasks(page):
    found = page.run("const list = window.longTasks ?? []; window.longTasks = []; return list")
    return f"{len(found)} long tasks, {sum(found):.0f} ms in all, longest {max(found, default=0):.0f} ms"


def large_values(page):
    """A text of a megabyte, ten thousand items, a deep list of ten thousand objects: shown in part, edited as a whole."""
    put(page.gateway, "kv", "large.text", {"token": "x" * 1_000_000})
    items = [f"tag {i}" for i in range(10_000)]
    nested = {"label": "root", "children": [{"label": f"child {i}", "children": [{"label": "leaf"}]} for i in range(10_000)]}
    put(page.gateway, "shapes", "large.list", {"name": "n", "nick": None, "tags": items})
    put(page.gateway, "shapes", "large.tree", {"name": "n", "nick": None, "tree": nested})
    for namespace, key, field in (("kv", "large.text", None), ("shapes", "large.list", "name"), ("shapes", "large.tree", "name")):
        page.driver.get("about:blank")
        page.entry(namespace, key)
        page.run(LONG)
        opened = long_tasks(page)
        nodes = page.run("return document.querySelectorAll('*').length")
        expect(nodes < 2500, f"{nodes} elements for {key}")
        if field:
            page.write(page.find(page.control(field) + " textarea"), "typed")
        said(key, f"{nodes} elements; opening: {opened}; typing: {long_tasks(page)}")
    page.entry("shapes", "large.list")
    tags = page.control("tags")
    expect("1 to 50 of 10000" in page.text(tags), page.text(tags)[-200:])
    page.button("Next", tags).click()
    page.wait("the next page", lambda: "51 to 100 of 10000" in page.text(tags))
    page.write(page.find(tags + " li[aria-label='Item 60'] textarea, " + tags + " textarea[aria-label='Item 60']"), "changed")
    page.write(page.find(page.control("name") + " textarea"), "edited")
    page.button("Save").click()
    page.wait("saved", lambda: "Saved" in page.text(".notice"))
    page.entry("kv", "large.text")
    page.button("Edit as text", page.control("token")).click()
    page.find(page.control("token") + " textarea").send_keys(Keys.CONTROL, Keys.END)
    page.find(page.control("token") + " textarea").send_keys("y")
    page.button("Save").click()
    page.wait("refused or saved", lambda: page.text(".problem") or "Saved" in page.text(".notice"))


def a_million_keys(page):
    """The list alone, filled as from pages of the server: only what is seen is in the page."""
    page.open("#/data/kv")
    page.wait("the rows", lambda: page.all(".key-list"))
    found = page.run_async("""
      const { KeyList } = await import(given[0] + 'key-list.js');
      const list = new KeyList({ onselect() {}, onend() {} });
      document.querySelector('.browser').append(list.element);
      const pages = [];
      for (let i = 0; i < 200; i++) pages.push(Array.from({ length: 5000 }, (_, j) => 'key.' + String(i * 5000 + j).padStart(7, '0')));
      const timed = (action) => { const begun = performance.now(); action(); return performance.now() - begun; };
      const adding = pages.map((page, i) => timed(() => list.append(page, i === 199)));
      const scrolling = [];
      for (let i = 0; i <= 50; i++) scrolling.push(timed(() => { list.scroller.scrollTop = list.scroller.scrollHeight * i / 50; list.render(); }));
      const last = list.rows.lastElementChild.textContent;
      list.select('key.0500000');
      const result = {
        count: list.count.textContent, rows: list.rows.children.length, last,
        middle: list.rows.querySelector('[aria-selected=true]')?.textContent,
        adding: Math.max(...adding), scrolling: Math.max(...scrolling), filtering: timed(() => list.setFilter('99999')),
        filtered: list.shown.length, change: timed(() => { list.add('key.0500000x'); list.remove('key.0000001'); list.refresh(); }),
      };
      list.element.remove();
      return result;""", page.modules())
    expect(found["rows"] < 60 and found["last"] == "key.0999999" and found["middle"] == "key.0500000", f"{found}")
    expect("1,000,000" in found["count"] and found["filtered"] == 19, f"{found}")
    said("a million keys", f"{found['rows']} rows in the page; a page of 5,000 at most {found['adding']:.0f} ms, scrolling {found['scrolling']:.0f} ms, "
                           f"filtering {found['filtering']:.0f} ms, a change {found['change']:.0f} ms")


def many_keys(page):
    """As many keys as pages are read in, from the server."""
    document = "mutation {" + " ".join(f'k{i}: kv_put(key: "many.{i:05}", value: {{ token: "t" }}) {{ revision }}' for i in range(100)) + "}"
    for start in range(0, 1200, 100):
        page.gateway.post(document.replace('"many.00', f'"many.{start // 100:02}'))
    page.open("#/data/kv")
    page.wait("all keys", lambda: "1,20" in page.text(".browser .hint"))
    expect(len(page.all(".row")) < 60, "only what is seen is in the page")
    page.write(page.find("input[aria-label='Filter keys']"), "many.11099")
    page.wait("the last one", lambda: [one.text for one in page.all(".row")] == ["many.11099"])


STEPS = (assets, first_load, typing, large_values, a_million_keys, many_keys)
