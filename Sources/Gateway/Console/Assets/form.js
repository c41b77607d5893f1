// A form made from an input type, with the model's bounds as hints, and raw JSON beside it.
import { h, labelled, replace, uniqueId } from "./dom.js";
import { parse, pretty, RawNumber, stringify } from "./json.js";
import { isRequired, typeText, unwrap } from "./schema.js";

const deepest = 12;

/** `value` is what is edited; `element` has the form and the raw text, both in step; `issues([{pointer, ...}])` marks. */
export class ValueEditor {
  constructor(schema, type, model, { onchange } = {}) {
    this.onchange = onchange;
    this.raw = h("textarea.raw", { spellcheck: "false", rows: "12", oninput: () => this.fromRaw() });
    this.problem = h("p.problem", { role: "alert" });
    this.control = control(schema, type, model, model, () => this.fromForm(), 0);
    this.general = h("ul.issues", { role: "alert" });
    this.element = h("div.columns.value", {},
      h("div.pane", { role: "group", "aria-label": "Form" }, this.general, this.control.element),
      h("div.pane", {}, labelled("Raw JSON", this.raw), this.problem));
  }

  get value() { return this.current; }
  get isValid() { return !this.problem.textContent && !this.control.problem?.(); }

  set(value) {
    this.current = value;
    this.raw.value = pretty(value ?? null);
    this.problem.textContent = "";
    this.control.set(value);
    this.issues([]);
  }

  fromForm() {
    this.current = this.control.get();
    this.raw.value = pretty(this.current ?? null);
    this.problem.textContent = "";
    this.onchange?.();
  }

  fromRaw() {
    try {
      this.current = parse(this.raw.value);
      this.problem.textContent = "";
      this.control.set(this.current);
    } catch (error) {
      this.problem.textContent = `No JSON: ${error.message}`;
    }
    this.onchange?.();
  }

  /** Shows the server's issues at their fields; what has no field stands above the form. */
  issues(issues) {
    for (const old of this.element.querySelectorAll(".field-issue")) old.remove();
    for (const control of this.element.querySelectorAll("[aria-invalid]")) control.removeAttribute("aria-invalid");
    replace(this.general);
    for (const issue of issues) {
      const path = issue.pointer.split("/").slice(1).map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
      const text = `expected ${issue.expected}${issue.found ? `, found ${issue.found}` : ""}`;
      const place = this.control.find(path);
      if (!place) { this.general.append(h("li.field-issue", {}, `${issue.pointer || "The value"}: ${text}`)); continue; }
      const note = h("p.field-issue", { id: uniqueId("issue"), role: "alert" }, text);
      const input = place.matches("input, select, textarea") ? place : place.querySelector("input, select, textarea, button");
      input?.setAttribute("aria-invalid", "true");
      input?.setAttribute("aria-describedby", note.id);
      place.closest(".field, fieldset, .pane")?.append(note);
    }
    this.element.querySelector("[aria-invalid]")?.focus();
  }
}

/** `{element, get(), set(value), find(path)}`; `find` gives the element that stands for a path below it. */
function control(schema, type, model, root, changed, depth) {
  if (type.kind === "NON_NULL") return control(schema, type.ofType, model, root, changed, depth);
  const described = resolve(model, root);
  if (depth > deepest) return jsonControl(changed);
  if (type.kind === "LIST") return listControl(schema, type.ofType, described, root, changed, depth);
  const named = schema.types.get(type.name);
  if (named?.kind === "INPUT_OBJECT") return objectControl(schema, named, described, root, changed, depth);
  if (named?.kind === "ENUM") return enumControl(named.enumValues.map((value) => value.name), changed);
  if (type.name === "Boolean") return booleanControl(changed);
  if (["Int", "Float", "Long"].includes(type.name)) return numberControl(type.name, changed);
  if (type.name === "JSON") return jsonControl(changed);
  if (described?.enum?.every((one) => typeof one === "string")) return enumControl(described.enum, changed);
  return textControl(type.name, changed);
}

function resolve(model, root) {
  for (let hops = 0; model?.$ref?.startsWith?.("#") && hops < 20; hops++) {
    model = model.$ref.split("/").slice(1).filter((token) => token !== "").reduce((at, token) => at?.[decodeURIComponent(token).replaceAll("~1", "/").replaceAll("~0", "~")], root);
  }
  const some = model?.anyOf ?? model?.oneOf;
  return some ? some.find((one) => one.type !== "null") ?? model : model;
}

