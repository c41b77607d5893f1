// One entry: its value as a form, compare-and-set, conflicts, revisions, delete and purge.
import { confirmDialog, h, labelled, replace, time, uniqueId } from "./dom.js";
import { fieldDiff, shown, sideBySide, withMember } from "./diff.js";
import { issuesOf, ValueEditor } from "./form.js";
import { equal } from "./json.js";

export class EntryPane {
  /** `key` is null for a new entry; `home` is the way back to the list. */
  constructor({ entries, schema, model, key, home, created, removed }) {
    Object.assign(this, { entries, key, created, removed, isNew: key === null, entry: null, isTouched: false });
    this.meta = h("p.detail", { role: "status" });
    this.notice = h("div.notice", { role: "status", hidden: true });
    this.problem = h("div.problem", { role: "alert" });
    this.keyInput = this.isNew ? h("input", { type: "text", spellcheck: "false", autocomplete: "off", oninput: () => this.touched() }) : null;
    this.editor = new ValueEditor(schema, entries.inputType, model, { onchange: () => this.touched() });
    this.save = h("button.primary", { onclick: () => this.store(), title: "Ctrl+S" }, this.isNew ? "Create" : "Save");
    this.undo = h("button", { onclick: () => this.discard(), hidden: true }, "Discard changes");
    this.more = h("div.more");
    this.backLink = h("a.back", { href: home }, "‹ Keys");
    this.element = h("article", { onkeydown: (event) => this.keyed(event) },
      h("div.entry-head", {},
        this.backLink,
        h("h2", this.isNew ? "New key" : key), this.meta,
        h("div.actions", this.save, this.undo, this.isNew ? null : [
          h("button", { onclick: () => this.showHistory() }, "Revisions"),
          h("button.danger", { onclick: () => this.remove("delete") }, "Delete"),
          h("button.danger", { onclick: () => this.remove("purge") }, "Purge")]),
        this.notice, this.problem),
      this.keyInput && labelled("Key", this.keyInput, "Letters, digits and - _ / = . with no dot at the ends"),
      this.more, this.editor.element);
    if (this.isNew) this.editor.set(undefined);
    this.originalText = this.editor.text;
  }

  focus() { (this.keyInput ?? this.save).focus(); }

  get isChanged() { return this.isTouched && (this.editor.text !== this.originalText || Boolean(this.keyInput?.value)); }

  touched() {
    this.isTouched = true;
    this.undo.hidden = this.isNew;
  }

  keyed(event) {
    if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    if (!this.save.disabled) this.store();
  }

  async mayLeave() {
    return !this.isChanged || confirmDialog("Leave without saving?", "What was changed in this form is lost.", "Leave");
  }

  /** Reads the entry; what was typed meanwhile is not overwritten. */
  async load() {
    this.meta.textContent ||= "Reading…";
    try {
      const entry = await this.entries.get(this.key);
      if (this.isChanged) this.changedElsewhere(entry?.revision ?? Infinity, !entry); else this.take(entry);
    } catch (error) {
      if (error.found && !this.isChanged) this.take(error.found);
      this.save.disabled = !error.found && !this.entry;
      this.failed("The entry could not be read", error);
    }
  }

  take(entry) {
    this.entry = entry;
    this.save.disabled = false;
    this.editor.set(entry?.value ?? undefined);
    this.settled(entry);
    this.notice.hidden = true;
    replace(this.problem);
  }

  settled(entry) {
    this.originalText = this.editor.text;
    this.isTouched = false;
    this.undo.hidden = true;
    this.meta.textContent = entry ? `Revision ${entry.revision} · ${time(entry.created)}` : "This key is not there, or not any more. Saving creates it.";
  }

  async discard() {
    if (!(await this.mayLeave())) return;
    this.isTouched = false;
    replace(this.more);
    await this.load();
    this.focus();
  }

