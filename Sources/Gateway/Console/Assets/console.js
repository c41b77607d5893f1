"use strict";

const element = (id) => document.getElementById(id);
const [query, variables, answer, run, stop] = ["query", "variables", "answer", "run", "stop"].map(element);
let abort = null;

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** Calls `event` with the type and data of every event of a text/event-stream body. */
async function readEvents(body, event) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const blocks = (rest + value).split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) {
      const lines = block.split("\n");
      const type = lines.find((line) => line.startsWith("event: "))?.slice(7);
      const data = lines.filter((line) => line.startsWith("data:")).map((line) => line.slice(5).trimStart());
      if (type) event(type, data.join("\n"));
    }
  }
}

async function execute() {
  stopRunning();
  const request = { query: query.value };
  if (variables.value.trim()) {
    try {
      request.variables = JSON.parse(variables.value);
    } catch (error) {
      answer.textContent = "Variables: " + error.message;
      return;
    }
  }
  const streams = /^\s*(#.*\n\s*)*subscription\b/.test(query.value);
  const started = performance.now();
  abort = new AbortController();
  stop.disabled = false;
  answer.textContent = "";
  try {
    const response = await fetch("/graphql", {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        Accept: streams ? "text/event-stream" : "application/graphql-response+json, application/json;q=0.9",
      },
      body: JSON.stringify(request),
      signal: abort.signal,
    });
    if (streams && response.ok) {
      await readEvents(response.body, (type, data) => {
        answer.append(type === "next" ? pretty(data) + "\n\n" : "complete\n");
        answer.scrollTop = answer.scrollHeight;
      });
    } else {
      answer.textContent = pretty(await response.text());
      element("timing").textContent = `${response.status}, ${Math.round(performance.now() - started)} ms`;
    }
  } catch (error) {
    if (error.name !== "AbortError") answer.append(String(error));
  }
  stop.disabled = true;
}

function stopRunning() {
  abort?.abort();
  abort = null;
  stop.disabled = true;
}

async function loadSchema() {
  const response = await fetch("/schema.graphql");
  const text = await response.text();
  element("schema").textContent = response.ok ? text : "The schema is not shown here.";
  const field = /^\s*(\w+_keys|keys)\b/m.exec(text);
  if (!query.value) query.value = field ? `{\n  ${field[1]}\n}` : "{\n  __typename\n}";
}

async function loadState() {
  const state = element("state");
  try {
    const response = await fetch("/readyz");
    state.textContent = response.ok ? "ready" : "NATS does not answer";
    state.classList.toggle("bad", !response.ok);
  } catch {
    state.textContent = "the gateway does not answer";
    state.classList.add("bad");
  }
}

run.addEventListener("click", execute);
stop.addEventListener("click", stopRunning);
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    execute();
  }
});
loadSchema();
loadState();
setInterval(loadState, 5000);
