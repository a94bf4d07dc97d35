// The conversation on the page: kept in step with the history, in order, each message once.

import { card } from "./cards.js";
import { button, face, make } from "./elements.js";

const TOGETHER_MS = 5 * 60000;

export class Timeline {
  constructor({ log, time, rooms, onPress, onSettled }) {
    this.log = log;
    this.time = time;
    this.rooms = rooms;
    this.onPress = onPress;
    this.onSettled = onSettled;
    this.place = "";
    this.shown = new Map();
    this.pending = new Map();
  }

  get isEmpty() {
    return this.shown.size + this.pending.size === 0;
  }

  // The newest messages of a place: a page that still knows the end of them is brought up to date
  // in place; `mark` is the last one that was read before.
  newest(place, messages, mark) {
    this.log.setAttribute("aria-busy", "true");
    const same = place === this.place && this.continues(messages);
    if (!same) this.clear(place);
    for (const message of messages) this.put(message);
    if (!same) this.divide(mark);
    this.settled();
    requestAnimationFrame(() => this.log.removeAttribute("aria-busy"));
  }

  continues(messages) {
    if (this.shown.size === 0) return true;
    const first = messages.length ? messages[0].id : Infinity;
    const told = new Map(messages.map((message) => [message.id, message.at]));
    const inReach = [...this.shown.keys()].filter((id) => id >= first);
    return inReach.length > 0 && inReach.every((id) => told.get(id) === this.shown.get(id).message.at);
  }

  older(messages) {
    const height = document.documentElement.scrollHeight;
    this.log.setAttribute("aria-busy", "true");
    for (const message of messages) this.put(message);
    this.settled();
    scrollBy({ top: document.documentElement.scrollHeight - height, behavior: "instant" });
    requestAnimationFrame(() => this.log.removeAttribute("aria-busy"));
  }

  // Add or bring up to date; says whether the message is new here.
  put(message) {
    const known = this.shown.get(message.id);
    if (known && known.message.rev === message.rev) return false;
    const element = this.draw(message);
    if (message.author && message.ref) this.forget(message.ref);
    if (known) this.swap(known.element, element);
    else this.settle(message, element);
    this.shown.set(message.id, { message, element });
    if (!known) this.adopt(message.id);
    return !known;
  }

  // A reply stands under its message where that one is on the page, else in the order of time.
  settle(message, element) {
    element.dataset.id = String(message.id);
    const parent = this.shown.get(message.under)?.element;
    if (!parent) this.log.insertBefore(element, this.following(message.id));
    else {
      const replies = repliesOf(parent);
      const later = [...replies.children].find((each) => Number(each.dataset.id) > message.id);
      replies.insertBefore(element, later ?? null);
    }
  }

  // Replies that came to the page before their message.
  adopt(id) {
    for (const { message, element } of [...this.shown.values()]) {
      if (message.under === id) this.settle(message, element);
    }
  }

  add(message) {
    const isNew = this.put(message);
    this.settled();
    return isNew ? this.shown.get(message.id).element : null;
  }

  // What was typed, before the bot has it; it stays at the end until then.
  addPending(ref, text) {
    if (this.pending.has(ref)) return;
    const element = this.bubble({ author: this.rooms.me, text });
    element.classList.add("pending");
    this.pending.set(ref, element);
    this.log.append(element);
    this.settled();
  }

  failed(ref, onRetry) {
    const element = this.pending.get(ref);
    if (!element) return;
    element.classList.replace("pending", "failed");
    element.append(button("chip", "Not sent. Edit and try again", () => {
      this.forget(ref);
      onRetry();
    }));
  }

  forget(ref) {
    this.pending.get(ref)?.remove();
    this.pending.delete(ref);
  }

  clear(place) {
    this.place = place;
    this.shown.clear();
    this.pending.clear();
    this.log.replaceChildren();
  }

  get oldest() {
    return Math.min(...this.shown.keys());
  }

  get latest() {
    return Math.max(0, ...this.shown.keys());
  }

  element(id) {
    return this.shown.get(id)?.element;
  }