  async store() {
    replace(this.problem);
    this.notice.hidden = true;
    const key = this.isNew ? this.keyInput.value : this.key;
    const wrong = this.isNew && keyProblem(key);
    if (wrong) { this.problem.textContent = wrong; this.keyInput.focus(); return; }
    if (!this.editor.isValid) { this.problem.textContent = "Mend the JSON that is marked first."; return; }
    this.save.disabled = true;
    this.save.textContent = "Saving…";
    try {
      const value = this.editor.value ?? null;
      if (this.isNew || !this.entry) await this.entries.create(key, value);
      else await this.entries.update(key, value, this.entry.revision);
      this.isTouched = false;
      if (this.isNew) { this.created(key); return; }
      replace(this.more);
      await this.load();
      this.say("Saved.");
    } catch (error) {
      await this.refused(error, key);
    } finally {
      this.save.disabled = false;
      this.save.textContent = this.isNew ? "Create" : "Save";
    }
  }

  async refused(error, key) {
    const issues = issuesOf(error.errors ?? [], "value");
    if (issues.length) {
      this.problem.textContent = `Not saved: the model does not allow this value (${issues.length} problem${issues.length === 1 ? "" : "s"}, marked below).`;
      this.editor.issues(issues);
      return;
    }
    switch (error.errors?.[0]?.extensions?.code) {
      case "REVISION_CONFLICT":
      case "KEY_EXISTS":
        if (this.isNew) { this.problem.textContent = `The key "${key}" is there already. Choose it in the list to change it.`; this.keyInput.focus(); } else await this.conflict();
        break;
      default: this.failed("Not saved", error);
    }
  }

  failed(what, error) {
    this.problem.textContent = `${what}: ${error.message.replace(/\.$/, "")}. ${this.isTouched ? "What was typed is still here." : ""}`;
  }

  say(text) {
    this.notice.hidden = false;
    replace(this.notice, text);
  }

  /** Somebody else wrote the key meanwhile: choose field by field. */
  async conflict() {
    let theirs;
    try { theirs = await this.entries.get(this.key); } catch (error) { this.failed("Somebody else changed the key, and the newest revision could not be read", error); return; }
    const mine = this.editor.value;
    if (!theirs) {
      this.entry = null;
      this.problem.textContent = "The key was deleted meanwhile. Save again to create it anew.";
      return;
    }
    const differences = fieldDiff(mine, theirs.value);
    if (!differences.length) { this.take(theirs); this.say("Somebody else saved the same value."); return; }
    this.notice.hidden = true;
    const name = uniqueId("choice");
    const choices = differences.map((one, i) => ({ ...one, choice: "mine", name: `${name}-${i}` }));
    const all = (side) => { for (const input of this.more.querySelectorAll(`input[value=${side}]`)) input.click(); };
    const apply = () => {
      let merged = mine;
      for (const one of choices) if (one.choice === "theirs") merged = withMember(merged, one.path, one.theirs);
      this.entry = theirs;
      this.editor.set(merged);
      this.originalText = null;
      this.touched();
      replace(this.more);
      this.meta.textContent = `Revision ${theirs.revision} · ${time(theirs.created)}`;
      this.say(`Merged with revision ${theirs.revision}, not saved yet. Look at it and save.`);
      this.save.focus();
    };
    const side = (one, which, title) => h("label", h("input", { type: "radio", name: one.name, value: which, checked: which === "mine", onchange: () => { one.choice = which; } }), h("span", title), h("code", shown(one[which])));
    replace(this.more, h("section.conflict", { "aria-label": "Conflict", role: "group" },
      h("h3", `Revision ${theirs.revision} was saved elsewhere meanwhile`), h("p.hint", "Choose for each field that differs. Nothing is saved before you say so."),
      choices.map((one) => h("fieldset", h("legend", h("code", one.path.join(".") || "value")), side(one, "mine", "Mine"), side(one, "theirs", "Theirs"))),
      h("div.actions", h("button.primary", { onclick: apply }, "Use this"), h("button", { onclick: () => all("mine") }, "All mine"), h("button", { onclick: () => all("theirs") }, "All theirs"),
        h("button", { onclick: () => { this.take(theirs); replace(this.more); } }, "Drop mine"))));
    this.more.querySelector("input")?.focus();
  }

