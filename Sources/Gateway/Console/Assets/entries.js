// The operations of one namespace as the data browser needs them.
import { execute, subscriptions } from "./api.js";
import { isComposite, typeText, unwrap } from "./schema.js";
import { Selection, TooDeep } from "./shapes.js";

const pageSize = 1000;
const depths = [6, 14, 28, 50];

export class Entries {
  constructor(schema, namespace, model) {
    this.schema = schema;
    this.namespace = namespace;
    this.model = model;
    const query = schema.fields(schema.root("query"));
    const put = schema.fields(schema.root("mutation")).get(`${namespace}_put`);
    this.inputType = put.args.find((one) => one.name === "value").type;
    this.inputText = typeText(this.inputType);
    const entry = schema.types.get(unwrap(query.get(`${namespace}_get`).type).name);
    this.entryFields = schema.fields(entry);
    this.marker = this.entryFields.has("operation") ? " operation" : "";
    this.isPaged = query.has(`${namespace}_entries`);
    this.canFilter = query.get(`${namespace}_keys`).args.some((one) => one.name === "filter");
    this.hasStatus = query.has(`${namespace}_status`);
    this.watchArguments = schema.root("subscription") ? schema.fields(schema.root("subscription")).get(`${namespace}_watchAll`).args.map((one) => one.name) : [];
  }

  /** Runs `field` with the whole value selected; where the value goes on deeper than that, again with more. */
  async read(field, variables) {
    for (const deepest of depths) {
      const selection = new Selection(this.schema, this.entryFields.get("value").type, this.inputType, this.model, deepest);
      const plain = (entry) => entry && { ...entry, value: selection.read(entry.value) };
      let failure = null;
      const data = await execute(`query($key: String!) { found: ${field}(key: $key) { key revision created${this.marker} value${selection.text} } } ${selection.definitions}`, variables)
        .catch((error) => { if (!error.data?.found) throw error; failure = error; return error.data; });
      try {
        const found = Array.isArray(data.found) ? data.found.map(plain) : plain(data.found);
        if (failure) throw Object.assign(failure, { found });
        return found;
      } catch (error) { if (!(error instanceof TooDeep)) throw error; }
    }
    throw new Error(`the value is nested deeper than ${depths.at(-1)} levels, which is more than the console shows`);
  }

  /** Rejects with an error that holds what could be read as `found`. */
  get(key) { return this.read(`${this.namespace}_get`, { key }); }
  history(key) { return this.read(`${this.namespace}_history`, { key }); }

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

  /** The keys, a page at a time where the server pages them, in no order: `{keys, isLast}`. */
  async* keys(filter, signal) {
    const filtered = this.canFilter && filter ? filter : null;
    if (!this.isPaged) {
      const data = await execute(`query${filtered ? "($filter: String)" : ""} { keys: ${this.namespace}_keys${filtered ? "(filter: $filter)" : ""} }`, filtered ? { filter } : undefined, signal);
      yield { keys: data.keys, isLast: true };
      return;
    }
    for (let after = null; !signal.aborted;) {
      const { page } = await execute(`query($filter: String, $after: String) { page: ${this.namespace}_entries(filter: $filter, first: ${pageSize}, after: $after) { edges { node { key } } pageInfo { hasNextPage endCursor } } }`, { filter: filtered, after }, signal);
      const isLast = !page.pageInfo.hasNextPage;
      yield { keys: page.edges.map((edge) => edge.node.key), isLast };
      if (isLast) return;
      after = page.pageInfo.endCursor;
    }
  }

  /** Whether a watch begins with what is there already. */
  get watchBeginsWithAll() { return !this.watchArguments.includes("updatesOnly"); }

  /** Every change from now on; returns a function that ends it. */
  watch(observer) {
    const updates = this.watchBeginsWithAll ? "" : "(updatesOnly: true)";
    return subscriptions.start({ query: `subscription { entry: ${this.namespace}_watchAll${updates} { key revision created${this.marker} ${this.marker ? "" : `value${this.shallow()}`} } }` }, observer);
  }

  /** Enough of the value to tell a removal. */
  shallow() { return isComposite(this.schema.types.get(unwrap(this.entryFields.get("value").type).name)) ? " { __typename }" : ""; }
}
