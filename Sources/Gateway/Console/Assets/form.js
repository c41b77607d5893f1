// A value as a form made from the model, with raw JSON beside it, both in step.
import { control, foldable } from "./controls.js";
import { h, replace, uniqueId } from "./dom.js";
import { parse, pretty } from "./json.js";
import { pointerPath, shapeOf } from "./shapes.js";

const large = 30_000; // characters; above it the other side follows when typing pauses
const pause = 200;

/** `element` has both sides; `value` is what is edited; `issues([{pointer, ...}])` marks fields. */
export class ValueEditor {
  constructor(schema, type, model, { onchange } = {}) {
    this.onchange = onchange;
    this.raw = h("textarea.raw", { spellcheck: "false", rows: "12", oninput: () => this.later(() => this.fromRaw(), true) });
    this.fold = foldable(this.raw, () => this.showForm(false));
    this.problem = h("p.problem", { role: "alert" });
    this.general = h("ul.issues", { role: "alert" });
    this.form = h("div.pane.form", { role: "group", "aria-label": "Form", oninput: (event) => this.forget(event.target) });
    this.back = h("button.small", { type: "button", hidden: true, onclick: () => { this.flush(); this.raw.value = ""; this.write(this.source); this.showForm(true); } }, "Edit in the form");
    const side = h("div.pane.side", h("div.actions", h("label", { for: this.raw.id = uniqueId("raw") }, "Raw JSON"), this.back), this.fold.element, this.problem);
    this.element = h("div.columns.value", this.form, side);
    this.build(schema, type, model);
  }

  build(schema, type, model) {
    this.control = control(shapeOf(schema, type, model, model), () => this.later(() => this.fromForm(), false));
    replace(this.form, this.general, this.control.element);
  }

  /** The form anew from another model; the value stays. */
  rebuild(schema, type, model) {
    this.flush();
    this.build(schema, type, model);
    this.control.set(this.current);
  }

  get value() { this.flush(); return this.current; }
  get text() { this.flush(); return this.source; }
  get isValid() { this.flush(); return !this.problem.textContent && !this.control.problem(); }

  set(value) {
    this.pending = null;
    this.current = value;
    this.write(value === undefined ? "" : pretty(value));
    this.showForm(true);
    this.problem.textContent = "";
    this.control.set(value);
    if (value === undefined) this.fromForm();
    this.issues([]);
  }

  write(text) {
    this.source = text;
    this.fold.set(text);
  }

  /** A huge text is edited alone: the form would be made anew again and again. */
  showForm(isShown) {
    this.form.hidden = !isShown;
    this.back.hidden = isShown;
  }

  /** Now where the value is small, else when typing pauses. */
  later(action, isRaw) {
    clearTimeout(this.timer);
    this.pending = action;
    if (isRaw || this.source.length > large) this.timer = setTimeout(() => this.flush(), pause);
    else this.flush();
    this.onchange?.();
  }

  flush() {
    const action = this.pending;
    this.pending = null;
    action?.();
  }

  fromForm() {
    this.current = this.control.get();
    this.write(this.current === undefined ? "" : pretty(this.current));
    this.problem.textContent = "";
  }

  fromRaw() {
    this.source = this.raw.value;
    try {
      this.current = this.source.trim() === "" ? undefined : parse(this.source);
      this.problem.textContent = "";
      this.control.set(this.current);
    } catch (error) {
      this.problem.textContent = `This is no JSON: ${error.message}. The form shows the last good text.`;
    }
  }

  /** Shows the server's issues at their fields; what has no field stands above the form. */
  issues(issues) {
    for (const old of this.element.querySelectorAll(".field-issue")) old.remove();
    for (const control of this.element.querySelectorAll("[aria-invalid]")) unmark(control);
    replace(this.general);
    let first = null;
    const notes = [];
    for (const issue of issues) {
      const path = pointerPath(issue.pointer);
      const missing = issue.keyword === "required" && /^a member "(.*)"$/s.exec(issue.expected);
      if (missing) path.push(missing[1]);
      const text = issue.text ?? (missing ? "This member is required." : sentence(issue));
      const place = this.control.find(path);
      const host = place?.closest(".member, li, .form");
      if (!host || host === this.form) { this.tell(issue.pointer, text); continue; }
      const note = h("p.field-issue", { id: uniqueId("issue") }, text);
      const input = place.matches("input, select, textarea") ? place : place.querySelector("input, select, textarea");
      input?.setAttribute("aria-invalid", "true");
      input?.setAttribute("aria-describedby", [input.dataset.hint, note.id].filter(Boolean).join(" "));
      host.append(note);
      notes.push([note, issue.pointer, text]);
      first ??= input ?? place;
    }
    for (const [note, pointer, text] of notes) if (!note.isConnected) this.tell(pointer, text); // on another page of its list
    first?.focus();
  }

  tell(pointer, text) { this.general.append(h("li.field-issue", pointer ? h("code", pointer) : "The value", `: ${text}`)); }

  /** A field that is typed in is no longer marked. */
  forget(target) {
    if (!target.matches("[aria-invalid]")) return;
    unmark(target);
    for (const note of target.closest(".member, li")?.querySelectorAll(":scope > .field-issue") ?? []) note.remove();
  }
}

function unmark(input) {
  input.removeAttribute("aria-invalid");
  if (input.dataset.hint) input.setAttribute("aria-describedby", input.dataset.hint);
  else input.removeAttribute("aria-describedby");
}

function sentence({ keyword, expected, found }) {
  const text = `Expected ${expected}${found && !/imum$|^multipleOf$/i.test(keyword) ? `, found ${found}` : ""}.`;
  return text.replace(/\b1 (character|element|member)s\b/g, "1 $1");
}

/**
 * The issues of a response that refuses a value: VALUE_INVALID's, and those of a variable's coercion, which name the
 * place in their message.
 */
export function issuesOf(errors, variable) {
  return errors.flatMap((error) => {
    if (error.extensions?.code === "VALUE_INVALID") return error.extensions.issues ?? [];
    const match = new RegExp(`^Variable "\\$${variable}" got invalid value [^]*?(?: at "${variable}([^"]*)")?; ([^]*)$`).exec(error.message);
    if (!match) return [];
    const path = [...(match[1] ?? "").matchAll(/\.(\w+)|\[(\d+)\]/g)].map((part) => part[1] ?? part[2]);
    const missing = /^Field "(\w+)" of required type/.exec(match[2]);
    if (missing) path.push(missing[1]);
    return [{ pointer: path.map((token) => `/${token}`).join(""), text: missing ? "This member is required." : match[2] }];
  });
}
