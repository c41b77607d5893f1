// What the browser keeps between visits. A browser without storage only forgets.

const prefix = "kvgraph:";

export function load(name, fallback) {
  try {
    const text = localStorage.getItem(prefix + name);
    return text === null ? fallback : JSON.parse(text);
  } catch { return fallback; }
}

export function save(name, value) {
  try { localStorage.setItem(prefix + name, JSON.stringify(value)); } catch { /* full or switched off */ }
}
