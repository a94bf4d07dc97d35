// The study clock: what time it is for the plans, and the controls that move it.

import { find } from "./elements.js";

const LOOK_EVERY_MS = 30000;

export class ClockBar {
  constructor({ link, time, place, onNote, onMove }) {
    this.link = link;
    this.time = time;
    this.place = place;
    this.onNote = onNote;
    this.onMove = onMove;
    this.moving = null;
    this.playing = "";
    this.wanted = null; // unless somebody opens or closes it, the bar is there once time was moved
    for (const button of find("clock-moves").querySelectorAll("[data-to]")) {
      button.addEventListener("click", () => this.move({ type: "clock", to: button.dataset.to }));
    }
    find("play").addEventListener("click", () => this.move({ type: "play", place: this.place() }));
    find("play-stop").addEventListener("click", () => this.link.now({ type: "stop" }));
    find("clock-toggle").addEventListener("click", () => this.toggle());
    find("clock-open").addEventListener("click", () => {
      this.wanted = find("clock").hidden;
      this.reveal();
    });
    find("start-over").addEventListener("click", () => this.ask(true));
    find("confirm-no").addEventListener("click", () => this.ask(false));
    find("confirm-yes").addEventListener("click", () => {
      this.ask(false);
      this.wanted = null;
      this.move({ type: "start_over" });
    });
    find("confirm").addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.ask(false);
    });
    setInterval(() => this.look(), LOOK_EVERY_MS);
  }

  look() {
    if (!document.hidden) this.link.now({ type: "look" });
  }

  told(frame) {
    this.frame = frame;
    this.time.set(frame.now, frame.zone);
    const text = find("clock-text");
    text.textContent = frame.text;
    text.dateTime = frame.now;
    text.title = frame.zone;
    find("clock-ahead").textContent = frame.ahead;
    find("clock-next").textContent = frame.next ? `Next reading ${frame.next}` : "Nothing planned yet";
    this.reveal();
    if (frame.note) this.onNote(frame.note);
  }

  reveal() {
    const { movable, moved } = this.frame;
    const shown = movable && (this.wanted ?? moved);
    find("clock").hidden = !shown;
    find("clock-open").hidden = !movable;
    find("clock-open").setAttribute("aria-expanded", String(shown));
  }

  toggle(open = !find("clock").classList.contains("unfolded")) {
    find("clock").classList.toggle("unfolded", open);
    find("clock-toggle").setAttribute("aria-expanded", String(open));
  }

  ask(asking) {
    find("confirm").hidden = !asking;
    find("clock-moves").classList.toggle("away", asking);
    find(asking ? "confirm-no" : "start-over").focus();
  }

  move(frame) {
    if (this.moving) return;
    this.onMove();
    this.moving = this.link.send(frame);
    this.enable();
  }

  // A plan is being played, or no longer: from one page all others hear of it too.
  play({ on, place }) {
    this.playing = on ? place : "";
    find("playing").hidden = !on;
    this.enable();
  }

  // The bot has answered this frame, or refused it.
  settle(id) {
    if (id !== this.moving) return;
    this.moving = null;
    this.enable();
  }

  // aria-disabled keeps the focus where it is while the clock moves.
  enable() {
    const off = String(Boolean(this.moving || this.playing));
    for (const button of find("clock-moves").querySelectorAll("button")) {
      button.setAttribute("aria-disabled", off);
    }
  }
}
