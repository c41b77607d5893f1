// Reads a GraphQL document against the schema: what is wrong with it, what may stand where, what a name means.
import { tokenise } from "./tokens.js";
import { isComposite, isInput, isRequired, typeText, unwrap } from "./schema.js";

/**
 * `{diagnostics: [{start, end, message}], slots: [{from, to, kind, ...}], names: [{start, end, describe}],
 * operations: [{kind, name, start, end, variables}]}`. A slot is a place where a name is expected.
 */
export function analyse(text, schema) {
  return new Reader(text, schema).document();
}

class Reader {
  constructor(text, schema) {
    this.text = text;
    this.schema = schema;
    this.tokens = tokenise(text).filter((token) => token.kind !== "space" && token.kind !== "comment");
    this.at = 0;
    this.result = { diagnostics: [], slots: [], names: [], operations: [] };
    this.fragments = new Set(this.tokens.filter((token, i) => this.tokens[i - 1]?.text === "fragment").map((token) => token.text));
    this.used = new Set();
    this.depth = 0;
  }

  get token() { return this.tokens[this.at]; }
  get position() { return this.tokens[this.at - 1]?.end ?? 0; }
  is(text) { return this.token?.text === text && this.token.kind !== "string"; }
  isName() { return this.token?.kind === "name"; }
  take() { return this.tokens[this.at++]; }
  accept(text) { return this.is(text) ? this.take() : null; }

  problem(token, message) {
    const start = token?.start ?? this.text.trimEnd().length;
    this.result.diagnostics.push({ start, end: token?.end ?? start + 1, message });
  }

  expect(text) {
    const token = this.accept(text);
    if (!token) this.problem(this.token, `Expected "${text}", found ${this.token ? `"${this.token.text}"` : "the end"}.`);
    return token;
  }

  slot(kind, details = {}) {
    const touching = this.token && this.token.start > this.position - 1 ? this.token : null;
    const to = !touching ? this.text.length : ["name", "variable", "directive"].includes(touching.kind) ? touching.end : touching.start;
    this.result.slots.push({ from: this.position, to, kind, ...details });
  }

  meaning(token, describe) { this.result.names.push({ start: token.start, end: token.end, describe }); }

  document() {
    while (this.token) {
      this.slot("definition");
      const start = this.token.start;
      const keyword = this.token.text;
      if (keyword === "{" || ["query", "mutation", "subscription"].includes(keyword)) this.operation(start);
      else if (keyword === "fragment") this.fragment();
      else this.problem(this.take(), `Expected an operation or a fragment, found "${keyword}".`);
    }
    this.slot("definition");
    return this.result;
  }

  operation(start) {
    const kind = this.is("{") ? "query" : this.take().text;
    const name = this.isName() ? this.take().text : null;
    this.used = new Set();
    const variables = this.is("(") ? this.variables() : new Map();
    this.variablesInScope = variables;
    this.directives();
    const root = this.schema.root(kind);
    if (!root) this.problem(this.token, `The schema has no ${kind} operations.`);
    this.selections(root);
    for (const variable of variables.values()) {
      if (!this.used.has(variable.name)) this.problem(variable.token, `Variable "$${variable.name}" is never used.`);
    }
    this.variablesInScope = null;
    this.result.operations.push({ kind, name, start, end: this.position, variables: [...variables.values()] });
  }

  fragment() {
    this.take();
    if (this.isName()) this.take(); else this.problem(this.token, "Expected the fragment's name.");
    this.expect("on");
    const type = this.typeCondition();
    this.directives();
    this.selections(type);
  }

  typeCondition() {
    this.slot("composite");
    if (!this.isName()) { this.problem(this.token, "Expected a type."); return null; }
    const token = this.take();
    const type = this.schema.types.get(token.text);
    if (!type) this.problem(token, `Unknown type "${token.text}".`);
    else if (!isComposite(type)) this.problem(token, `A fragment cannot be on the type "${token.text}".`);
    if (type) this.meaning(token, () => ({ title: type.name, text: type.description }));
    return type ?? null;
  }

