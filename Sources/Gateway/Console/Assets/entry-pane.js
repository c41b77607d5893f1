// One entry: its value as a form, compare-and-set, conflicts, revisions, delete and purge.
import { confirmDialog, h, labelled, replace, uniqueId } from "./dom.js";
import { fieldDiff, shown, sideBySide, withMember } from "./diff.js";
import { ValueEditor } from "./form.js";
import { equal } from "./json.js";

export class EntryPane {
  /** `key` is null for a new entry. */
  constructor({ entries, schema, model, key, created, removed }) {
    Object.assign(this, { entries, key, created, removed, isNew: key === null, entry: null, original: undefined });
    this.title = h("h2", {}, this.isNew ? "New key" : key);
    this.meta = h("p.detail");
    this.notice = h("div.notice", { role: "status", hidden: true });
    this.problem = h("div.problem", { role: "alert" });
    this.keyInput = this.isNew ? h("input", { type: "text", spellcheck: "false", autocomplete: "off" }) : null;
    this.editor = new ValueEditor(schema, entries.inputType, model);
    this.save = h("button.primary", { onclick: () => this.store() }, this.isNew ? "Create" : "Save");
    this.more = h("div.more");
    this.element = h("article", {}, this.title, this.meta, this.notice,
      this.keyInput && labelled("Key", this.keyInput, "Letters, digits and - _ / = . ; no dot at the ends"),
      h("div.actions", {}, this.save, this.isNew ? null : [
        h("button", { onclick: () => this.showHistory() }, "Revisions"),
        h("button.danger", { onclick: () => this.remove("delete") }, "Delete"),
        h("button.danger", { onclick: () => this.remove("purge") }, "Purge")]),
      this.problem, this.editor.element, this.more);
    if (this.isNew) { this.editor.set(undefined); this.original = this.editor.value; }
  }

  focus() { (this.keyInput ?? this.save).focus(); }

  get isChanged() { return this.editor.raw.value !== this.originalText; }

  async mayLeave() {
    if (!this.original && this.isNew ? !this.keyInput.value : !this.isChanged) return true;
    return confirmDialog("Leave without saving?", "What was changed in this form is lost.", "Leave");
  }

  async load() {
    try {
      this.take(await this.entries.get(this.key));
    } catch (error) {
      if (error.data?.entry) this.take(this.entries.plain(error.data.entry));
      this.failed("The entry could not be read", error);
    }
  }

  take(entry) {
    this.entry = entry;
    this.original = entry?.value ?? undefined;
    this.editor.set(this.original);
    this.originalText = this.editor.raw.value;
    this.meta.textContent = entry ? `revision ${entry.revision} · ${new Date(entry.created * 1000).toLocaleString()}` : "This key is not there (any more). Saving creates it.";
    this.notice.hidden = true;
    replace(this.problem);
  }

  async store() {
    replace(this.problem);
    const key = this.isNew ? this.keyInput.value : this.key;
    if (!this.editor.isValid) { this.problem.textContent = "Mend what is marked first: the text is no JSON."; return; }
    this.save.disabled = true;
    try {
      const value = this.editor.value ?? null;
      if (this.isNew || !this.entry) await this.entries.create(key, value);
      else await this.entries.update(key, value, this.entry.revision);
      if (this.isNew) { this.originalText = this.editor.raw.value; this.created(key); return; }
      this.key = key;
      await this.load();
      this.say("Saved.");
    } catch (error) {
      await this.refused(error, key);
    } finally {
      this.save.disabled = false;
    }
  }

  async refused(error, key) {
    const extensions = error.errors?.[0]?.extensions ?? {};
    switch (extensions.code) {
      case "VALUE_INVALID":
        this.problem.textContent = "The model does not allow this value.";
        this.editor.issues(extensions.issues ?? []);
        break;
      case "REVISION_CONFLICT":
      case "KEY_EXISTS":
        if (this.isNew) { this.problem.textContent = `The key "${key}" is there already. Choose it in the list to change it.`; break; }
        await this.conflict();
        break;
      default: this.failed("Nothing was saved", error);
    }
  }

  failed(what, error) {
    this.problem.textContent = `${what}: ${error.message}. What was typed is still here.`;
  }

  say(text) {
    this.notice.hidden = false;
    replace(this.notice, text);
  }

