// The study clock: what time it is for the plan, and the controls that move it.

const LOOK_EVERY_MS = 30000;

export class ClockBar {
  constructor({ find, link, onNote, onMove }) {
    this.find = find;
    this.link = link;
    this.onNote = onNote;
    this.onMove = onMove;
    this.moving = null;
    for (const button of this.moves()) {
      button.addEventListener("click", () => this.move({ type: "clock", to: button.dataset.to }));
    }
    find("clock-toggle").addEventListener("click", () => this.toggle());
    find("start-over").addEventListener("click", () => this.ask(true));
    find("confirm-no").addEventListener("click", () => this.ask(false));
    find("confirm-yes").addEventListener("click", () => {
      this.ask(false);
      this.move({ type: "start_over" });
    });
    find("confirm").addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.ask(false);
    });
    setInterval(() => this.look(), LOOK_EVERY_MS);
  }

  moves() {
    return [...this.find("clock-moves").querySelectorAll("[data-to]")];
  }

  look() {
    if (!document.hidden) this.link.now({ type: "look" });
  }

  show(frame) {
    this.find("clock").hidden = false;
    const text = this.find("clock-text");
    text.textContent = frame.text;
    text.dateTime = frame.now;
    text.title = frame.zone;
    this.find("clock-ahead").textContent = frame.ahead;
    this.find("clock-next").textContent = frame.next ? `Next delivery ${frame.next}` : "Nothing planned yet";
    if (frame.note) this.onNote(frame.note);
  }

  toggle(open = !this.find("clock").classList.contains("unfolded")) {
    this.find("clock").classList.toggle("unfolded", open);
    this.find("clock-toggle").setAttribute("aria-expanded", String(open));
  }

  ask(asking) {
    this.find("confirm").hidden = !asking;
    this.find("clock-moves").classList.toggle("away", asking);
    this.find(asking ? "confirm-no" : "start-over").focus();
  }

  move(frame) {
    if (this.moving) return;
    this.onMove();
    this.moving = this.link.send(frame);
    this.enable(false);
  }

  // The bot has answered this frame, or refused it.
  settle(id) {
    if (id !== this.moving) return false;
    this.moving = null;
    this.enable(true);
    return true;
  }

  // aria-disabled keeps the focus where it is while the clock moves.
  enable(on) {
    for (const button of this.find("clock-moves").querySelectorAll("button")) {
      button.setAttribute("aria-disabled", String(!on));
    }
  }
}