  variables() {
    const found = new Map();
    this.take();
    while (this.token && !this.is(")")) {
      if (this.token.kind !== "variable") { this.problem(this.take(), "Expected a variable."); continue; }
      const token = this.take();
      const name = token.text.slice(1);
      this.expect(":");
      const type = this.typeReference();
      if (this.accept("=")) this.value(type, true);
      this.directives();
      found.set(name, { name, type, token });
    }
    this.expect(")");
    return found;
  }

  typeReference() {
    let type = null;
    if (this.accept("[")) {
      const item = this.typeReference();
      this.expect("]");
      type = item && { kind: "LIST", ofType: item };
    } else {
      this.slot("input");
      if (!this.isName()) { this.problem(this.token, "Expected a type."); return null; }
      const token = this.take();
      const named = this.schema.types.get(token.text);
      if (!named) this.problem(token, `Unknown type "${token.text}".`);
      else if (!isInput(named)) this.problem(token, `"${token.text}" is no input type.`);
      type = { kind: named?.kind ?? "SCALAR", name: token.text };
      if (named) this.meaning(token, () => ({ title: named.name, text: named.description }));
    }
    return this.accept("!") && type ? { kind: "NON_NULL", ofType: type } : type;
  }

  selections(type) {
    if (!this.expect("{")) return;
    if (++this.depth > 200) { this.at = this.tokens.length; return; }
    let count = 0;
    for (;;) {
      this.slot("field", { type });
      if (!this.token || this.is("}")) break;
      count++;
      if (this.accept("...")) this.spread(type);
      else if (this.isName()) this.field(type);
      else this.problem(this.take(), `Expected a field, found "${this.tokens[this.at - 1].text}".`);
    }
    this.depth--;
    if (!count) this.problem(this.token, "Expected at least one field.");
    this.expect("}");
  }

  spread(type) {
    if (this.isName() && !this.is("on")) {
      const token = this.take();
      if (!this.fragments.has(token.text)) this.problem(token, `Unknown fragment "${token.text}".`);
      this.directives();
      return;
    }
    const inner = this.accept("on") ? this.typeCondition() : type;
    this.directives();
    this.selections(inner);
  }

  field(type) {
    let token = this.take();
    if (this.accept(":")) {
      this.slot("field", { type });
      if (!this.isName()) { this.problem(this.token, "Expected a field after the alias."); return; }
      token = this.take();
    }
    const field = type ? this.schema.fields(type).get(token.text) : null;
    if (type && !field) this.problem(token, unknown("field", token.text, type.name, this.schema.fields(type).keys()));
    if (field) this.meaning(token, () => ({ title: `${type.name}.${field.name}: ${typeText(field.type)}`, text: field.description, deprecated: field.isDeprecated && field.deprecationReason }));
    this.arguments(field?.args ?? (type ? [] : null), token, `Field "${token.text}"`, !field);
    this.directives();
    const result = field && this.schema.types.get(unwrap(field.type).name);
    if (this.is("{")) {
      if (result && !isComposite(result)) this.problem(this.token, `"${token.text}" has no fields to select from.`);
      this.selections(isComposite(result) ? result : null);
    } else if (isComposite(result)) {
      this.problem(token, `"${token.text}" is an object: select its fields with "{ ... }".`);
    }
  }

  arguments(definitions, owner, what, quiet = false) {
    const given = new Set();
    if (this.accept("(")) {
      for (;;) {
        this.slot("argument", { definitions: (definitions ?? []).filter((one) => !given.has(one.name)) });
        if (!this.token || this.is(")")) break;
        if (!this.isName()) { this.problem(this.take(), "Expected an argument's name."); continue; }
        const token = this.take();
        const definition = definitions?.find((one) => one.name === token.text);
        if (!definition && !quiet) this.problem(token, `${what} has no argument "${token.text}".`);
        if (definition) this.meaning(token, () => ({ title: `${definition.name}: ${typeText(definition.type)}`, text: definition.description }));
        given.add(token.text);
        this.expect(":");
        this.value(definition?.type ?? null);
      }
      this.expect(")");
    }
    if (quiet) return;
    const missing = (definitions ?? []).filter((one) => isRequired(one) && !given.has(one.name));
    for (const one of missing) this.problem(owner, `${what} needs the argument "${one.name}" of type ${typeText(one.type)}.`);
  }