  /** Somebody else wrote the key meanwhile: choose field by field. */
  async conflict() {
    const theirs = await this.entries.get(this.key).catch(() => null);
    const mine = this.editor.value;
    if (!theirs) {
      this.entry = null;
      this.problem.textContent = "The key was deleted meanwhile. Save again to create it anew.";
      return;
    }
    const differences = fieldDiff(mine, theirs.value);
    if (!differences.length) { this.take(theirs); this.say("Somebody else saved the same value."); return; }
    const choices = differences.map((one) => ({ ...one, choice: "mine" }));
    const name = uniqueId("choice");
    const apply = () => {
      let merged = mine;
      for (const one of choices) if (one.choice === "theirs") merged = withMember(merged, one.path, one.theirs);
      this.entry = theirs;
      this.editor.set(merged);
      this.originalText = null;
      replace(this.more);
      this.say(`Merged with revision ${theirs.revision}. Look at it and save.`);
      this.save.focus();
    };
    replace(this.more, h("section.conflict", { role: "alertdialog", "aria-label": "Conflict" },
      h("h3", {}, `Changed elsewhere: revision ${theirs.revision}`),
      choices.map((one, i) => h("fieldset", {}, h("legend", {}, one.path.join(".") || "value"),
        ["mine", "theirs"].map((side) => h("label", {}, h("input", { type: "radio", name: `${name}-${i}`, value: side, checked: side === "mine", onchange: () => { one.choice = side; } }),
          ` ${side === "mine" ? "Mine" : "Theirs"}: `, h("code", {}, shown(one[side])))))),
      h("div.actions", {}, h("button.primary", { onclick: apply }, "Use this"), h("button", { onclick: () => { this.take(theirs); replace(this.more); } }, "Drop mine"))));
    this.more.querySelector("input")?.focus();
  }

  changedElsewhere(revision, gone) {
    if (!this.entry || revision <= this.entry.revision) return;
    if (!this.isChanged) { this.load(); return; }
    this.say(gone ? "This key was deleted elsewhere. What was typed is still here." : `This key changed elsewhere (revision ${revision}). Saving shows both versions.`);
  }

  modelChanged() {
    this.say("The model changed. What was typed is still here; open the key again for the new form.");
  }

  async remove(operation) {
    const text = operation === "purge" ? "All its revisions are removed for ever." : "A delete marker is written; older revisions stay readable.";
    if (!(await confirmDialog(`${operation === "purge" ? "Purge" : "Delete"} "${this.key}"?`, text, operation === "purge" ? "Purge" : "Delete"))) return;
    try {
      await this.entries.remove(operation, this.key);
      this.originalText = this.editor.raw.value;
      this.removed();
    } catch (error) { this.failed(`It could not be ${operation}d`, error); }
  }

  async showHistory() {
    let revisions;
    try { revisions = (await this.entries.history(this.key)).reverse(); } catch (error) { this.failed("The revisions could not be read", error); return; }
    const view = h("div");
    const show = (entry, button) => {
      for (const one of list.querySelectorAll("button")) one.setAttribute("aria-pressed", String(one === button));
      const now = this.entry?.value ?? null;
      replace(view, sideBySide(`revision ${entry.revision}`, entry.value, this.entry ? `revision ${this.entry.revision} (now)` : "now", now),
        entry.value !== null && !equal(entry.value, now) ? h("button", { onclick: () => this.restore(entry) }, `Restore revision ${entry.revision}`) : null);
    };
    const list = h("ol.revisions", { "aria-label": "Revisions" }, revisions.map((entry) => {
      const button = h("button", { "aria-pressed": "false", onclick: () => show(entry, button) },
        `${entry.revision} · ${new Date(entry.created * 1000).toLocaleString()} · ${entry.operation ?? (entry.value === null ? "removed" : "PUT")}`);
      return h("li", {}, button);
    }));
    replace(this.more, h("section", { "aria-label": "Revisions" }, h("h3", {}, "Revisions"), list, view));
    list.querySelector("button")?.click();
  }

  async restore(entry) {
    try {
      if (this.entry) await this.entries.update(this.key, entry.value, this.entry.revision);
      else await this.entries.create(this.key, entry.value);
      await this.load();
      await this.showHistory();
      this.say(`Restored revision ${entry.revision} as revision ${this.entry?.revision}.`);
    } catch (error) { await this.refused(error, this.key); }
  }
}
