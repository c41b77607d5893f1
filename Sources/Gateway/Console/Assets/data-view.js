// The data browser: namespaces, their keys, and one entry at a time.
import { model } from "./api.js";
import { h, replace, size } from "./dom.js";
import { Entries } from "./entries.js";
import { EntryPane } from "./entry-pane.js";
import { isWildcard, KeyList } from "./key-list.js";

const loadedAhead = 20_000; // keys read without being asked for
const matchesAhead = 300;

export class DataView {
  constructor() {
    this.turn = 0;
    this.namespaces = h("nav.namespaces", { "aria-label": "Namespaces" });
    this.problem = h("p.problem", { role: "alert" });
    this.filter = h("input", { type: "search", placeholder: "Filter: text or orders.*.>", "aria-label": "Filter keys", oninput: () => this.filtered() });
    this.list = new KeyList({ onselect: (key, byKey) => this.go(key, byKey), onend: () => this.pump() });
    this.newKey = h("button", { onclick: () => { location.hash = `${this.path()}?new`; } }, "New key");
    this.pane = h("div.entry");
    this.live = h("span.live", { role: "status" });
    this.element = h("section.data", { "aria-label": "Data" },
      h("div.browser", this.namespaces,
        h("div.actions", this.filter, this.newKey),
        h("div.actions", this.list.count, this.live), this.problem, this.list.element),
      this.pane);
  }

  get isDirty() { return this.current?.isChanged ?? false; }
  path(key) { return `#/data/${encodeURIComponent(this.namespace)}${key === undefined ? "" : `/${encodeURIComponent(key)}`}`; }

  go(key, byKey) {
    if (byKey) location.replace(this.path(key)); else location.hash = this.path(key);
    this.list.select(key);
  }

  async update(schema, parameters, namespace, key) {
    const turn = ++this.turn;
    if (!schema) return;
    const names = schema.namespaces();
    const wanted = [namespace, this.namespace].find((one) => names.includes(one)) ?? names[0];
    if (wanted === undefined) { this.problem.textContent = "The schema has no namespace."; return; }
    const isNew = key === undefined && parameters.has("new");
    const staysHere = this.current && wanted === this.namespace && this.current.isNew === isNew && (this.current.key ?? undefined) === key;
    if (this.current && !staysHere && !(await this.current.mayLeave())) {
      if (turn === this.turn) location.replace(this.place);
      return;
    }
    if (turn !== this.turn) return;
    this.place = location.hash;
    if (!staysHere) this.current = null;
    if (schema !== this.schema || wanted !== this.namespace) await this.open(schema, wanted, names);
    if (turn !== this.turn) return;
    this.element.classList.toggle("has-entry", key !== undefined || isNew);
    this.list.select(key);
    if (staysHere) return;
    if (key === undefined && !isNew) { replace(this.pane, this.welcome()); return; }
    await this.show(isNew ? null : key);
  }

  welcome() {
    return h("div.empty", h("h2", "Choose a key"), h("p.hint", "Its value opens as a form made from the model, with raw JSON beside it. Rows that change elsewhere flash."));
  }

  async open(schema, namespace, names) {
    const isSame = this.namespace === namespace;
    this.stop?.();
    this.abort?.abort();
    this.schema = schema;
    this.namespace = namespace;
    this.model = await model(namespace);
    this.entries = new Entries(schema, namespace, this.model);
    this.seen = new Map();
    if (isSame && this.current) this.current.modelChanged(this.entries, schema, this.model);
    if (!isSame) { this.filter.value = ""; this.list.filter = ""; }
    replace(this.namespaces, names.map((name) => h("a", { href: `#/data/${encodeURIComponent(name)}`, "aria-current": name === namespace ? "page" : null }, h("span.name", name || "(no namespace)"), h("span.detail", { "data-status": name }))));
    this.load();
    this.status(names);
    this.watch();
  }

  /** Reads the keys from the first on; a wildcard goes to the server where it filters. */
  load() {
    this.abort?.abort();
    this.abort = new AbortController();
    this.problem.textContent = "";
    this.list.clear();
    const filter = this.list.filter.trim();
    this.sent = this.entries.canFilter && isWildcard(filter) ? filter : "";
    this.source = this.entries.keys(this.sent, this.abort.signal);
    this.pumping = null;
    return this.pump();
  }

