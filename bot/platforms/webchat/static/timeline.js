// The conversation on the page: kept in step with the history, in order, each message once.

import { card, make } from "./cards.js";

export class Timeline {
  constructor({ log, empty, onPress }) {
    this.log = log;
    this.empty = empty;
    this.onPress = onPress;
    this.zone = "UTC";
    this.shown = new Map();
    this.pending = new Map();
  }

  setZone(zone) {
    if (zone === this.zone) return;
    this.zone = zone;
    for (const { message, element } of this.shown.values()) this.stamp(message, element);
    this.days();
  }

  // The newest messages: a page that still knows the end of them is brought up to date in place.
  newest(messages) {
    this.log.setAttribute("aria-busy", "true");
    if (!this.continues(messages)) this.clear();
    for (const message of messages) this.put(message);
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
    if (message.from === "you" && message.ref) this.forget(message.ref);
    if (known) this.swap(known.element, element);
    else this.log.insertBefore(element, this.following(message.id));
    this.shown.set(message.id, { message, element });
    return !known;
  }

  add(message) {
    const isNew = this.put(message);
    this.settled();
    return isNew ? this.shown.get(message.id).element : null;
  }

  // What was typed, before the bot has it; it stays at the end until then.
  addPending(ref, text) {
    const element = this.bubble(text);
    element.classList.add("pending");
    this.pending.set(ref, element);
    this.log.append(element);
    this.settled();
    return element;
  }

  failed(ref, onRetry) {
    const element = this.pending.get(ref);
    if (!element) return false;
    element.classList.replace("pending", "failed");
    const again = make("button", "chip", "Not sent. Edit and try again");
    again.type = "button";
    again.addEventListener("click", () => {
      this.forget(ref);
      onRetry();
    });
    element.append(again);
    return true;
  }

  forget(ref) {
    this.pending.get(ref)?.remove();
    this.pending.delete(ref);
  }

  clear() {
    this.shown.clear();
    this.log.replaceChildren(...this.pending.values());
  }

  oldest() {
    return Math.min(...this.shown.keys());
  }

  following(id) {
    const next = [...this.shown.keys()].filter((known) => known > id);
    if (next.length) return this.shown.get(Math.min(...next)).element;
    return this.pending.size ? this.pending.values().next().value : null;
  }

  // Replace in place; focus that was inside stays inside.
  swap(old, element) {
    const hadFocus = old.contains(document.activeElement);
    old.replaceWith(element);
    if (hadFocus) (element.querySelector("button, a") ?? element).focus({ preventScroll: true });
  }

  draw(message) {
    const element = message.card ? this.boxed(message) : this.bubble(message.text);
    this.stamp(message, element);
    return element;
  }

  boxed(message) {
    const prefix = `m${message.id}`;
    const onPress = (button) => this.onPress(message.id, button);
    const element = make("article", "message bot", card(message.card, { prefix, onPress }));
    element.setAttribute("aria-labelledby", `${prefix}-title`);
    element.tabIndex = -1;
    return element;
  }

  bubble(text) {
    const said = make("p", "said");
    said.append(make("span", "sr", "You: "), make("bdi", "", text));
    return make("article", "message you", said);
  }

  stamp(message, element) {
    const at = new Date(message.at);
    element.dataset.day = this.format(at, { weekday: "short", day: "numeric", month: "long" });
    element.querySelector(":scope > .stamp")?.remove();
    const time = make("time", "stamp", this.format(at, { hour: "2-digit", minute: "2-digit" }));
    time.dateTime = message.at;
    element.append(time);
  }

  format(at, how) {
    return new Intl.DateTimeFormat("en-GB", { timeZone: this.zone, ...how }).format(at).replace(",", "");
  }

  settled() {
    this.empty.hidden = this.shown.size + this.pending.size > 0;
    this.days();
  }

  // One heading for each day of study time; those that are right already stay untouched.
  days() {
    let day = "";
    for (const element of [...this.log.querySelectorAll(".message[data-day]")]) {
      const before = element.previousElementSibling;
      const heading = before?.classList.contains("day") ? before : null;
      const wanted = element.dataset.day === day ? "" : element.dataset.day;
      day = element.dataset.day;
      if (heading && heading.textContent !== wanted) heading.remove();
      if (wanted && heading?.textContent !== wanted) element.before(this.heading(wanted));
    }
  }

  heading(day) {
    const heading = make("p", "day", make("span", "", day));
    heading.setAttribute("aria-live", "off");
    return heading;
  }
}
