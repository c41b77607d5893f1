// The introspection result with its types by name.

export class Schema {
  constructor(introspection) {
    this.raw = introspection;
    this.types = new Map(introspection.types.map((type) => [type.name, type]));
    this.directives = new Map(introspection.directives.map((directive) => [directive.name, directive]));
    this.fieldMaps = new Map();
  }

  root(kind) {
    const name = this.raw[`${kind}Type`]?.name;
    return name ? this.types.get(name) : null;
  }

  /** The fields of a composite type by name, `__typename` among them; on the query root the introspection fields. */
  fields(type) {
    let fields = this.fieldMaps.get(type.name);
    if (!fields) {
      fields = new Map((type.fields ?? []).map((field) => [field.name, field]));
      const named = (name) => ({ kind: "NON_NULL", ofType: { kind: "SCALAR", name } });
      fields.set("__typename", { name: "__typename", args: [], type: named("String"), description: "The name of the object's type." });
      if (type.name === this.raw.queryType.name) {
        fields.set("__schema", { name: "__schema", args: [], type: { kind: "NON_NULL", ofType: { kind: "OBJECT", name: "__Schema" } } });
        fields.set("__type", { name: "__type", args: [{ name: "name", type: named("String") }], type: { kind: "OBJECT", name: "__Type" } });
      }
      this.fieldMaps.set(type.name, fields);
    }
    return fields;
  }

  /** The namespaces, told by their root fields. */
  namespaces() {
    const names = [];
    const fields = this.fields(this.root("query"));
    for (const name of fields.keys()) {
      const prefix = name.endsWith("_keys") ? name.slice(0, -5) : null;
      if (prefix !== null && fields.has(`${prefix}_get`)) names.push(prefix);
    }
    return names;
  }
}

export function unwrap(type) {
  while (type.ofType) type = type.ofType;
  return type;
}

export function typeText(type) {
  if (type.kind === "NON_NULL") return `${typeText(type.ofType)}!`;
  if (type.kind === "LIST") return `[${typeText(type.ofType)}]`;
  return type.name;
}

export const isRequired = (input) => input.type.kind === "NON_NULL" && (input.defaultValue ?? null) === null;
export const isComposite = (type) => ["OBJECT", "INTERFACE", "UNION"].includes(type?.kind);
export const isInput = (type) => ["SCALAR", "ENUM", "INPUT_OBJECT"].includes(type?.kind);