  /** Reads on while more is wanted than is here. */
  pump() {
    if (!this.pumping && this.source) this.pumping = this.readOn(this.source, this.abort.signal);
    return this.pumping;
  }

  async readOn(source, signal) {
    let waiting = [];
    let shown = 0;
    try {
      for (;;) {
        const { value, done } = await source.next();
        if (signal.aborted) return;
        waiting = waiting.concat(value?.keys ?? []);
        const isLast = done || value.isLast;
        if (isLast || performance.now() - shown > 150) { // many pages come at once where they come fast
          this.list.append(waiting, isLast);
          waiting = [];
          shown = performance.now();
        }
        if (isLast) { this.source = null; return; }
        if (!waiting.length && !this.wantsMore()) return;
      }
    } catch (error) {
      if (signal.aborted) return;
      this.source = null;
      replace(this.problem, `The keys could not be read: ${error.message}. `, h("button.link", { onclick: () => this.load() }, "Try again"));
    } finally {
      if (!signal.aborted) this.pumping = null;
    }
  }

  wantsMore() { return this.list.filter ? this.list.shown.length < matchesAhead : this.list.keys.length < loadedAhead; }

  filtered() {
    clearTimeout(this.filtering);
    this.filtering = setTimeout(() => {
      this.list.setFilter(this.filter.value);
      const wanted = this.entries.canFilter && isWildcard(this.filter.value) ? this.filter.value.trim() : "";
      if (wanted !== this.sent) this.load(); else if (!this.list.isComplete) this.pump();
    }, 80);
  }

  async status(names) {
    for (const name of names) {
      const found = await new Entries(this.schema, name, null).status().catch(() => null);
      const place = [...this.namespaces.querySelectorAll("[data-status]")].find((one) => one.dataset.status === name);
      if (found && place) place.textContent = [`${found.values.toLocaleString()} revision${found.values === 1 ? "" : "s"}`, size(found.bytes), `history ${found.history}`, `${found.replicas} replica${found.replicas === 1 ? "" : "s"}`].join(" · ");
    }
  }

  watch() {
    const began = Date.now() / 1000 - 2;
    let wasLost = false;
    this.say("connecting…");
    this.stop = this.entries.watch({
      started: () => {
        this.say("live", "good");
        if (!wasLost) return;
        wasLost = false;
        this.load(); // what changed meanwhile is not told again
        this.current?.checkAgain();
      },
      next: (result) => result.data?.entry && this.changed(result.data.entry, began),
      error: (errors) => this.say(`not live: ${errors[0]?.message ?? ""}`, "bad"),
      complete: () => this.say("not live", "bad"),
      lost: () => { wasLost = true; this.say("reconnecting…", "bad"); },
    });
  }

  say(text, kind = "") {
    this.live.textContent = text;
    this.live.className = `live ${kind}`;
  }

  changed(entry, began) {
    const isGone = entry.operation ? entry.operation !== "PUT" : entry.value === null;
    const isOld = this.entries.watchBeginsWithAll && entry.created < began && !this.seen.has(entry.key);
    if (isGone) this.list.remove(entry.key);
    else {
      this.list.add(entry.key);
      if (!isOld && this.seen.get(entry.key) !== entry.revision) this.list.flash(entry.key);
    }
    if (this.seen.size > 100_000) this.seen.clear();
    this.seen.set(entry.key, entry.revision);
    if (this.current?.key === entry.key) this.current.changedElsewhere(entry.revision, isGone);
    if (!isOld) this.statusSoon();
  }

  statusSoon() {
    this.counting ??= setTimeout(() => { this.counting = null; this.status([this.namespace]); }, 1000);
  }

  async show(key) {
    const home = () => { location.hash = this.path(); };
    this.current = new EntryPane({
      entries: this.entries, schema: this.schema, model: this.model, key, home: this.path(), removed: home,
      created: (made) => { location.hash = this.path(made); },
    });
    replace(this.pane, this.current.element);
    if (key === null) { this.current.focus(); return; }
    if (!this.filter.offsetParent) this.current.backLink.focus(); // the list is not shown beside it
    await this.current.load();
  }
}