  changedElsewhere(revision, isGone) {
    if (this.isNew || this.save.disabled || (this.entry && revision <= this.entry.revision) || (!this.entry && isGone)) return;
    if (!this.isChanged) { this.load(); return; }
    this.say(isGone ? "This key was deleted elsewhere. What was typed is still here." : `This key changed elsewhere (revision ${revision}). What was typed is still here; saving shows both versions.`);
  }

  /** After a time without word from the server. */
  checkAgain() { if (!this.isNew) this.load(); }

  /** The form anew for another model; what was typed stays in it. */
  modelChanged(entries, schema, model) {
    this.entries = entries;
    const wasChanged = this.isChanged;
    this.editor.rebuild(schema, entries.inputType, model);
    if (!wasChanged) { if (!this.isNew) this.load(); return; }
    this.say("The model changed. This form follows the new one; what was typed is still here.");
  }

  async remove(operation) {
    const text = operation === "purge" ? "All its revisions are removed for ever." : "A delete marker is written; older revisions stay readable.";
    if (!(await confirmDialog(`${operation === "purge" ? "Purge" : "Delete"} ${this.key}?`, text, operation === "purge" ? "Purge" : "Delete"))) return;
    try {
      await this.entries.remove(operation, this.key);
      this.isTouched = false;
      this.removed();
    } catch (error) { this.failed(`It could not be ${operation}d`, error); }
  }

  async showHistory() {
    let revisions;
    try { revisions = await this.entries.history(this.key); } catch (error) {
      revisions = error.found;
      if (!revisions) { this.failed("The revisions could not be read", error); return; }
    }
    revisions.reverse();
    const view = h("div.difference");
    const against = h("select", { "aria-label": "Compare with", onchange: () => chosen?.() }, h("option", { value: "now" }, "the newest"), h("option", { value: "before" }, "the one before"));
    let chosen = null;
    const show = (entry, i, button) => {
      chosen = () => show(entry, i, button);
      for (const one of list.querySelectorAll("button")) one.setAttribute("aria-pressed", String(one === button));
      const now = this.entry?.value ?? null;
      const before = revisions[i + 1];
      replace(view, against.value === "now"
        ? sideBySide(`Revision ${entry.revision}`, entry.value, this.entry ? `Revision ${this.entry.revision}, the newest` : "Now", now)
        : sideBySide(before ? `Revision ${before.revision}` : "Nothing before", before?.value, `Revision ${entry.revision}`, entry.value),
      entry.value !== null && !equal(entry.value, now) ? h("button", { onclick: () => this.restore(entry) }, `Restore revision ${entry.revision}`) : null);
    };
    const list = h("ol.revisions", { "aria-label": "Revisions" }, revisions.map((entry, i) => {
      const button = h("button", { "aria-pressed": "false", onclick: () => show(entry, i, button) },
        h("span.name", `${entry.revision}`), h("span", entry.operation ?? (entry.value === null ? "removed" : "PUT")), h("span.detail", time(entry.created)));
      return h("li", button);
    }));
    replace(this.more, h("section.history", { "aria-label": "Revisions" },
      h("div.actions", h("h3", "Revisions"), h("label.inline", "Compare with", against), h("button", { onclick: () => replace(this.more) }, "Close")),
      h("div.history-columns", list, view)));
    list.querySelectorAll("button")[revisions.length > 1 ? 1 : 0]?.click();
  }

  async restore(entry) {
    if (!(await this.mayLeave())) return;
    try {
      if (this.entry) await this.entries.update(this.key, entry.value, this.entry.revision);
      else await this.entries.create(this.key, entry.value);
      this.isTouched = false;
      await this.load();
      await this.showHistory();
      this.say(`Restored revision ${entry.revision} as revision ${this.entry?.revision}.`);
    } catch (error) { await this.refused(error, this.key); }
  }
}

/** The rules of NATS for keys. */
function keyProblem(key) {
  if (!key) return "A key is needed.";
  const strange = /[^-/_=.a-zA-Z0-9]/u.exec(key);
  if (strange) return `The key holds ${JSON.stringify(strange[0])}: only letters, digits and - _ / = . are allowed.`;
  return /^\.|\.$|\.\./.test(key) ? "The key has an empty part: no dot at the ends, and no two in a row." : null;
}
