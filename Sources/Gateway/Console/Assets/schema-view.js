// The schema browser: types, their fields, where they are used; SDL and introspection to download.
import { download, h, replace } from "./dom.js";
import { operationOf } from "./examples.js";
import { pretty } from "./json.js";
import { typeText, unwrap } from "./schema.js";

const kinds = [["OBJECT", "Objects"], ["INPUT_OBJECT", "Inputs"], ["ENUM", "Enums"], ["UNION", "Unions"], ["INTERFACE", "Interfaces"], ["SCALAR", "Scalars"]];
const roots = ["query", "mutation", "subscription"];

export class SchemaView {
  constructor() {
    this.search = h("input", { type: "search", placeholder: "Search types, fields, descriptions", "aria-label": "Search types, fields, descriptions", oninput: () => this.list() });
    this.index = h("nav.index", { "aria-label": "Types" });
    this.article = h("article.type");
    this.problem = h("p.problem", { role: "alert" });
    this.element = h("section.schema", { "aria-label": "Schema" },
      h("div.browser", this.search, this.index,
        h("div.actions", h("button.small", { onclick: () => this.downloadSDL() }, "Download SDL"),
          h("button.small", { onclick: () => download("schema.json", "application/json", pretty({ data: { __schema: this.schema.raw } })) }, "Download introspection")), this.problem),
      this.article);
  }

  async downloadSDL() {
    this.problem.textContent = "";
    try { download("schema.graphql", "text/plain", await (await fetch("/schema.graphql")).text()); } catch { this.problem.textContent = "The gateway cannot be reached."; }
  }

  update(schema, parameters, name) {
    if (!schema) return;
    if (schema !== this.schema) { this.schema = schema; this.used = usedBy(schema); }
    this.name = schema.types.has(name) ? name : schema.root("query").name;
    this.element.classList.toggle("has-type", schema.types.has(name));
    this.list();
    this.show(schema.types.get(this.name), name !== undefined && name !== this.name ? name : null);
  }

  list() {
    const wanted = this.search.value.trim().toLowerCase();
    const has = (text) => text?.toLowerCase().includes(wanted);
    const members = (type) => type.fields ?? type.inputFields ?? type.enumValues ?? [];
    const entries = [];
    for (const type of this.schema.types.values()) {
      if (type.name.startsWith("__")) continue;
      const inside = wanted ? members(type).filter((one) => has(one.name) || has(one.description)) : [];
      if (!wanted || has(type.name) || has(type.description) || inside.length) entries.push({ type, inside });
    }
    const named = roots.map((kind) => this.schema.root(kind)).filter(Boolean);
    const groups = [["Operations", entries.filter(({ type }) => named.includes(type))],
      ...kinds.map(([kind, title]) => [title, entries.filter(({ type }) => type.kind === kind && !named.includes(type))])];
    replace(this.index, groups.map(([title, some]) => (some.length ? [h("h3", title), h("ul", some.map((one) => this.entry(one)))] : null)),
      entries.length ? null : h("p.hint", "Nothing found."));
  }

  entry({ type, inside }) {
    const shown = inside.slice(0, 6);
    return h("li", h("a", { href: path(type.name), "aria-current": type.name === this.name ? "page" : null }, type.name),
      shown.length ? h("span.hint", ` ${shown.map((one) => one.name).join(", ")}${inside.length > shown.length ? ", …" : ""}`) : null);
  }

  show(type, missing) {
    const users = [...(this.used.get(type.name) ?? [])];
    const kind = roots.find((one) => this.schema.root(one) === type);
    const rows = [...(type.fields ?? []), ...(type.inputFields ?? [])];
    replace(this.article,
      h("a.back", { href: "#/schema" }, "‹ Types"),
      missing && h("p.problem", `The schema has no type "${missing}".`),
      h("h2", type.name, " ", h("span.detail", kind ? `the ${kind} type` : type.kind.toLowerCase().replace("_", " "))),
      type.description && h("p", type.description),
      type.specifiedByURL && h("p", "Specified by ", h("a", { href: type.specifiedByURL, rel: "noreferrer" }, type.specifiedByURL)),
      type.possibleTypes?.length ? h("p", "One of ", type.possibleTypes.map((one, i) => [i ? ", " : "", link(one.name)])) : null,
      rows.length ? h("dl", rows.map((one) => field(one, kind && h("a.try", { href: `#/query?${operationOf(this.schema, kind, one)}`, "aria-label": `Try ${one.name}` }, "Try")))) : null,
      type.enumValues?.length ? h("dl", type.enumValues.map((value) => [h("dt", name(value)), deprecated(value), value.description ? h("dd", value.description) : null])) : null,
      users.length ? [h("h3", "Used by"), h("ul.users", users.map(([user, fields]) => h("li", link(user), h("span.hint", ` ${fields.slice(0, 12).join(", ")}${fields.length > 12 ? ", …" : ""}`))))] : null);
    this.article.scrollTop = 0;
  }
}

const path = (name) => `#/schema/${encodeURIComponent(name)}`;
const link = (name) => h("a", { href: path(name) }, name);
const name = (one) => h(`code.name${one.isDeprecated ? ".deprecated" : ""}`, one.name);
const deprecated = (one) => (one.isDeprecated ? h("dd.warning", `Deprecated. ${one.deprecationReason ?? ""}`) : null);
const fallback = (one) => ((one.defaultValue ?? null) === null ? null : h("code", ` = ${one.defaultValue}`));

function typeLink(type) {
  const text = typeText(type);
  const inner = unwrap(type).name;
  const at = text.indexOf(inner);
  return h("code", text.slice(0, at), link(inner), text.slice(at + inner.length));
}

function field(one, more) {
  return [
    h("dt", name(one), ": ", typeLink(one.type), fallback(one), more ? [" ", more] : null),
    deprecated(one),
    one.description ? h("dd", one.description) : null,
    one.args?.length ? h("dd", h("ul.arguments", { "aria-label": `Arguments of ${one.name}` }, one.args.map((argument) => h("li", h("code", argument.name), ": ", typeLink(argument.type), fallback(argument), argument.description ? h("span.hint", ` ${argument.description}`) : null)))) : null,
  ];
}

/** By type: the types that name it, with their fields. */
function usedBy(schema) {
  const used = new Map();
  const add = (type, user, field) => {
    const inner = unwrap(type).name;
    if (!used.has(inner)) used.set(inner, new Map());
    const fields = used.get(inner).get(user) ?? [];
    if (!fields.includes(field)) fields.push(field);
    used.get(inner).set(user, fields);
  };
  for (const type of schema.types.values()) {
    if (type.name.startsWith("__")) continue;
    for (const one of [...(type.fields ?? []), ...(type.inputFields ?? [])]) {
      add(one.type, type.name, one.name);
      for (const argument of one.args ?? []) add(argument.type, type.name, one.name);
    }
    for (const one of type.possibleTypes ?? []) add(one, type.name, "member");
  }
  return used;
}
