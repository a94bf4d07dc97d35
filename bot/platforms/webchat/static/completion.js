// Command completion out of the registry: what may be meant by what stands in the message box.

import { make } from "./elements.js";

const MOST = 8;
const ADDRESS = /^\s*\/?(?:mlops\s+)?/i;

export class Completion {
  constructor({ input, list, hint }) {
    this.input = input;
    this.list = list;
    this.hint = hint;
    this.usual = [...hint.childNodes];
    this.commands = [];
    this.choices = [];
    this.active = -1;
    input.addEventListener("input", () => this.look());
    input.addEventListener("blur", () => this.close());
    list.addEventListener("pointerdown", (event) => {
      event.preventDefault(); // the focus stays in the box
      const chosen = event.target.closest("[role=option]");
      if (chosen) this.take([...list.children].indexOf(chosen));
    });
  }

  get isOpen() {
    return !this.list.hidden;
  }

  look() {
    const text = this.input.value;
    const all = text.trim() === "/";
    const said = text.replace(ADDRESS, "").toLowerCase().replace(/\s+/g, " ");
    this.choices = all ? this.commands : this.matching(said);
    this.active = -1;
    if (this.choices.length) this.open();
    else this.close();
    this.explain(said);
  }

  // Commands that begin with what was typed come first, then those that hold it.
  matching(said) {
    if (!said) return [];
    const ranked = this.commands.map((command) => ({ command, rank: rank(command, said) }));
    return ranked.filter(({ rank: found }) => found < NONE)
      .sort((a, b) => a.rank - b.rank).slice(0, MOST).map(({ command }) => command);
  }

  // Once the command is there, what may follow it stands below the box.
  explain(said) {
    const words = (command) => [command.name, command.path, ...command.aliases];
    const known = this.commands
      .flatMap((command) => words(command).map((word) => ({ command, word })))
      .filter(({ command, word }) => command.argument && said.startsWith(`${word} `))
      .sort((a, b) => b.word.length - a.word.length)[0];
    if (!known) {
      this.hint.replaceChildren(...this.usual);
      return;
    }
    const { name, argument, example } = known.command;
    this.hint.replaceChildren(make("code", "", name), ` ${argument}. For example: `, make("code", "", example));
  }

  open() {
    this.list.replaceChildren(...this.choices.map((command, number) => this.row(command, number)));
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.mark();
  }

  close() {
    this.list.hidden = true;
    this.active = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  row(command, number) {
    const name = make("span", "choice-name", command.name);
    if (command.argument) name.append(make("span", "choice-argument", ` ${command.argument}`));
    const row = make("div", "choice", name, make("span", "choice-help", command.help));
    row.id = `choice-${number}`;
    row.setAttribute("role", "option");
    return row;
  }

  mark() {
    [...this.list.children].forEach((row, number) => {
      row.setAttribute("aria-selected", String(number === this.active));
    });
    const row = this.list.children[this.active];
    if (row) {
      this.input.setAttribute("aria-activedescendant", row.id);
      row.scrollIntoView({ block: "nearest", behavior: "instant" });
    } else {
      this.input.removeAttribute("aria-activedescendant");
    }
  }

  take(number) {
    const command = this.choices[number];
    this.input.value = command.argument ? `${command.name} ` : command.name;
    this.input.focus();
    this.close();
    this.explain(this.input.value);
  }

  // Says whether the key was meant for the list.
  key(event) {
    if (!this.isOpen || event.ctrlKey || event.metaKey || event.altKey) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      const count = this.choices.length;
      this.active = this.active < 0 ? (step > 0 ? 0 : count - 1) : (this.active + step + count) % count;
      this.mark();
    } else if (event.key === "Tab" && !event.shiftKey) {
      this.take(Math.max(this.active, 0));
    } else if (event.key === "Enter" && this.active >= 0) {
      this.take(this.active);
    } else if (event.key === "Escape") {
      this.close();
    } else {
      return false;
    }
    event.preventDefault();
    return true;
  }
}

const NONE = 9;

function rank(command, said) {
  if (command.name.startsWith(said)) return 0;
  if (command.path.startsWith(said)) return 1;
  if (command.aliases.some((alias) => alias.startsWith(said))) return 2;
  const held = said.length > 2 && [command.path, command.help, ...command.aliases]
    .some((text) => text.toLowerCase().includes(said));
  return held ? 3 : NONE;
}
