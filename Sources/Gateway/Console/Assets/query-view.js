// The query editor: tabs, variables, headers, history, answers and live subscriptions.
import { request, subscriptions } from "./api.js";
import { h, labelled, replace } from "./dom.js";
import { Editor } from "./editor.js";
import { parse, pretty } from "./json.js";
import { jsonTree, searchable } from "./json-view.js";
import { load, save } from "./storage.js";
import { format } from "./tokens.js";

const shownEvents = 500;

export class QueryView {
  constructor(state) {
    this.state = state;
    this.tabs = load("tabs", null) ?? [{ query: "", variables: "", headers: "" }];
    this.active = Math.min(load("tab", 0), this.tabs.length - 1);
    this.running = null;
    this.build();
  }

  get tab() { return this.tabs[this.active]; }

  build() {
    this.tabBar = h("div.tabs", { role: "tablist", "aria-label": "Operations" });
    this.editor = new Editor({ label: "Query", text: this.tab.query, onchange: (text) => this.keep("query", text), onrun: () => this.run() });
    this.variables = this.area("Variables (JSON)", "variables");
    this.headers = this.area("Headers (JSON)", "headers");
    this.problem = h("p.problem", { role: "alert" });
    this.status = h("p.status", { role: "status" });
    this.answer = h("div.answer", { tabindex: "0", "aria-label": "Answer" });
    this.runButton = h("button.primary", { onclick: () => this.run(), title: "Ctrl+Enter" }, "Run");
    this.stopButton = h("button", { onclick: () => this.stop(), hidden: true }, "Stop");
    this.history = h("select", { "aria-label": "History", onchange: () => this.recall() });
    this.element = h("section.query", { "aria-label": "Query" },
      this.tabBar,
      h("div.columns", {},
        h("div.pane", {},
          h("div.actions", {}, this.runButton, this.stopButton,
            h("button", { onclick: () => { this.editor.text = format(this.editor.text); this.keep("query", this.editor.text); } }, "Format"),
            h("button", { onclick: () => this.share() }, "Copy link"), this.history),
          this.editor.element, labelled("Variables", this.variables), labelled("Headers", this.headers)),
        h("div.pane", {}, this.status, this.problem, this.answer)));
    this.showTabs();
    this.showHistory();
  }

