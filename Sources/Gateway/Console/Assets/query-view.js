// The query editor: tabs, variables, headers, history, answers and live subscriptions.
import { request, subscriptions } from "./api.js";
import { download, h, labelled, replace, size } from "./dom.js";
import { Editor } from "./editor.js";
import { examples, skeleton } from "./examples.js";
import { parse, pretty } from "./json.js";
import { jsonTree, searchable } from "./json-view.js";
import { load, loadSecret, save, saveSecret } from "./storage.js";
import { format } from "./tokens.js";

const shownEvents = 500;

export class QueryView {
  constructor() {
    this.tabs = load("tabs", null) ?? [{ query: "", variables: "" }];
    this.active = Math.max(0, Math.min(load("tab", 0), this.tabs.length - 1));
    const headers = loadSecret("headers", []);
    this.tabs.forEach((tab, i) => { tab.headers = headers[i] ?? ""; });
    this.running = null;
    this.build();
    addEventListener("pagehide", () => this.keepNow());
  }

  get tab() { return this.tabs[this.active]; }

  build() {
    this.tabBar = h("div.tabs", { role: "group", "aria-label": "Operations" });
    this.editor = new Editor({ label: "Query", text: this.tab.query, onchange: (text) => this.keep("query", text), onrun: () => this.run() });
    this.variables = this.area("variables");
    this.headers = this.area("headers");
    this.problem = h("p.problem", { role: "alert" });
    this.status = h("p.status", { role: "status" });
    this.answer = h("div.answer", { tabindex: "0", role: "region", "aria-label": "Answer" });
    this.tools = h("div.actions");
    this.runButton = h("button.primary", { onclick: () => this.run(), title: "Ctrl+Enter" }, "Run");
    this.stopButton = h("button", { onclick: () => this.stop(), hidden: true }, "Stop");
    this.history = h("select", { "aria-label": "History", onchange: () => this.recall() });
    this.variablesBox = h("details.extra", { open: true }, h("summary", "Variables"), labelled("Variables (JSON)", this.variables, null, true),
      h("button.small", { onclick: () => this.fillIn() }, "Fill in"));
    this.headersBox = h("details.extra", h("summary", "Headers"), labelled("Headers (JSON)", this.headers, "Kept until this tab of the browser is closed; subscriptions do not send them.", true));
    this.element = h("section.query", { "aria-label": "Query" },
      this.tabBar,
      h("div.columns", {},
        h("div.pane", {},
          h("div.actions", this.runButton, this.stopButton,
            h("button", { onclick: () => { this.editor.replaceAll(format(this.editor.text)); } }, "Format"),
            h("button", { onclick: () => this.share() }, "Copy link"), this.history),
          this.editor.element, this.variablesBox, this.headersBox),
        h("div.pane", h("div.actions.answer-head", this.status, this.tools), this.problem, this.answer)));
    this.showTabs();
    this.showHistory();
    this.showTab();
  }