  following(id) {
    const inLog = ([, { element }]) => element.parentNode === this.log;
    const next = [...this.shown].filter(inLog).map(([known]) => known).filter((known) => known > id);
    if (next.length) return this.shown.get(Math.min(...next)).element;
    return this.pending.size ? this.pending.values().next().value : null;
  }

  // Replace in place; focus that was inside stays inside.
  swap(old, element) {
    const hadFocus = old.contains(document.activeElement);
    const replies = old.querySelector(".replies");
    if (replies) element.querySelector(".body").append(replies);
    element.dataset.id = old.dataset.id;
    old.replaceWith(element);
    if (hadFocus) (element.querySelector("button, a, summary") ?? element).focus({ preventScroll: true });
  }

  draw(message) {
    const element = message.card ? this.boxed(message) : this.bubble(message);
    element.dataset.author = `${message.author} ${message.alone}`;
    element.dataset.at = String(Date.parse(message.at));
    this.stamp(element);
    return element;
  }

  boxed(message) {
    const prefix = `m${message.id}`;
    const onPress = (pressed) => this.onPress(message.id, pressed);
    const body = make("div", "body", this.head("Study bot", message.alone), card(message.card, { prefix, onPress }));
    const element = make("article", "message bot", face(null), body);
    element.setAttribute("aria-labelledby", `${prefix}-title`);
    element.tabIndex = -1;
    return element;
  }

  bubble({ author, text, alone }) {
    const mine = author === this.rooms.me;
    const said = make("p", "said", make("bdi", "", text));
    const body = make("div", "body", this.head(mine ? "You" : this.rooms.name(author), alone), said);
    const element = make("article", `message ${mine ? "you" : "other"}`, body);
    if (!mine) element.prepend(face(this.rooms.people.get(author) ?? { id: "", name: "?" }));
    element.tabIndex = -1;
    return element;
  }

  head(name, alone) {
    const head = make("p", "head", make("span", "head-name", name), make("time", "stamp"));
    if (alone) head.append(make("span", "alone", "Only you can see this"));
    return head;
  }

  stamp(element) {
    if (!element.dataset.at) return;
    const at = Number(element.dataset.at);
    const stamp = element.querySelector(".stamp");
    stamp.textContent = this.time.short(at);
    stamp.dateTime = new Date(at).toISOString();
    stamp.title = `${this.time.full(at)}, ${this.time.ago(at)}`;
    element.dataset.day = this.time.day(at);
  }

  // Times grow older, and another zone has other days.
  restamp() {
    for (const { element } of this.shown.values()) this.stamp(element);
    this.arrange();
  }

  settled() {
    this.arrange();
    this.onSettled();
  }

  // One heading for each day of study time, and one name for messages that come together; what is
  // right already stays untouched.
  arrange() {
    let before = null;
    for (const element of [...this.log.querySelectorAll(":scope > .message[data-day]")]) {
      const previous = element.previousElementSibling;
      const heading = previous?.classList.contains("day") ? previous : null;
      const day = element.dataset.day;
      const wanted = before?.dataset.day === day ? "" : day;
      if (heading && heading.textContent !== wanted) heading.remove();
      if (wanted && heading?.textContent !== wanted) element.before(rule("day", wanted));
      element.classList.toggle("joined", !wanted && together(before, element));
      before = element;
    }
  }

  // A line before the first message that came while nobody looked.
  divide(mark) {
    const fresh = [...this.shown.values()].find(({ message }) =>
      mark > 0 && message.id > mark && message.author !== this.rooms.me);
    fresh?.element.before(rule("fresh", "New"));
  }
}

function repliesOf(element) {
  const known = element.querySelector(".replies");
  if (known) return known;
  const made = make("div", "replies");
  made.setAttribute("role", "group");
  made.setAttribute("aria-label", "Replies");
  element.querySelector(".body").append(made);
  return made;
}

function together(before, element) {
  return before !== null
    && before.dataset.author === element.dataset.author
    && Number(element.dataset.at) - Number(before.dataset.at) < TOGETHER_MS;
}

function rule(className, text) {
  const line = make("p", className, make("span", "", text));
  line.setAttribute("aria-live", "off");
  return line;
}