  area(label, name) {
    const area = h("textarea.small", { spellcheck: "false", oninput: () => this.keep(name, area.value), onkeydown: (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); this.run(); } } });
    area.value = this.tab[name] ?? "";
    return area;
  }

  /** Called when the schema is here or has changed, and when the view is shown with a link's operation. */
  update(schema, parameters) {
    this.editor.setSchema(schema);
    const query = parameters?.get("query");
    if (query !== null && query !== undefined) {
      this.add({ query, variables: parameters.get("variables") ?? "", headers: "" });
      history.replaceState(null, "", "#/query");
    } else if (!this.tab.query && schema) {
      this.editor.text = example(schema);
      this.keep("query", this.editor.text);
    }
  }

  keep(name, text) {
    this.tab[name] = text;
    save("tabs", this.tabs);
    if (name === "query") this.showTabs();
  }

  showTabs() {
    replace(this.tabBar, this.tabs.map((tab, index) => h("span.tab", {},
      h("button", { role: "tab", "aria-selected": String(index === this.active), onclick: () => this.select(index) }, title(tab)),
      this.tabs.length > 1 ? h("button.close", { "aria-label": `Close ${title(tab)}`, onclick: () => this.remove(index) }, "×") : null)),
    h("button", { "aria-label": "New tab", onclick: () => this.add({ query: "", variables: "", headers: "" }) }, "+"));
  }

  select(index) {
    this.active = index;
    save("tab", index);
    this.editor.text = this.tab.query;
    this.variables.value = this.tab.variables ?? "";
    this.headers.value = this.tab.headers ?? "";
    this.showTabs();
  }

  add(tab) { this.tabs.push(tab); save("tabs", this.tabs); this.select(this.tabs.length - 1); }

  remove(index) {
    this.tabs.splice(index, 1);
    save("tabs", this.tabs);
    this.select(Math.max(0, Math.min(this.active, this.tabs.length - 1)));
  }

  share() {
    const parameters = new URLSearchParams({ query: this.editor.text, ...(this.tab.variables ? { variables: this.tab.variables } : {}) });
    const link = `${location.origin}/#/query?${parameters}`;
    const done = () => { this.status.textContent = "The link is in the clipboard."; };
    (navigator.clipboard?.writeText(link) ?? Promise.reject()).then(done, () => { this.status.textContent = link; });
  }

  /** The operation under the cursor, or the only one. */
  operation() {
    const found = this.editor.analysis?.operations ?? [];
    const at = this.editor.area.selectionStart;
    return found.find((one) => one.start <= at && at <= one.end) ?? found[0] ?? { kind: "query", name: null };
  }

  run() {
    this.stop();
    replace(this.problem);
    const operation = this.operation();
    const body = { query: this.editor.text };
    if (operation.name) body.operationName = operation.name;
    let headers = {};
    try { if (this.variables.value.trim()) body.variables = parse(this.variables.value); } catch (error) { this.fail(this.variables, `Variables: ${error.message}`); return; }
    try { if (this.headers.value.trim()) headers = parse(this.headers.value); } catch (error) { this.fail(this.headers, `Headers: ${error.message}`); return; }
    this.remember();
    if (operation.kind === "subscription") this.subscribe(body);
    else this.send(body, headers);
  }

  fail(control, message) {
    this.problem.textContent = message;
    control.focus();
  }

  async send(body, headers) {
    const abort = new AbortController();
    this.started(() => abort.abort());
    this.status.textContent = "Running…";
    try {
      const { status, body: answer, milliseconds, bytes } = await request(body, headers, abort.signal);
      this.status.textContent = `${status} · ${milliseconds.toFixed(1)} ms · ${size(bytes)}${answer.errors?.length ? ` · ${answer.errors.length} error${answer.errors.length > 1 ? "s" : ""}` : ""}`;
      replace(this.answer, searchable(answer, jsonTree(answer, { open: bytes > 200_000 ? 2 : 8 })));
    } catch (error) {
      this.status.textContent = "";
      if (!abort.signal.aborted) this.problem.textContent = `The gateway did not answer: ${error.message}. What was typed is still here.`;
    }
    this.ended();
  }

  subscribe(body) {
    let count = 0;
    let paused = false;
    const waiting = [];
    const list = h("ol.events", { "aria-label": "Events", reversed: true });
    const show = (event) => {
      list.prepend(h("li", {}, h("span.detail", {}, event.time), jsonTree(event.result, { open: 6 })));
      if (list.children.length > shownEvents) list.lastChild.remove();
    };
    const pause = h("button", { "aria-pressed": "false", onclick: () => {
      paused = !paused;
      pause.setAttribute("aria-pressed", String(paused));
      pause.textContent = paused ? "Resume" : "Pause";
      if (!paused) waiting.splice(0).forEach(show);
    } }, "Pause");
    replace(this.answer, h("div.actions", {}, pause), list);
    const said = (text) => { this.status.textContent = `${text} · ${count} event${count === 1 ? "" : "s"}`; };
    said("Connecting…");
    this.started(subscriptions.start(body, {
      started: () => said("Live"),
      next: (result) => {
        count++;
        said(paused ? "Paused" : "Live");
        const event = { time: new Date().toLocaleTimeString(), result };
        if (!paused) show(event);
        else { waiting.push(event); if (waiting.length > shownEvents) waiting.shift(); }
      },
      error: (errors) => { said("Refused"); list.prepend(h("li", {}, jsonTree({ errors }))); this.ended(); },
      complete: () => { said("Complete"); this.ended(); },
      lost: () => said("Connection lost, trying again"),
    }));
  }

  started(cancel) { this.running = cancel; this.stopButton.hidden = false; }
  ended() { this.running = null; this.stopButton.hidden = true; }

  stop() {
    if (!this.running) return;
    this.running();
    this.ended();
    this.status.textContent = `Stopped. ${this.status.textContent}`;
  }

  remember() {
    const entry = { query: this.editor.text, variables: this.variables.value };
    const list = [entry, ...load("history", []).filter((one) => one.query !== entry.query || one.variables !== entry.variables)].slice(0, 50);
    save("history", list);
    this.showHistory();
  }

  showHistory() {
    replace(this.history, h("option", { value: "" }, "History"), load("history", []).map((one, i) => h("option", { value: String(i) }, title(one).slice(0, 60))));
  }

  recall() {
    const entry = load("history", [])[Number(this.history.value)];
    if (this.history.value !== "" && entry) this.add({ ...entry, headers: "" });
    this.history.value = "";
  }
}

function title(tab) {
  const text = (tab.query ?? "").replace(/\s+/g, " ").trim();
  const named = /(?:query|mutation|subscription)\s+(\w+)/.exec(text) ?? /{\s*(\w+)/.exec(text);
  return named?.[1] ?? (text.slice(0, 20) || "New");
}

function size(bytes) {
  return bytes < 1024 ? `${bytes} B` : bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(1)} KiB` : `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}

function example(schema) {
  const [namespace] = schema.namespaces();
  return namespace === undefined ? "{ __typename }\n" : `# Ctrl+Enter runs, Ctrl+Space completes.\nquery Keys {\n  ${namespace}_keys\n}\n`;
}