function simple(input, read, write, problem) {
  return { element: input, get: () => read(), set: (value) => write(value), find: () => input, problem };
}

function textControl(type, changed) {
  const hints = { DateTime: "2026-01-31T12:00:00Z", Date: "2026-01-31", Duration: "PT1H30M", UUID: "00000000-0000-0000-0000-000000000000" };
  const input = h("textarea.line", { rows: "1", placeholder: hints[type] ?? "", spellcheck: "false", oninput: changed });
  return simple(input, () => input.value, (value) => { input.value = typeof value === "string" ? value : value === null || value === undefined ? "" : stringify(value); });
}

function numberControl(type, changed) {
  const whole = type !== "Float";
  const pattern = whole ? /^-?(0|[1-9]\d*)$/ : /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;
  const input = h("input", { type: "text", inputmode: whole ? "numeric" : "decimal", oninput: () => {
    input.setCustomValidity(pattern.test(input.value.trim()) ? "" : `Expected ${whole ? "a whole number" : "a number"}.`);
    changed();
  } });
  const read = () => {
    const text = input.value.trim();
    if (!pattern.test(text)) return text === "" ? null : text;
    return String(Number(text)) === text ? Number(text) : new RawNumber(text);
  };
  return simple(input, read, (value) => { input.value = value === null || value === undefined ? "" : String(value); });
}

function booleanControl(changed) {
  const input = h("input", { type: "checkbox", onchange: changed });
  return simple(input, () => input.checked, (value) => { input.checked = value === true; });
}

function enumControl(values, changed) {
  const input = h("select", { onchange: changed }, h("option", { value: "" }, "—"), values.map((value) => h("option", { value }, value)));
  return simple(input, () => (input.value === "" ? null : input.value), (value) => { input.value = values.includes(value) ? value : ""; });
}

function jsonControl(changed) {
  const note = h("p.problem", { role: "alert" });
  const input = h("textarea.raw", { rows: "3", spellcheck: "false", oninput: () => {
    try { current = parse(input.value); note.textContent = ""; } catch (error) { note.textContent = `No JSON: ${error.message}`; }
    changed();
  } });
  let current = null;
  return {
    element: h("div", {}, input, note), get: () => current, find: () => input,
    set: (value) => { current = value ?? null; if (document.activeElement !== input) input.value = pretty(current); },
    problem: () => note.textContent,
  };
}

function objectControl(schema, type, model, root, changed, depth) {
  const members = type.inputFields.map((field) => member(schema, field, resolve(model, root)?.properties?.[field.name], root, changed, depth));
  return {
    element: h("div.members", {}, members.map((one) => one.element)),
    get: () => Object.fromEntries(members.filter((one) => one.isSet()).map((one) => [one.name, one.get()])),
    set: (value) => { for (const one of members) one.set(value?.[one.name]); },
    find: (path) => (path.length ? members.find((one) => one.name === path[0])?.find(path.slice(1)) ?? null : null),
    problem: () => members.map((one) => one.isSet() && one.problem?.()).find(Boolean),
  };
}

/** A field with its label; an optional one has a box that says whether it is there. Its control is made when needed. */
function member(schema, field, model, root, changed, depth) {
  const required = isRequired(field);
  const nested = schema.types.get(unwrap(field.type).name)?.kind === "INPUT_OBJECT" || typeText(field.type).startsWith("[");
  const id = uniqueId("member");
  const hint = describe(field, resolve(model, root));
  let inner = null;
  const slot = h("div.slot");
  const make = () => {
    if (inner) return;
    inner = control(schema, field.type, model, root, changed, depth + 1);
    const input = inner.element.matches("input, select, textarea") ? inner.element : null;
    if (input) { input.id = id; if (required) input.setAttribute("aria-required", "true"); }
    if (input && hint) input.setAttribute("aria-describedby", `${id}-hint`);
    slot.append(inner.element);
  };
  const box = required ? null : h("input", { type: "checkbox", "aria-label": `Set ${field.name}`, onchange: () => { show(); if (box.checked) inner.set(initial(field)); changed(); } });
  const show = () => {
    slot.hidden = box ? !box.checked : false;
    if (!slot.hidden) make();
  };
  const title = [field.name, required ? h("span.required", { title: "required" }, " *") : null, h("span.detail", {}, ` ${typeText(field.type)}`)];
  const element = nested
    ? h("fieldset", {}, h("legend", {}, box, " ", title), hint && h("p.hint", {}, hint), slot)
    : h("div.field", {}, h("div.label", {}, box, h("label", { for: id }, title)), hint && h("p.hint", { id: `${id}-hint` }, hint), slot);
  show();
  return {
    name: field.name, element,
    isSet: () => !box || box.checked,
    get: () => inner?.get(),
    set: (value) => { if (box) box.checked = value !== undefined; show(); if (inner && (value !== undefined || required)) inner.set(value); },
    find: (path) => inner?.find(path) ?? element,
    problem: () => inner?.problem?.(),
  };
}

