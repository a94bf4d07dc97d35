// Search in the history: the bot looks, the page shows where the words stand.

import { button, face, find, make } from "./elements.js";

const PAUSE_MS = 120;

export class Search {
  constructor({ link, rooms, time, onOpen }) {
    this.link = link;
    this.rooms = rooms;
    this.time = time;
    this.onOpen = onOpen;
    this.dialog = find("search");
    this.input = find("search-text");
    this.timer = 0;
    find("search-open").addEventListener("click", () => this.open());
    if (/^Mac|^iP/.test(navigator.platform)) find("search-open").querySelector("kbd").textContent = "⌘ K";
    find("search-close").addEventListener("click", () => this.dialog.close());
    addEventListener("keydown", (event) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
      event.preventDefault();
      if (!this.dialog.open) this.open();
    });
    this.input.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.ask(), PAUSE_MS);
    });
    find("search-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.dialog.querySelector(".result")?.click();
    });
    this.dialog.addEventListener("keydown", (event) => this.walk(event));
    this.dialog.addEventListener("click", (event) => {
      if (event.target === this.dialog) this.dialog.close();
    });
  }

  open() {
    if (find("app").hidden) return;
    this.dialog.showModal();
    this.input.select();
    this.ask();
  }

  ask() {
    const text = this.input.value.trim();
    if (text && this.link.now({ type: "search", text })) return;
    find("results").replaceChildren();
    find("search-state").textContent = text
      ? "Offline just now. The search works again once the bot is back."
      : "Readings, answers and what you typed, in all of your places.";
  }

  told(frame) {
    if (frame.text !== this.input.value.trim().replace(/\s+/g, " ")) return;
    const count = frame.found.length;
    find("search-state").textContent = count === 0
      ? "Nothing like that in your messages. Try fewer words; casestudy looks beyond them."
      : count === 1 ? "1 message" : `${count} messages, the newest first`;
    find("results").replaceChildren(...frame.found.map((one) => make("li", "", this.result(one))));
  }

  result(one) {
    const at = Date.parse(one.at);
    const place = one.place.startsWith("#") ? `in ${one.place}` : "in a direct message";
    const who = one.author ? this.rooms.name(one.author) : "Study bot";
    const excerpt = one.excerpt.map((piece) => (piece.hit ? make("mark", "", piece.v) : piece.v));
    const element = button("result", "", () => {
      this.dialog.close();
      this.onOpen(one.place, one.id);
    });
    element.append(
      face(one.author ? this.rooms.people.get(one.author) : null),
      make("span", "result-body",
        make("span", "result-head", `${who} ${place} · ${this.time.day(at)}, ${this.time.clock(at)}`),
        make("bdi", "result-text", ...excerpt)),
    );
    return element;
  }

  // The arrow keys walk through the results.
  walk(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const stops = [this.input, ...this.dialog.querySelectorAll(".result")];
    const next = stops[stops.indexOf(document.activeElement) + step];
    event.preventDefault();
    next?.focus();
  }
}
