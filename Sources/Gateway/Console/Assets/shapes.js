// What a value looks like, for the form and for reading answers: from the GraphQL types, and from the model where they
// say only JSON. Shapes below a shape are made when they are asked for, so that a recursive model ends.
import { isRequired, unwrap } from "./schema.js";

const unescape = (token) => token.replaceAll("~1", "/").replaceAll("~0", "~");

/** The tokens of a JSON Pointer. */
export const pointerPath = (pointer) => pointer.split("/").slice(1).map(unescape);

const isNull = (model) => model?.type === "null" || model?.const === null;

/** What a chain of references leads to. */
function follow(model, root) {
  for (let hops = 0; hops < 30 && typeof model?.$ref === "string" && model.$ref.startsWith("#"); hops++) {
    const { $ref, ...beside } = model;
    const target = pointerPath(decodeURIComponent($ref.slice(1))).reduce((at, token) => at?.[token], root);
    model = target && { ...target, ...beside };
  }
  return model !== null && typeof model === "object" ? model : null;
}

/** A model without its references, and without the alternative `null`. */
export function resolve(model, root) {
  if (model === null || typeof model !== "object") return null;
  if (!resolved.has(model)) resolved.set(model, resolving(model, root));
  return resolved.get(model);
}

const resolved = new WeakMap(); // a model has one root, so that what it leads to stays the same

function resolving(model, root) {
  model = follow(model, root);
  for (let hops = 0; hops < 30 && model; hops++) {
    const some = model.anyOf ?? model.oneOf;
    const left = some?.filter((one) => !isNull(one));
    if (left?.length === 1 && some.length > 1) {
      const { anyOf, oneOf, ...beside } = model;
      model = follow({ ...beside, ...left[0] }, root);
      continue;
    }
    return model;
  }
  return null;
}

/** Whether the model allows null. */
export function allowsNull(model, root, depth = 0) {
  const known = follow(model, root);
  if (!known || depth > 20) return false;
  if ((known.anyOf ?? known.oneOf)?.some((one) => allowsNull(one, root, depth + 1))) return true;
  return isNull(known) || known.nullable === true || (Array.isArray(known.type) && known.type.includes("null")) || (known.enum?.includes(null) ?? false);
}

const typeOf = (model) => (Array.isArray(model?.type) ? model.type.filter((one) => one !== "null")[0] : model?.type);

/** The properties of an object by name, with those of `allOf`, and the names of the required ones. */
function properties(model, root, depth = 0) {
  const found = { members: new Map(Object.entries(model?.properties ?? {})), required: new Set(model?.required ?? []) };
  if (depth < 8) {
    for (const part of model?.allOf ?? []) {
      const more = properties(resolve(part, root), root, depth + 1);
      more.members.forEach((member, name) => found.members.set(name, member));
      more.required.forEach((name) => found.required.add(name));
    }
  }
  return found;
}

/**
 * The fields with the properties they stand for: `{field, property, model, isRequired}`. A property whose name GraphQL
 * does not allow has a field of another name; those are told by their order.
 */
export function pairs(fields, model, root) {
  if (!model) return fields.map((field) => ({ field, property: field.name, model: undefined, isRequired: false }));
  if (!known.has(fields)) known.set(fields, new Map());
  const byModel = known.get(fields);
  if (!byModel.has(model)) byModel.set(model, pair(fields, model, root));
  return byModel.get(model);
}

const known = new WeakMap();

function pair(fields, model, root) {
  const { members, required } = properties(model, root);
  const names = new Set(fields.map((field) => field.name));
  const renamed = [...members.keys()].filter((name) => !names.has(name));
  return fields.map((field) => {
    const property = members.has(field.name) ? field.name : renamed.shift() ?? field.name;
    return { field, property, model: members.get(property), isRequired: required.has(property) };
  });
}

/** The alternatives of a union, without null; empty where it is none. */
export function alternatives(model, root) {
  const some = model?.anyOf ?? model?.oneOf;
  return (some ?? []).filter((one) => !isNull(one)).map((one) => resolve(one, root));
}