  directives() {
    for (;;) {
      this.slot("directive");
      if (this.token?.kind !== "directive") return;
      const token = this.take();
      const name = token.text.slice(1);
      const definition = this.schema.directives.get(name);
      if (!definition) this.problem(token, `Unknown directive "${token.text}".`);
      else this.meaning(token, () => ({ title: token.text, text: definition.description }));
      this.arguments(definition?.args ?? null, token, `Directive "${token.text}"`, !definition);
    }
  }

  value(type, constant = false) {
    const nullable = type?.kind === "NON_NULL" ? type.ofType : type;
    const named = nullable && nullable.kind !== "LIST" ? this.schema.types.get(nullable.name) : null;
    this.slot("value", { type: named, wanted: type, constant, variables: this.variablesInScope });
    const token = this.token;
    if (!token) { this.problem(null, "Expected a value."); return; }
    if (token.text === "[" && token.kind === "punctuator") return this.list(nullable?.kind === "LIST" ? nullable.ofType : null, constant);
    if (token.text === "{") return this.object(named, constant);
    if (!["name", "number", "string", "variable"].includes(token.kind)) { this.problem(token, `Expected a value, found "${token.text}".`); this.at += ")}]".includes(token.text) ? 0 : 1; return; }
    this.take();
    if (token.kind === "variable") return this.variable(token, constant);
    this.scalar(token, type, nullable?.kind === "LIST" ? this.schema.types.get(unwrap(nullable).name) : named);
  }

  variable(token, constant) {
    const name = token.text.slice(1);
    this.used.add(name);
    if (constant) this.problem(token, "A default value cannot use a variable.");
    else if (this.variablesInScope && !this.variablesInScope.has(name)) this.problem(token, `Variable "${token.text}" is not defined.`);
  }

  scalar(token, type, named) {
    if (token.text === "null" && token.kind === "name") {
      if (type?.kind === "NON_NULL") this.problem(token, `Expected ${typeText(type)}, found null.`);
      return;
    }
    if (!named) return;
    if (named.kind === "ENUM") {
      const value = named.enumValues.find((one) => one.name === token.text);
      if (!value) this.problem(token, `"${token.text}" is no value of ${named.name}: expected ${named.enumValues.slice(0, 8).map((one) => one.name).join(", ")}.`);
      else this.meaning(token, () => ({ title: `${named.name}.${value.name}`, text: value.description, deprecated: value.isDeprecated && value.deprecationReason }));
      return;
    }
    if (named.kind === "INPUT_OBJECT") { this.problem(token, `Expected an object of ${named.name}.`); return; }
    const fits = { Int: /^-?\d+$/, Float: /^-?\d/, String: /^"/, ID: /^("|-?\d+$)/, Boolean: /^(true|false)$/ }[named.name];
    if (fits && !fits.test(token.text)) this.problem(token, `Expected ${named.name}, found ${token.text.length > 40 ? "another value" : token.text}.`);
  }

  list(item, constant) {
    this.take();
    if (++this.depth > 200) { this.at = this.tokens.length; return; }
    while (this.token && !this.is("]")) {
      const before = this.at;
      this.value(item, constant);
      if (this.at === before) break;
    }
    this.depth--;
    this.expect("]");
  }

  object(type, constant) {
    const owner = this.take();
    const fields = type?.kind === "INPUT_OBJECT" ? type.inputFields : null;
    const given = new Set();
    if (++this.depth > 200) { this.at = this.tokens.length; return; }
    for (;;) {
      this.slot("argument", { definitions: (fields ?? []).filter((one) => !given.has(one.name)) });
      if (!this.token || this.is("}")) break;
      if (!this.isName()) { this.problem(this.take(), "Expected a field's name."); continue; }
      const token = this.take();
      const field = fields?.find((one) => one.name === token.text);
      if (fields && !field) this.problem(token, unknown("field", token.text, type.name, fields.map((one) => one.name)));
      if (field) this.meaning(token, () => ({ title: `${type.name}.${field.name}: ${typeText(field.type)}`, text: field.description }));
      given.add(token.text);
      this.expect(":");
      this.value(field?.type ?? null, constant);
    }
    this.depth--;
    this.expect("}");
    for (const field of fields ?? []) {
      if (isRequired(field) && !given.has(field.name)) this.problem(owner, `${type.name} needs the field "${field.name}" of type ${typeText(field.type)}.`);
    }
  }
}

