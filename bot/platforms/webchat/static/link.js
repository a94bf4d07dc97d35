// The connection: opens the socket, tries again with growing pauses, repeats what was not answered.

const FIRST_PAUSE_MS = 400;
const LONGEST_PAUSE_MS = 10000;
const NOT_SIGNED_IN = 4401;
const TOO_MANY_PAGES = 4429;
const KEPT = "unanswered";

export class Link {
  constructor({ hello, onFrame, onState, onLocked }) {
    this.hello = hello;
    this.onFrame = onFrame;
    this.onState = onState;
    this.onLocked = onLocked;
    this.outbox = new Map(kept().map((frame) => [frame.id, frame]));
    this.pause = FIRST_PAUSE_MS;
    this.socket = null;
    this.timer = 0;
    addEventListener("online", () => this.hurry());
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) this.hurry();
    });
  }

  open() {
    clearTimeout(this.timer);
    const socket = new WebSocket(`ws://${location.host}/socket`);
    this.socket = socket;
    socket.addEventListener("open", () => this.greet());
    socket.addEventListener("message", (event) => this.received(JSON.parse(event.data)));
    socket.addEventListener("close", (event) => this.closed(event.code));
  }

  greet() {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    this.now({ type: "hello", zone, ...this.hello() });
  }

  received(frame) {
    if ((frame.type === "done" || frame.type === "error") && frame.id) {
      this.outbox.delete(frame.id);
      this.keep();
    }
    this.onFrame(frame);
    if (frame.type === "history") this.ready();
  }

  // The history is here: from now on the page is in step, and what was left unanswered goes again.
  ready() {
    this.pause = FIRST_PAUSE_MS;
    this.onState("on");
    for (const frame of this.outbox.values()) {
      if (!frame.went) this.now(frame);
      frame.went = true;
    }
  }

  closed(code) {
    this.socket = null;
    for (const frame of this.outbox.values()) frame.went = false;
    if (code === NOT_SIGNED_IN) return this.onLocked();
    this.onState(code === TOO_MANY_PAGES ? "crowded" : "off");
    this.timer = setTimeout(() => this.open(), this.pause * (0.75 + Math.random() / 2));
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE_MS);
  }

  hurry() {
    if (this.socket !== null || this.timer === 0) return;
    this.open();
  }

  get isOpen() {
    return this.socket !== null && this.socket.readyState === WebSocket.OPEN;
  }

  now(frame) {
    const { went, ...bare } = frame;
    if (this.isOpen) this.socket.send(JSON.stringify(bare));
    return this.isOpen;
  }

  // Send under an id of its own and keep it until the bot has answered, across reconnects and
  // reloads of this tab; the bot does a repeated id once.
  send(frame) {
    const id = crypto.randomUUID();
    const waiting = { ...frame, id };
    waiting.went = this.now(waiting);
    this.outbox.set(id, waiting);
    this.keep();
    return id;
  }

  unanswered(type, place, person) {
    return [...this.outbox.values()].filter((frame) =>
      frame.type === type && frame.place === place && frame.person === person);
  }

  keep() {
    const said = [...this.outbox.values()].filter((frame) => frame.type === "say");
    sessionStorage.setItem(KEPT, JSON.stringify(said));
  }
}

function kept() {
  const found = JSON.parse(sessionStorage.getItem(KEPT) ?? "[]");
  return found.map((frame) => ({ ...frame, went: false }));
}