/** The shape of an input type. */
export function shapeOf(schema, type, model, root) {
  const isNullable = allowsNull(model, root);
  const known = resolve(model, root);
  const nullable = type.kind === "NON_NULL" ? type.ofType : type;
  const base = { model: known, isNullable };
  if (nullable.kind === "LIST") {
    const items = Array.isArray(known?.items) ? known.items[0] : known?.items;
    return { ...base, kind: "list", item: () => shapeOf(schema, nullable.ofType, items, root) };
  }
  const named = schema.types.get(nullable.name);
  if (named?.kind === "INPUT_OBJECT") return { ...base, kind: "object", members: inputMembers(schema, named, known, root) };
  if (named?.kind === "ENUM") return { ...base, kind: "enum", values: named.enumValues.map((one) => one.name) };
  if (nullable.name === "JSON") return modelShape(model, root);
  if (nullable.name === "Boolean") return { ...base, kind: "boolean" };
  if (["Int", "Long", "Float"].includes(nullable.name)) return { ...base, kind: "number", isWhole: nullable.name !== "Float" };
  if (known?.enum?.every((one) => typeof one === "string")) return { ...base, kind: "enum", values: known.enum };
  return { ...base, kind: "text", format: nullable.name };
}

function inputMembers(schema, type, model, root) {
  return pairs(type.inputFields, model, root).map((one) => ({
    name: one.field.name, property: one.property, fallback: one.field.defaultValue ?? null,
    isRequired: isRequired(one.field) || (one.isRequired && (one.field.defaultValue ?? null) === null),
    description: one.field.description, isDeprecated: one.field.isDeprecated === true || one.model?.deprecated === true,
    shape: () => shapeOf(schema, one.field.type, one.model, root),
  }));
}

const scalarTypes = { string: "text", integer: "number", number: "number", boolean: "boolean" };

/** The shape of a model alone: for values whose GraphQL type is JSON. */
export function modelShape(model, root) {
  const isNullable = allowsNull(model, root);
  const known = resolve(model, root);
  const base = { model: known, isNullable };
  const options = alternatives(known, root);
  if (options.length > 1) return { ...base, kind: "union", options: options.map((one, i) => ({ title: optionTitle(one, i), fits: (value) => fits(value, one, root), shape: () => modelShape(one, root) })) };
  if (known?.const !== undefined) return { ...base, kind: "fixed", value: known.const };
  if (known?.enum?.length && known.enum.every((one) => typeof one === "string" || one === null)) return { ...base, kind: "enum", values: known.enum.filter((one) => one !== null) };
  const type = typeOf(known);
  const { members, required } = properties(known, root);
  if (members.size) {
    return { ...base, kind: "object", members: [...members].map(([name, member]) => ({
      name, property: name, fallback: null, isRequired: required.has(name) && resolve(member, root)?.default === undefined,
      description: resolve(member, root)?.description, isDeprecated: member?.deprecated === true, shape: () => modelShape(member, root),
    })) };
  }
  if (type === "object" && known.additionalProperties !== null && typeof known.additionalProperties === "object") return { ...base, kind: "record", item: () => modelShape(known.additionalProperties, root) };
  if (type === "array" && known.items && !Array.isArray(known.items) && !known.prefixItems) return { ...base, kind: "list", item: () => modelShape(known.items, root) };
  if (scalarTypes[type] && !known.enum) return { ...base, kind: scalarTypes[type], isWhole: type === "integer", format: "String" };
  return { ...base, kind: "json" };
}

function optionTitle(model, index) {
  const [name, fixed] = Object.entries(model?.properties ?? {}).find(([, one]) => one?.const !== undefined || one?.enum?.length === 1) ?? [];
  if (model?.title) return model.title;
  if (name) return `${name}: ${fixed.const ?? fixed.enum[0]}`;
  return model?.const !== undefined ? JSON.stringify(model.const) : typeOf(model) ?? `alternative ${index + 1}`;
}