function unknown(what, name, owner, known) {
  const near = [...known].filter((one) => distance(one.toLowerCase(), name.toLowerCase()) <= Math.max(1, name.length / 3)).slice(0, 3);
  return `"${owner}" has no ${what} "${name}".${near.length ? ` Did you mean ${near.map((one) => `"${one}"`).join(" or ")}?` : ""}`;
}

function distance(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    let corner = row[0];
    row[0] = i;
    for (let j = 1; j <= b.length; j++) {
      const next = Math.min(row[j] + 1, row[j - 1] + 1, corner + (a[i - 1] === b[j - 1] ? 0 : 1));
      corner = row[j];
      row[j] = next;
    }
  }
  return row[b.length];
}

/** What may stand at `offset`: `{from, to, options: [{text, detail, insert, documentation}]}`. */
export function complete(text, offset, analysis, schema) {
  const isDirective = (slot) => Number(slot.kind === "directive");
  let from = offset;
  while (from > 0 && /[\w$@]/.test(text[from - 1])) from--;
  const prefix = text.slice(from, offset).toLowerCase();
  const slots = analysis.slots.filter((one) => one.from <= from && offset <= one.to).sort((a, b) => isDirective(a) - isDirective(b) || a.to - b.to);
  for (const slot of slots) {
    const all = options(slot, schema);
    const starting = all.filter((one) => one.text.toLowerCase().startsWith(prefix));
    const rest = all.filter((one) => !one.text.toLowerCase().startsWith(prefix) && prefix && one.text.toLowerCase().includes(prefix));
    const found = [...starting, ...rest];
    if (found.length) return { from, to: offset, options: found };
  }
  return null;
}

function options(slot, schema) {
  switch (slot.kind) {
    case "definition": return ["query", "mutation", "subscription", "fragment"].map((text) => ({ text, detail: "", insert: `${text} ` }));
    case "field": return slot.type ? [...schema.fields(slot.type).values()].map((field) => ({
      text: field.name, detail: typeText(field.type), documentation: field.description, deprecated: field.isDeprecated,
      insert: field.name, template: fieldTemplate(field, isComposite(schema.types.get(unwrap(field.type).name))),
    })) : [];
    case "argument": return slot.definitions.map((one) => ({ text: one.name, detail: typeText(one.type), documentation: one.description, insert: `${one.name}: ` }));
    case "directive": return [...schema.directives.values()].filter((one) => one.locations.some((place) => ["FIELD", "QUERY", "INLINE_FRAGMENT"].includes(place))).map((one) => ({ text: `@${one.name}`, detail: "directive", documentation: one.description, insert: `@${one.name}` }));
    case "composite": return [...schema.types.values()].filter(isComposite).map((type) => ({ text: type.name, detail: type.kind.toLowerCase(), insert: type.name, documentation: type.description }));
    case "input": return [...schema.types.values()].filter((type) => isInput(type) && !type.name.startsWith("__")).map((type) => ({ text: type.name, detail: type.kind.toLowerCase().replace("_", " "), insert: type.name, documentation: type.description }));
    case "value": {
      const variables = slot.constant ? [] : [...(slot.variables?.values() ?? [])].map((one) => ({ text: `$${one.name}`, detail: one.type ? typeText(one.type) : "", insert: `$${one.name}` }));
      const values = slot.type?.kind === "ENUM" ? slot.type.enumValues.map((one) => ({ text: one.name, detail: slot.type.name, insert: one.name, documentation: one.description, deprecated: one.isDeprecated }))
        : slot.type?.name === "Boolean" ? ["true", "false"].map((text) => ({ text, detail: "Boolean", insert: text })) : [];
      return [...values, ...variables];
    }
    default: return [];
  }
}

/** What a field is inserted as: its required arguments and room for its selection; "¦" is where typing goes on. */
function fieldTemplate(field, isObject) {
  const needed = field.args.filter(isRequired).map((one) => `${one.name}: `);
  const list = needed.length ? `(${needed.join(", ").replace(": ", ": ¦")})` : "";
  const selection = isObject ? ` {\n  ${list ? "" : "¦"}\n}` : "";
  return list || selection ? field.name + list + selection : null;
}
