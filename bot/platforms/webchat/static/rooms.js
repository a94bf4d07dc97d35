// Places and people: who is at this browser, which place is open, and what is unread where.

import { button, face, find, hidden, make } from "./elements.js";
import { wall } from "./times.js";

const FIRST = "you";
const NARROW_SIDE = matchMedia("(max-width: 860px)");

function kept(name) {
  return JSON.parse(localStorage.getItem(name) ?? "{}");
}

export class Rooms {
  constructor({ time, onPlace, onPerson }) {
    this.time = time;
    this.onPlace = onPlace;
    this.onPerson = onPerson;
    this.me = localStorage.getItem("person") ?? FIRST;
    this.opened = kept("places");
    this.marks = kept("read");
    this.people = new Map();
    this.places = new Map();
    this.drawn = "";
    find("menu").addEventListener("click", () => this.drawer(true));
    find("side-close").addEventListener("click", () => this.drawer(false));
    find("veil").addEventListener("click", () => this.drawer(false));
    find("side").addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.isDrawer()) this.drawer(false);
    });
    NARROW_SIDE.addEventListener("change", () => this.drawer(false, false));
    this.drawer(false, false);
  }

  get place() {
    return this.opened[this.me] ?? `dm:${this.me}`;
  }

  get current() {
    return this.places.get(this.place);
  }

  name(author) {
    return this.people.get(author)?.name ?? "Somebody";
  }

  hello() {
    const read = Object.entries(this.marks).map(([key, id]) => [...key.split(" "), id]);
    return { person: this.me, place: this.place, read };
  }

  told(frame) {
    this.me = frame.me;
    this.people = new Map(frame.people.map((person) => [person.id, person]));
    this.places = new Map(frame.places.map((place) => [place.id, place]));
    this.draw();
  }

  open(place) {
    this.drawer(false);
    if (place === this.place) return;
    this.opened[this.me] = place;
    localStorage.setItem("places", JSON.stringify(this.opened));
    this.draw();
    this.onPlace();
  }

  become(person) {
    this.me = person;
    localStorage.setItem("person", person);
    this.onPerson();
  }

  // The newest message that this person has seen here; 0 where nothing was.
  mark(place = this.place) {
    return this.marks[`${this.me} ${place}`] ?? 0;
  }

  seen(place, id) {
    const room = this.places.get(place);
    if (room?.unread) {
      this.people.get(this.me).unread -= room.unread;
      room.unread = 0;
      this.draw();
    }
    if (id <= this.mark(place)) return;
    this.marks = { ...kept("read"), [`${this.me} ${place}`]: id };
    localStorage.setItem("read", JSON.stringify(this.marks));
  }

  missed(place) {
    const room = this.places.get(place);
    if (!room) return;
    room.unread += 1;
    this.people.get(this.me).unread += 1;
    this.draw();
  }

  stirred(person) {
    this.people.get(person).unread += 1;
    this.draw();
  }

  forget() {
    this.marks = {};
    localStorage.removeItem("read");
  }

  // Focus stays where it is: what has not changed is not drawn again.
  draw() {
    const minute = wall(this.time.now(), "UTC");
    const now = JSON.stringify([minute, this.me, this.place, [...this.places.values()], [...this.people.values()]]);
    if (now === this.drawn || !this.current) return;
    this.drawn = now;
    const focused = document.activeElement?.dataset?.key;
    const rooms = [...this.places.values()];
    find("channels").replaceChildren(...rooms.filter((room) => room.channel).map((room) => this.room(room)));
    find("dms").replaceChildren(...rooms.filter((room) => !room.channel).map((room) => this.room(room)));
    find("people").replaceChildren(...[...this.people.values()].map((person) => this.person(person)));
    find("place-name").replaceChildren(...(this.current.channel ? [hidden(make("span", "hash", "# "))] : []), this.current.name);
    find("place-about").textContent = this.current.about;
    find("menu-dot").hidden = !rooms.some((room) => room.unread && room.id !== this.place);
    document.title = rooms.some((room) => room.unread) ? "• Study plan" : "Study plan";
    if (focused) document.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  }

  room(room) {
    const sign = room.channel ? hidden(make("span", "hash", "#")) : face(null);
    const element = button("room", "", () => this.open(room.id));
    element.append(sign, make("span", "room-name", room.name));
    element.dataset.key = room.id;
    if (room.id === this.place) element.setAttribute("aria-current", "page");
    if (room.unread) element.append(badge(room.unread));
    element.classList.toggle("unread", room.unread > 0);
    return make("li", "", element);
  }

  person(person) {
    const input = make("input", "");
    input.type = "radio";
    input.name = "person";
    input.value = person.id;
    input.checked = person.id === this.me;
    input.dataset.key = `person ${person.id}`;
    input.addEventListener("change", () => this.become(person.id));
    const zone = person.zone || Intl.DateTimeFormat().resolvedOptions().timeZone;
    const where = `${zone.split("/").at(-1).replaceAll("_", " ")} ${wall(this.time.now(), zone)}`;
    const about = make("span", "person-about", make("span", "person-name", person.name), make("span", "person-zone", where));
    const label = make("label", "person", input, face(person), about);
    if (person.unread && person.id !== this.me) {
      label.append(make("span", "dot new", make("span", "sr", "has unread messages")));
    }
    return label;
  }

  isDrawer() {
    return NARROW_SIDE.matches;
  }

  // On a phone the sidebar slides over the page; behind it nothing can be reached.
  drawer(open, focus = true) {
    const narrow = this.isDrawer();
    const was = document.body.classList.contains("drawer");
    document.body.classList.toggle("drawer", open && narrow);
    find("side").inert = narrow && !open;
    find("main").inert = narrow && open;
    find("veil").hidden = !(open && narrow);
    find("menu").setAttribute("aria-expanded", String(open && narrow));
    if (!focus || !narrow) return;
    if (open) find("side-close").focus();
    else if (was) find("menu").focus();
  }
}

function badge(count) {
  const many = count >= 100 ? "99+" : String(count);
  return make("span", "badge", many, make("span", "sr", " unread"));
}