/** Whether a value looks like an alternative: its type, its fixed members, its required ones. 0: no; more: better. */
function fits(value, model, root) {
  if (model?.const !== undefined) return value === model.const ? 3 : 0;
  const type = Array.isArray(value) ? "array" : value === null ? "null" : typeof value === "object" && value.constructor !== Object ? "number" : typeof value;
  const wanted = typeOf(model) ?? (model?.properties ? "object" : undefined);
  if (wanted && !(wanted === type || (wanted === "integer" && type === "number"))) return 0;
  if (type !== "object") return 1;
  const { members, required } = properties(model, root);
  for (const [name, member] of members) {
    const only = member?.const ?? (member?.enum?.length === 1 ? member.enum[0] : undefined);
    if (only !== undefined && (name in value || required.has(name)) && value[name] !== only) return 0;
  }
  return 1 + [...members.keys()].filter((name) => name in value).length - [...required].filter((name) => !(name in value)).length / 100;
}

/** Thrown when a value goes on below what was selected. */
export class TooDeep extends Error {}

/** Selects a whole value and reads it back as the input type takes it. */
export class Selection {
  constructor(schema, output, input, model, deepest) {
    Object.assign(this, { schema, output, input, model, deepest, fragments: new Map() });
    this.text = this.select(output, 0);
  }

  /** The fragments that `text` names; they go behind the operation. */
  get definitions() { return [...this.fragments.values()].join(" "); }

  select(type, depth) {
    const named = this.schema.types.get(unwrap(type).name);
    if (named?.kind === "UNION") {
      if (depth >= this.deepest) return " { __typename }";
      return ` { __typename ${named.possibleTypes.map((one, i) => `... on ${one.name} { ${this.members(this.schema.types.get(one.name), depth, `u${i}__`)} }`).join(" ")} }`;
    }
    if (named?.kind !== "OBJECT") return "";
    return depth >= this.deepest ? " { __typename }" : ` { ...${this.fragment(named, depth)} }`;
  }

  /** One fragment for a type at a depth: a model that names itself twice stays small. */
  fragment(type, depth) {
    const name = `${type.name}_${depth}`;
    if (!this.fragments.has(name)) {
      this.fragments.set(name, "");
      this.fragments.set(name, `fragment ${name} on ${type.name} { ${this.members(type, depth, "")} }`);
    }
    return name;
  }

  members(type, depth, prefix) {
    return type.fields.map((field) => `${prefix ? `${prefix}${field.name}: ` : ""}${field.name}${this.select(field.type, depth + 1)}`).join(" ") || "__typename";
  }

  /** An answer's value; null members stay only where the model requires them. */
  read(value) { return this.plain(value, this.output, this.input, this.model, 0); }

  plain(value, output, input, model, depth) {
    if (value === null || value === undefined) return null;
    const list = (type) => (type?.kind === "NON_NULL" ? type.ofType : type);
    const known = resolve(model, this.model);
    if (Array.isArray(value) && list(output).kind === "LIST") {
      const items = Array.isArray(known?.items) ? known.items[0] : known?.items;
      return value.map((item) => this.plain(item, list(output).ofType, list(input)?.ofType, items, depth));
    }
    const named = this.schema.types.get(unwrap(output).name);
    if (named?.kind !== "OBJECT" && named?.kind !== "UNION") return value;
    if (depth >= this.deepest) throw new TooDeep();
    if (named.kind === "OBJECT") return this.object(value, named, input, known, depth, "");
    const at = named.possibleTypes.findIndex((one) => one.name === value.__typename);
    const models = alternatives(known, this.model);
    const member = this.schema.types.get(value.__typename);
    return this.object(value, member, null, models.length === named.possibleTypes.length ? models[at] : null, depth, `u${at}__`);
  }

  object(value, type, input, model, depth, prefix) {
    const inputType = input && this.schema.types.get(unwrap(input).name);
    const fields = inputType?.kind === "INPUT_OBJECT" ? new Map(inputType.inputFields.map((one) => [one.name, one])) : null;
    const result = {};
    for (const one of pairs(type.fields ?? [], model, this.model)) {
      const member = this.plain(value[prefix + one.field.name], one.field.type, fields?.get(one.field.name)?.type, one.model, depth + 1);
      if (member === null && !(one.isRequired && allowsNull(one.model, this.model))) continue;
      result[fields ? one.field.name : one.property] = member;
    }
    return result;
  }
}
