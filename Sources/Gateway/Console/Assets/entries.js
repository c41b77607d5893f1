// The operations of one namespace as the data browser needs them.
import { execute, subscriptions } from "./api.js";
import { isComposite, typeText, unwrap } from "./schema.js";

const deepest = 8;
const page = 200;

export class Entries {
  constructor(schema, namespace) {
    this.schema = schema;
    this.namespace = namespace;
    const query = schema.fields(schema.root("query"));
    const put = schema.fields(schema.root("mutation")).get(`${namespace}_put`);
    this.inputType = put.args.find((one) => one.name === "value").type;
    this.inputText = typeText(this.inputType);
    const entry = schema.types.get(unwrap(query.get(`${namespace}_get`).type).name);
    this.entryFields = schema.fields(entry);
    const value = this.entryFields.get("value").type;
    const selection = this.selection(value, 0);
    this.fields = ["key", "revision", "created", ...(this.entryFields.has("operation") ? ["operation"] : [])].join(" ") + ` value${selection}`;
    this.keysField = query.get(`${namespace}_keys`);
    this.isPaged = this.keysField.args.some((one) => one.name === "first");
    this.canFilter = this.keysField.args.some((one) => one.name === "filter");
    this.hasStatus = query.has(`${namespace}_status`);
    this.watchArguments = schema.root("subscription") ? schema.fields(schema.root("subscription")).get(`${namespace}_watchAll`).args.map((one) => one.name) : [];
  }

  /** The whole value: every field, unions by their members with names that cannot clash. */
  selection(type, depth) {
    const named = this.schema.types.get(unwrap(type).name);
    if (!isComposite(named)) return "";
    if (named.kind === "UNION") {
      const members = named.possibleTypes.map((one, i) => `... on ${one.name} { ${this.members(this.schema.types.get(one.name), depth + 1, `u${i}__`)} }`);
      return ` { __typename ${members.join(" ")} }`;
    }
    return ` { ${this.members(named, depth + 1, "")} }`;
  }

  members(type, depth, prefix) {
    const parts = type.fields
      .filter((field) => depth < deepest || !isComposite(this.schema.types.get(unwrap(field.type).name)))
      .map((field) => `${prefix ? `${prefix}${field.name}: ` : ""}${field.name}${this.selection(field.type, depth)}`);
    return parts.length ? parts.join(" ") : "__typename";
  }

  plain(entry) { return entry && { ...entry, value: plainValue(entry.value) }; }

  async get(key) {
    const data = await execute(`query($key: String!) { entry: ${this.namespace}_get(key: $key) { ${this.fields} } }`, { key });
    return this.plain(data.entry);
  }

  async history(key) {
    const data = await execute(`query($key: String!) { entries: ${this.namespace}_history(key: $key) { ${this.fields} } }`, { key });
    return data.entries.map((entry) => this.plain(entry));
  }

  async put(key, value) { return this.write("put", key, value); }
  async create(key, value) { return this.write("create", key, value); }
  async update(key, value, revision) { return this.write("update", key, value, revision); }

  async write(operation, key, value, revision) {
    const more = revision === undefined ? ["", ""] : [", $revision: Int!", ", revision: $revision"];
    const data = await execute(
      `mutation($key: String!, $value: ${this.inputText}${more[0]}) { entry: ${this.namespace}_${operation}(key: $key, value: $value${more[1]}) { key revision } }`,
      { key, value, revision });
    return data.entry;
  }

  async remove(operation, key) {
    await execute(`mutation($key: String!) { ${this.namespace}_${operation}(key: $key) }`, { key });
  }

  async status() {
    if (!this.hasStatus) return null;
    return (await execute(`{ status: ${this.namespace}_status { values bytes history replicas } }`)).status;
  }

  /** The keys, a page at a time where the server pages them. */
  async* keys(filter, signal) {
    const filtered = this.canFilter && filter;
    if (!this.isPaged) {
      const data = await execute(`query${filtered ? "($filter: String)" : ""} { keys: ${this.namespace}_keys${filtered ? "(filter: $filter)" : ""} }`, filtered ? { filter } : undefined);
      yield data.keys;
      return;
    }
    for (let after = null; !signal.aborted;) {
      const data = await execute(`query($filter: String, $first: Int, $after: String) { keys: ${this.namespace}_keys(filter: $filter, first: $first, after: $after) }`,
        { filter: filtered || null, first: page, after });
      yield data.keys;
      if (data.keys.length < page) return;
      after = data.keys.at(-1);
    }
  }

  /** Every change from now on; returns a function that ends it. */
  watch(observer) {
    const updates = this.watchArguments.includes("updatesOnly") ? "(updatesOnly: true)" : "";
    const marker = this.entryFields.has("operation") ? "operation" : "";
    return subscriptions.start({ query: `subscription { entry: ${this.namespace}_watchAll${updates} { key revision ${marker} value${this.shallow()} } }` }, observer);
  }

  shallow() { return isComposite(this.schema.types.get(unwrap(this.entryFields.get("value").type).name)) ? " { __typename }" : ""; }
}

function plainValue(value) {
  if (Array.isArray(value)) return value.map(plainValue);
  if (value === null || typeof value !== "object" || value.constructor !== Object) return value;
  const members = Object.entries(value).filter(([name, member]) => name !== "__typename" && member !== null)
    .map(([name, member]) => [name.replace(/^u\d+__/, ""), plainValue(member)]);
  return Object.fromEntries(members);
}
