#!/usr/bin/env python3
"""cli_docs.py BINARY [--check]: writes the commands' part of docs/cli.md from what the parser says of itself.

With --check nothing is written; exits 1 where the page is not what the parser says.
"""

import json
import pathlib
import subprocess
import sys

PAGE = pathlib.Path(__file__).resolve().parent.parent / "docs/cli.md"
BEGIN, END = "<!-- commands: begin -->\n", "<!-- commands: end -->\n"
BUILT_IN = {"version", "help"}


def names(argument):
    """`-c`, `--config <file>`; `<key>` for a positional argument."""
    value = f"<{argument['valueName']}>"
    if argument["kind"] == "positional":
        return f"`{value}`" + (" ..." if argument["isRepeating"] else "")
    order = sorted(argument["names"], key=lambda name: name["kind"] == "long")
    spelled = [("--" if name["kind"] == "long" else "-") + name["name"] for name in order]
    if argument["kind"] == "option":
        spelled[-1] += f" {value}"
    return ", ".join(f"`{name}`" for name in spelled)


def meaning(argument):
    text = argument.get("abstract", "")
    if values := argument.get("allValues"):
        text += " One of " + ", ".join(f"`{value}`" for value in values) + "."
    if default := argument.get("defaultValue"):
        text += f" Default: `{default}`."
    if argument["kind"] == "option" and not argument["isOptional"]:
        text += " Needed."
    return text.replace("|", "\\|").replace("<", "&lt;").strip()


def row(argument):
    return f"| {names(argument)} | {meaning(argument)} |"


def shown(command):
    return [a for a in command.get("arguments", []) if a["shouldDisplay"] and a["valueName"] not in BUILT_IN]


def leaves(command):
    """The commands that do something, in the order of the help."""
    children = [child for child in command.get("subcommands", []) if child["commandName"] != "help"]
    return [leaf for child in children for leaf in leaves(child)] if children else [command]


def synopsis(command):
    path = " ".join([*command.get("superCommands", []), command["commandName"]])
    parts = [path]
    for argument in shown(command):
        if argument["kind"] == "positional":
            text = f"<{argument['valueName']}>" + (" ..." if argument["isRepeating"] else "")
            parts.append(f"[{text}]" if argument["isOptional"] else text)
        elif argument["kind"] == "option" and not argument["isOptional"]:
            parts.append(f"--{argument['preferredName']['name']} <{argument['valueName']}>")
    return " ".join([*parts, "[options]"])


def table(arguments):
    return ["| argument | meaning |", "| --- | --- |", *map(row, arguments), ""]


def generated(root):
    commands = leaves(root)
    rows = [row(argument) for command in commands for argument in shown(command)]
    common = {text for text in rows if rows.count(text) >= 8}
    lines = []
    for command in commands:
        own = [argument for argument in shown(command) if row(argument) not in common]
        path = " ".join([*command.get("superCommands", []), command["commandName"]])
        lines += [f"### {path}", "", f"`{synopsis(command)}`", "", command["abstract"], ""]
        if discussion := command.get("discussion"):
            lines += [discussion.replace("<", "&lt;"), ""]
        if own:
            lines += table(own)
        if len(own) < len(shown(command)):
            lines += ["And the [common options](#common-options).", ""]
    shared = {row(a): a for command in commands for a in shown(command) if row(a) in common}
    return "\n".join([*lines, "### Common options", "", *table(shared.values())])


def main():
    if len(sys.argv) not in (2, 3) or sys.argv[2:] not in ([], ["--check"]):
        raise SystemExit(__doc__.splitlines()[0])
    dump = subprocess.run([sys.argv[1], "--experimental-dump-help"], capture_output=True, text=True, check=True)
    page = PAGE.read_text()
    head, rest = page.split(BEGIN)
    tail = rest.split(END)[1]
    wanted = head + BEGIN + generated(json.loads(dump.stdout)["command"]) + END + tail
    if page == wanted:
        return
    if "--check" in sys.argv:
        raise SystemExit("docs/cli.md is not what the parser says; expected the result of `make cli-docs`")
    PAGE.write_text(wanted)


if __name__ == "__main__":
    main()