  area(name) {
    const area = h("textarea.small", { spellcheck: "false", oninput: () => this.keep(name, area.value), onkeydown: (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); this.run(); } } });
    area.value = this.tab[name] ?? "";
    return area;
  }

  /** Called when the schema is here or has changed, and when the view is shown with a link's operation. */
  update(schema, parameters) {
    const isFirst = schema && !this.schema;
    this.schema = schema;
    this.editor.setSchema(schema);
    const query = parameters?.get("query");
    if (query !== null && query !== undefined) {
      history.replaceState(null, "", "#/query");
      const variables = parameters.get("variables") ?? "";
      const known = this.tabs.findIndex((tab) => tab.query === query && (tab.variables ?? "") === variables);
      if (known >= 0) this.select(known); else this.add({ query, variables, headers: "" });
    } else if (!this.tab.query && isFirst && this.tabs.length === 1) {
      const [first] = examples(schema);
      if (first) this.fill(first);
    }
    if (isFirst && !this.answer.firstChild) this.welcome();
  }

  /** What stands where the answer will be: examples made from the schema. */
  welcome() {
    const list = examples(this.schema).map((one) => h("li", h("button.link", { onclick: () => { this.add({ query: one.query, variables: one.variables, headers: "" }); this.editor.focus(); } }, one.title), h("span.hint", ` ${one.hint}`)));
    replace(this.answer, h("div.empty", h("h2", "Run an operation"),
      h("p.hint", h("kbd", "Ctrl"), " ", h("kbd", "Enter"), " runs the operation under the cursor, ", h("kbd", "Ctrl"), " ", h("kbd", "Space"), " completes; point at a name to see what it means."),
      list.length ? [h("p.hint", "Begin with one of these, each in a tab of its own:"), h("ul.examples", list)] : null));
  }

  keep(name, text) {
    this.tab[name] = text;
    clearTimeout(this.keeping);
    this.keeping = setTimeout(() => this.keepNow(), 300);
  }

  keepNow() {
    save("tabs", this.tabs.map(({ query, variables }) => ({ query, variables })));
    save("tab", this.active);
    saveSecret("headers", this.tabs.map((tab) => tab.headers));
    this.showTabs();
  }

  showTabs() {
    const names = this.tabs.map((tab) => title(tab)).join("\n") + this.active;
    if (names === this.shownTabs) return;
    this.shownTabs = names;
    replace(this.tabBar, this.tabs.map((tab, index) => h("span.tab", {},
      h("button", { "aria-pressed": String(index === this.active), onclick: () => this.select(index) }, title(tab)),
      this.tabs.length > 1 ? h("button.close", { "aria-label": `Close ${title(tab)}`, onclick: () => this.remove(index) }, "×") : null)),
    h("button", { "aria-label": "New tab", onclick: () => { this.add({ query: "", variables: "", headers: "" }); this.editor.focus(); } }, "+"));
  }

  select(index) {
    this.active = index;
    this.showTab();
    this.keepNow();
  }

  showTab() {
    this.editor.text = this.tab.query;
    this.variables.value = this.tab.variables ?? "";
    this.headers.value = this.tab.headers ?? "";
    if (this.headers.value) this.headersBox.open = true;
    replace(this.problem);
  }

  add(tab) { this.tabs.push(tab); this.select(this.tabs.length - 1); }

  fill({ query, variables }) {
    Object.assign(this.tab, { query, variables });
    this.showTab();
    this.keepNow();
  }

  remove(index) {
    this.tabs.splice(index, 1);
    this.select(Math.max(0, Math.min(index < this.active ? this.active - 1 : this.active, this.tabs.length - 1)));
  }

  share() {
    const parameters = new URLSearchParams({ query: this.editor.text, ...(this.tab.variables ? { variables: this.tab.variables } : {}) });
    const link = `${location.origin}/#/query?${parameters}`;
    const done = () => { this.status.textContent = "The link is in the clipboard."; };
    (navigator.clipboard?.writeText(link) ?? Promise.reject()).then(done, () => { this.status.textContent = link; });
  }

  /** The operation under the cursor, or the only one. */
  operation() {
    const found = this.editor.operations();
    const at = this.editor.area.selectionStart;
    return found.find((one) => one.start <= at && at <= one.end) ?? found.findLast((one) => one.end <= at) ?? found[0] ?? { kind: "query", name: null };
  }

  /** The members that the operation's variables lack. */
  fillIn() {
    let given = {};
    try { if (this.variables.value.trim()) given = parse(this.variables.value); } catch (error) { this.fail(this.variables, `Variables: ${error.message}`); return; }
    for (const one of this.operation().variables ?? []) if (one.type && !Object.hasOwn(given, one.name)) given[one.name] = skeleton(this.schema, one.type);
    this.variables.value = pretty(given);
    this.keep("variables", this.variables.value);
    this.variables.focus();
  }

  run() {
    this.stop();
    replace(this.problem);
    const operation = this.operation();
    const body = { query: this.editor.text };
    if (operation.name) body.operationName = operation.name;
    let headers = {};
    try { if (this.variables.value.trim()) body.variables = parse(this.variables.value); } catch (error) { this.fail(this.variables, `The variables are no JSON: ${error.message}.`); return; }
    try { if (this.headers.value.trim()) headers = parse(this.headers.value); } catch (error) { this.fail(this.headers, `The headers are no JSON: ${error.message}.`); return; }
    this.remember();
    if (operation.kind === "subscription") this.subscribe(body);
    else this.send(body, headers);
  }

  fail(control, message) {
    this.problem.textContent = message;
    control.closest("details").open = true;
    control.focus();
  }

  async send(body, headers) {
    const abort = new AbortController();
    this.started(() => abort.abort());
    this.status.textContent = "Running…";
    try {
      const { status, body: answer, text, milliseconds, bytes } = await request(body, headers, abort.signal);
      if (abort.signal.aborted) return;
      this.show(answer, text, bytes);
      const errors = answer?.errors?.length;
      this.status.replaceChildren(h(`strong.${errors ? "bad" : "good"}`, errors ? `${errors} error${errors > 1 ? "s" : ""}` : "OK"), ` ${status} · ${milliseconds < 10 ? milliseconds.toFixed(1) : Math.round(milliseconds)} ms · ${size(bytes)}`);
    } catch (error) {
      if (abort.signal.aborted) return;
      this.status.textContent = "";
      this.problem.textContent = `No answer: ${error.message}. What was typed is still here.`;
    }
    this.ended();
  }

  show(answer, text, bytes) {
    const { box, results, tree } = searchable(answer, jsonTree(answer, { open: bytes > 100_000 ? 3 : 10 }));
    const copy = h("button.small", { onclick: () => { navigator.clipboard?.writeText(pretty(answer)).then(() => { copy.textContent = "Copied"; }, () => {}); } }, "Copy");
    replace(this.tools, box, copy, h("button.small", { onclick: () => download("answer.json", "application/json", text) }, "Save"));
    replace(this.answer, results, tree);
    this.answer.scrollTop = 0;
  }

  subscribe(body) {
    let count = 0;
    let paused = false;
    const waiting = [];
    const list = h("ol.events", { "aria-label": "Events", reversed: true });
    const show = (event) => {
      list.prepend(h("li", { value: event.number }, h("span.detail", event.time), jsonTree(event.result, { open: 6 })));
      if (list.children.length > shownEvents) list.lastChild.remove();
    };
    const pause = h("button.small", { "aria-pressed": "false", onclick: () => {
      paused = !paused;
      pause.setAttribute("aria-pressed", String(paused));
      pause.textContent = paused ? "Resume" : "Pause";
      said(paused ? "Paused" : "Live");
      if (!paused) waiting.splice(0).forEach(show);
    } }, "Pause");
    replace(this.tools, pause, h("button.small", { onclick: () => replace(list) }, "Clear"));
    replace(this.answer, list);
    const said = (text) => { this.status.textContent = `${text} · ${count} event${count === 1 ? "" : "s"}${paused && waiting.length ? `, ${waiting.length} waiting` : ""}`; };
    said("Connecting…");
    this.started(subscriptions.start(body, {
      started: () => said(paused ? "Paused" : "Live"),
      next: (result) => {
        const event = { number: ++count, time: new Date().toLocaleTimeString(), result };
        if (!paused) show(event);
        else { waiting.push(event); if (waiting.length > shownEvents) waiting.shift(); }
        said(paused ? "Paused" : "Live");
      },
      error: (errors) => { said("Refused"); list.prepend(h("li", jsonTree({ errors }, { open: 6 }))); this.ended(); },
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
    this.status.textContent = `Stopped · ${this.status.textContent.split(" · ").slice(1).join(" · ")}`.replace(/ · $/, "");
  }

  remember() {
    const entry = { query: this.editor.text, variables: this.variables.value };
    const list = [entry, ...load("history", []).filter((one) => one.query !== entry.query || one.variables !== entry.variables)].slice(0, 50);
    save("history", list);
    this.showHistory();
  }

  showHistory() {
    const list = load("history", []);
    replace(this.history, h("option", { value: "" }, "History"), list.map((one, i) => h("option", { value: String(i) }, `${title(one)}: ${one.query.replace(/#[^\n]*/g, "").replace(/\s+/g, " ").trim()}`.slice(0, 80))),
      list.length ? h("option", { value: "clear" }, "Clear the history") : null);
  }

  recall() {
    const entry = load("history", [])[Number(this.history.value)];
    if (this.history.value === "clear") { save("history", []); this.showHistory(); }
    else if (this.history.value !== "" && entry) this.add({ ...entry, headers: "" });
    this.history.value = "";
  }
}

function title(tab) {
  const text = (tab.query ?? "").replace(/#[^\n]*/g, "").replace(/\s+/g, " ").trim();
  const named = /(?:query|mutation|subscription)\s+(\w+)/.exec(text) ?? /{\s*(\w+)/.exec(text);
  return named?.[1] ?? (text.slice(0, 20) || "New");
}
