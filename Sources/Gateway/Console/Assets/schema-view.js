// The schema browser: types, their fields, where they are used; SDL and introspection to download.
import { download, h, replace } from "./dom.js";
import { pretty } from "./json.js";
import { typeText, unwrap } from "./schema.js";

const kinds = [["OBJECT", "Objects"], ["INPUT_OBJECT", "Inputs"], ["ENUM", "Enums"], ["UNION", "Unions"], ["INTERFACE", "Interfaces"], ["SCALAR", "Scalars"]];

export class SchemaView {
  constructor() {
    this.search = h("input", { type: "search", placeholder: "Search types and fields", "aria-label": "Search types and fields", oninput: () => this.list() });
    this.index = h("nav.index", { "aria-label": "Types" });
    this.detail = h("article.detail", { "aria-live": "polite" });
    this.element = h("section.schema", { "aria-label": "Schema" },
      h("div.actions", {}, this.search,
        h("button", { onclick: async () => download("schema.graphql", "text/plain", await (await fetch("/schema.graphql")).text()) }, "Download SDL"),
        h("button", { onclick: () => download("schema.json", "application/json", pretty({ data: { __schema: this.schema.raw } })) }, "Download introspection")),
      h("div.columns", {}, this.index, this.detail));
  }

  update(schema, parameters, name) {
    if (!schema) return;
    if (schema !== this.schema) { this.schema = schema; this.used = usedBy(schema); this.list(); }
    this.show(this.schema.types.get(decodeURIComponent(name ?? "")) ?? schema.root("query"));
  }

  list() {
    const wanted = this.search.value.toLowerCase();
    const fits = (type) => !wanted || type.name.toLowerCase().includes(wanted) || (type.fields ?? type.inputFields ?? type.enumValues ?? []).some((one) => one.name.toLowerCase().includes(wanted));
    const types = [...this.schema.types.values()].filter((type) => !type.name.startsWith("__") && fits(type));
    replace(this.index, kinds.map(([kind, title]) => {
      const some = types.filter((type) => type.kind === kind);
      return some.length ? [h("h3", {}, title), h("ul", {}, some.map((type) => h("li", {}, link(type.name))))] : null;
    }));
    if (!types.length) replace(this.index, h("p.hint", {}, "Nothing found"));
  }

  show(type) {
    const users = [...(this.used.get(type.name) ?? [])];
    replace(this.detail,
      h("h2", {}, type.name, " ", h("span.detail", {}, type.kind.toLowerCase().replace("_", " "))),
      type.description && h("p", {}, type.description),
      type.specifiedByURL && h("p", {}, "Specified by ", h("a", { href: type.specifiedByURL, rel: "noreferrer" }, type.specifiedByURL)),
      type.possibleTypes?.length ? h("p", {}, "One of ", type.possibleTypes.map((one, i) => [i ? ", " : "", link(one.name)])) : null,
      type.fields?.length ? h("dl", {}, type.fields.map(field)) : null,
      type.inputFields?.length ? h("dl", {}, type.inputFields.map(field)) : null,
      type.enumValues?.length ? h("dl", {}, type.enumValues.map((value) => [h("dt", {}, h("code", {}, value.name), deprecated(value)), h("dd", {}, value.description ?? "")])) : null,
      users.length ? [h("h3", {}, "Used by"), h("ul", {}, users.map((name) => h("li", {}, link(name))))] : null);
  }
}

const link = (name) => h("a", { href: `#/schema/${encodeURIComponent(name)}` }, name);
const deprecated = (one) => (one.isDeprecated ? h("span.deprecated", {}, ` deprecated: ${one.deprecationReason ?? ""}`) : null);

function typeLink(type) {
  const text = typeText(type);
  const name = unwrap(type).name;
  const at = text.indexOf(name);
  return h("code", {}, text.slice(0, at), link(name), text.slice(at + name.length));
}

function field(one) {
  const fallback = (one.defaultValue ?? null) === null ? null : h("code", {}, ` = ${one.defaultValue}`);
  return [
    h("dt", { id: one.name }, h("code", {}, one.name), ": ", typeLink(one.type), fallback, deprecated(one)),
    h("dd", {}, one.description && h("p", {}, one.description),
      one.args?.length ? h("ul.arguments", {}, one.args.map((argument) => h("li", {}, h("code", {}, argument.name), ": ", typeLink(argument.type),
        (argument.defaultValue ?? null) === null ? null : h("code", {}, ` = ${argument.defaultValue}`), argument.description ? ` ${argument.description}` : null))) : null),
  ];
}

function usedBy(schema) {
  const used = new Map();
  const add = (type, user) => {
    const name = unwrap(type).name;
    if (!used.has(name)) used.set(name, new Set());
    used.get(name).add(user);
  };
  for (const type of schema.types.values()) {
    if (type.name.startsWith("__")) continue;
    for (const one of [...(type.fields ?? []), ...(type.inputFields ?? [])]) {
      add(one.type, type.name);
      for (const argument of one.args ?? []) add(argument.type, type.name);
    }
    for (const one of type.possibleTypes ?? []) add(one, type.name);
  }
  return used;
}
