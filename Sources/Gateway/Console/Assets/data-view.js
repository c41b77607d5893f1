// The data browser: namespaces, their keys, and one entry at a time.
import { model } from "./api.js";
import { h, replace } from "./dom.js";
import { EntryPane } from "./entry-pane.js";
import { Entries } from "./entries.js";
import { KeyList } from "./key-list.js";

export class DataView {
  constructor() {
    this.namespaces = h("nav.namespaces", { "aria-label": "Namespaces" });
    this.problem = h("p.problem", { role: "alert" });
    this.filter = h("input", { type: "search", placeholder: "Filter: text, or orders.*.>", "aria-label": "Filter keys", oninput: () => this.filtered() });
    this.list = new KeyList({ onselect: (key) => { location.hash = `#/data/${encodeURIComponent(this.namespace)}/${encodeURIComponent(key)}`; } });
    this.pane = h("div.entry");
    this.live = h("span.live", { role: "status" });
    this.element = h("section.data", { "aria-label": "Data" },
      h("div.browser", {}, this.namespaces, this.problem,
        h("div.actions", {}, this.filter, h("button", { onclick: () => this.create() }, "New key"), this.live), this.list.element),
      this.pane);
  }

  async update(schema, parameters, namespace, key) {
    if (!schema) return;
    const names = schema.namespaces();
    const wanted = names.includes(namespace) ? namespace : this.namespace !== undefined && names.includes(this.namespace) ? this.namespace : names[0];
    if (wanted === undefined) { this.problem.textContent = "The schema has no namespace."; return; }
    if (schema !== this.schema || wanted !== this.namespace) await this.open(schema, wanted, names);
    this.list.select(key);
    if (key) await this.show(key);
    else if (!this.current?.isNew) replace(this.pane, h("p.hint", {}, "Choose a key, or make a new one."));
  }

  async open(schema, namespace, names) {
    this.stop?.();
    this.abort?.abort();
    const changedUnder = this.namespace === namespace && this.schema !== undefined;
    this.schema = schema;
    this.namespace = namespace;
    this.entries = new Entries(schema, namespace);
    this.model = await model(namespace);
    if (changedUnder && this.current) this.current.modelChanged();
    else this.current = null;
    replace(this.namespaces, names.map((name) => h("a", { href: `#/data/${encodeURIComponent(name)}`, "aria-current": name === namespace ? "page" : null }, name || "(no namespace)", h("span.detail", { "data-status": name }))));
    this.list.clear();
    await Promise.all([this.load(), this.status(schema, names)]);
    this.watch();
  }

  async load() {
    this.abort = new AbortController();
    const { signal } = this.abort;
    this.problem.textContent = "";
    try {
      for await (const keys of this.entries.keys(this.list.filter, signal)) {
        if (signal.aborted) return;
        this.list.add(keys);
      }
    } catch (error) {
      if (!signal.aborted) replace(this.problem, `The keys could not be read: ${error.message} `, h("button.link", { onclick: () => this.load() }, "Try again"));
    }
  }

  filtered() {
    this.list.setFilter(this.filter.value);
  }

  async status(schema, names) {
    for (const name of names) {
      const found = await new Entries(schema, name).status().catch(() => null);
      const place = [...this.namespaces.querySelectorAll("[data-status]")].find((one) => one.dataset.status === name);
      if (found && place) place.textContent = ` ${found.values} values · ${found.bytes} B · history ${found.history} · ${found.replicas} replica${found.replicas === 1 ? "" : "s"}`;
    }
  }

  watch() {
    this.live.textContent = "";
    this.stop = this.entries.watch({
      started: () => { this.live.textContent = "● live"; },
      next: (result) => result.data?.entry && this.changed(result.data.entry),
      error: (errors) => { this.live.textContent = `not live: ${errors[0]?.message ?? ""}`; },
      complete: () => { this.live.textContent = "not live"; },
      lost: () => { this.live.textContent = "reconnecting…"; },
    });
  }

  changed(entry) {
    const gone = entry.operation ? entry.operation !== "PUT" : entry.value === null;
    const isNew = !this.list.known.has(entry.key);
    if (gone) this.list.remove(entry.key);
    else {
      this.list.add([entry.key]);
      if (isNew || this.seen?.get(entry.key) !== entry.revision) this.list.flash(entry.key);
    }
    (this.seen ??= new Map()).set(entry.key, entry.revision);
    if (this.seen.size > 10_000) this.seen.clear();
    if (this.current?.key === entry.key) this.current.changedElsewhere(entry.revision, gone);
  }

  async show(key) {
    if (this.current?.key === key && !this.current.isNew) return;
    if (this.current && !(await this.current.mayLeave())) return;
    this.current = new EntryPane({ entries: this.entries, schema: this.schema, model: this.model, key, removed: () => { location.hash = `#/data/${encodeURIComponent(this.namespace)}`; } });
    replace(this.pane, this.current.element);
    await this.current.load();
  }

  async create() {
    if (this.current && !(await this.current.mayLeave())) return;
    this.current = new EntryPane({ entries: this.entries, schema: this.schema, model: this.model, key: null,
      created: (key) => { this.current = null; location.hash = `#/data/${encodeURIComponent(this.namespace)}/${encodeURIComponent(key)}`; } });
    replace(this.pane, this.current.element);
    this.current.focus();
  }
}
