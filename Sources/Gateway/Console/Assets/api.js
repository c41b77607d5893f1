// Talks to the gateway: requests, the schema, readiness, and one WebSocket for all subscriptions.
import { parse, stringify } from "./json.js";

/** Runs a query or mutation. Resolves to `{status, body, milliseconds, bytes}`; rejects when the gateway is gone. */
export async function request(operation, headers = {}, signal) {
  const started = performance.now();
  const response = await fetch("/graphql", {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/graphql-response+json, application/json;q=0.9", ...headers },
    body: stringify(operation),
    signal,
  }).catch((error) => { throw signal?.aborted ? error : new Error("the gateway cannot be reached"); });
  const text = await response.text();
  let body;
  try { body = parse(text); } catch { body = { errors: [{ message: `The answer is no JSON (status ${response.status}).` }] }; }
  return { status: response.status, body, text, milliseconds: performance.now() - started, bytes: text.length };
}

/** The data of an operation, or an Error whose `errors` are the response's. */
export async function execute(query, variables, signal) {
  const { body } = await request({ query, variables }, {}, signal);
  if (body.errors?.length) {
    const error = new Error(body.errors.map((one) => one.message).join("\n"));
    error.errors = body.errors;
    error.data = body.data;
    throw error;
  }
  return body.data;
}

export async function introspection() {
  const response = await fetch("/schema.json");
  if (!response.ok) throw new Error(`The schema could not be read (status ${response.status}).`);
  return (await response.json()).data.__schema;
}

export async function model(namespace) {
  try {
    const response = await fetch(`/models/${encodeURIComponent(namespace)}.json`);
    return response.ok ? await response.json() : null;
  } catch { return null; }
}

/** Calls `changed({gateway, store, reason, version})` at each change of what can be reached, or of what is served. */
export function watchConnection(changed) {
  let last = "";
  const look = async () => {
    let state;
    try {
      const response = await fetch("/readyz", { cache: "no-store" });
      const reason = response.ok ? null : (await response.json().catch(() => null))?.errors?.[0]?.message;
      const version = (await fetch("/schema.json", { method: "HEAD", cache: "no-store" })).headers.get("etag");
      state = { gateway: true, store: response.ok, reason, version };
    } catch {
      state = { gateway: false, store: false };
    }
    const text = JSON.stringify(state);
    if (text !== last) { last = text; changed(state); }
    setTimeout(look, state.store ? 2000 : 700);
  };
  look();
}

/** Subscriptions over one `graphql-transport-ws` socket that connects when needed and again when it drops. */
class Subscriptions {
  #socket = null;
  #ready = false;
  #running = new Map();
  #next = 1;
  #wait = 250;

  /** Returns a function that ends the subscription. `observer`: next(result), error(errors), complete(), lost(). */
  start(operation, observer) {
    const id = String(this.#next++);
    this.#running.set(id, { operation, observer });
    if (this.#ready) this.#send({ id, type: "subscribe", payload: operation });
    else this.#connect();
    return () => {
      if (!this.#running.delete(id)) return;
      if (this.#ready) this.#send({ id, type: "complete" });
      if (!this.#running.size) this.#socket?.close(1000);
    };
  }

  #send(message) { this.#socket.send(stringify(message)); }

  #connect() {
    if (this.#socket) return;
    const socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/graphql`, "graphql-transport-ws");
    this.#socket = socket;
    socket.onopen = () => this.#send({ type: "connection_init" });
    socket.onmessage = (event) => this.#received(parse(event.data));
    socket.onclose = () => {
      this.#socket = null;
      this.#ready = false;
      if (!this.#running.size) return;
      for (const { observer, ending } of this.#running.values()) { clearTimeout(ending); observer.lost?.(); }
      setTimeout(() => this.#running.size && this.#connect(), this.#wait);
      this.#wait = Math.min(this.#wait * 2, 4000);
    };
  }

  #received(message) {
    const entry = this.#running.get(message.id);
    switch (message.type) {
      case "connection_ack":
        this.#ready = true;
        this.#wait = 250;
        for (const [id, { operation, observer }] of this.#running) {
          observer.started?.();
          this.#send({ id, type: "subscribe", payload: operation });
        }
        break;
      case "ping": this.#send({ type: "pong", payload: message.payload }); break;
      case "next": entry?.observer.next(message.payload); break;
      case "error": this.#running.delete(message.id); entry?.observer.error(message.payload); break;
      case "complete": // a gateway that stops says so and then closes: that is no end
        if (entry) entry.ending = setTimeout(() => { if (this.#running.delete(message.id)) entry.observer.complete(); }, 500);
        break;
    }
  }
}

export const subscriptions = new Subscriptions();