function initial(field) {
  if ((field.defaultValue ?? null) !== null) { try { return parse(field.defaultValue); } catch { return field.defaultValue; } }
  return undefined;
}

function describe(field, model) {
  const parts = [field.description];
  const bound = (name, text) => { if (model?.[name] !== undefined && typeof model[name] !== "object") parts.push(`${text} ${model[name]}`); };
  bound("minimum", "at least"); bound("exclusiveMinimum", "more than"); bound("maximum", "at most"); bound("exclusiveMaximum", "less than");
  bound("minLength", "characters: at least"); bound("maxLength", "characters: at most"); bound("pattern", "pattern"); bound("format", "format");
  bound("minItems", "items: at least"); bound("maxItems", "items: at most"); bound("multipleOf", "a multiple of");
  if ((field.defaultValue ?? null) !== null) parts.push(`default ${field.defaultValue}`);
  return parts.filter(Boolean).join(" · ");
}

function listControl(schema, itemType, model, root, changed, depth) {
  const shownAtOnce = 50;
  let items = [];
  let all = [];
  const list = h("ol.items");
  const more = h("button.link", { type: "button", onclick: () => { extend(); render(); } });
  const itemModel = Array.isArray(model?.items) ? model.items[0] : model?.items;
  const make = (value) => { const one = control(schema, itemType, itemModel, root, changed, depth + 1); one.set(value); return one; };
  const extend = () => { items.push(...all.slice(items.length, items.length + shownAtOnce).map(make)); };
  const move = (index, by) => {
    all = read();
    const target = index + by;
    if (target < 0 || target >= items.length) return;
    [all[index], all[target]] = [all[target], all[index]];
    [items[index], items[target]] = [items[target], items[index]];
    render(); changed();
  };
  const remove = (index) => { all = read(); all.splice(index, 1); items.splice(index, 1); render(); changed(); };
  const read = () => [...items.map((one) => one.get()), ...all.slice(items.length)];
  const render = () => {
    replace(list, items.map((one, i) => {
      if (one.element.matches("input, select, textarea")) one.element.setAttribute("aria-label", `Item ${i + 1}`);
      return h("li", {}, one.element, h("span.item-actions", {},
        h("button", { type: "button", "aria-label": `Move item ${i + 1} up`, onclick: () => move(i, -1) }, "↑"),
        h("button", { type: "button", "aria-label": `Move item ${i + 1} down`, onclick: () => move(i, 1) }, "↓"),
        h("button", { type: "button", "aria-label": `Remove item ${i + 1}`, onclick: () => remove(i) }, "×")));
    }));
    more.hidden = items.length >= all.length;
    more.textContent = `Show ${Math.min(shownAtOnce, all.length - items.length)} more of ${all.length}`;
  };
  const add = h("button", { type: "button", onclick: () => {
    all = read();
    while (items.length < all.length) extend();
    all.push(undefined);
    extend(); all = read(); render(); changed();
    list.lastChild.querySelector("input, select, textarea")?.focus();
  } }, "Add item");
  return {
    element: h("div.list", {}, list, more, add), get: read,
    set: (value) => { all = Array.isArray(value) ? [...value] : []; items = []; extend(); render(); },
    find: (path) => (path.length ? items[Number(path[0])]?.find(path.slice(1)) ?? add : add),
    problem: () => items.map((one) => one.problem?.()).find(Boolean),
  };
}
