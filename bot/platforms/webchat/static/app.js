// The page: signs in, then keeps the places, the conversation, the study clock and the message box
// together.

import { ClockBar } from "./clock.js";
import { Completion } from "./completion.js";
import { Composer } from "./composer.js";
import { button, find } from "./elements.js";
import { values } from "./forms.js";
import { Gate } from "./gate.js";
import { Link } from "./link.js";
import { Rooms } from "./rooms.js";
import { Scroll } from "./scroll.js";
import { Search } from "./search.js";
import { Timeline } from "./timeline.js";
import { StudyTime } from "./times.js";

const NOTICE_MS = 8000;
const STAMPS_EVERY_MS = 30000;
const EMPTY = {
  true: {
    title: "A place to study together",
    text: "A plan that starts here comes to everybody in this channel: the same reading on the same day. What you ask for yourself, only you see.",
    tries: ["enroll case studies", "help"],
  },
  false: {
    title: "Your own study plan",
    text: "Here you and the bot talk alone. Choose a plan, and it brings one reading at a time, on the days you like.",
    tries: ["enroll", "help"],
  },
};

const presses = new Map();
const says = new Map();
const time = new StudyTime();
const scroll = new Scroll();
const rooms = new Rooms({ time, onPlace: opening, onPerson: becoming });
const timeline = new Timeline({ log: find("log"), time, rooms, onPress: press, onSettled: settled });
const link = new Link({ hello: () => rooms.hello(), onFrame, onState, onLocked: () => gate.close("") });
const clock = new ClockBar({
  link,
  time,
  place: () => rooms.place,
  onNote: notice,
  onMove: () => { scroll.awaited = true; },
});
const completion = new Completion({ input: find("text"), list: find("choices"), hint: find("hint") });
const composer = new Composer({ form: find("form"), input: find("text"), completion, onSay: say });
const search = new Search({ link, rooms, time, onOpen: goTo });
const gate = new Gate({ onIn: () => link.open(), onShow: () => show("gate") });

const frames = {
  places: (frame) => rooms.told(frame),
  commands: (frame) => { completion.commands = frame.commands; },
  history: opened,
  older(frame) {
    if (frame.place !== timeline.place) return;
    timeline.older(frame.messages);
    find("older").hidden = !frame.more;
    if (target) arrive();
  },
  message: (frame) => arrived(frame.message),
  update(frame) {
    if (frame.message.place === timeline.place && timeline.element(frame.message.id)) timeline.add(frame.message);
  },
  stirred: (frame) => rooms.stirred(frame.person),
  found: (frame) => search.told(frame),
  clock(frame) {
    clock.told(frame);
    older();
  },
  playing: (frame) => clock.play(frame),
  busy: (frame) => busy(frame),
  ready: () => busy({ what: "" }),
  done: (frame) => settle(frame.id),
  error(frame) {
    notice(frame.text);
    settle(frame.id, true);
  },
  reset() {
    rooms.forget();
    timeline.clear("");
    link.greet();
  },
};

function onFrame(frame) {
  frames[frame.type]?.(frame);
}

function onState(state) {
  const words = { on: "On your computer", off: "Offline", crowded: "Too many pages" };
  document.body.dataset.link = state;
  find("link-state").textContent = words[state];
  find("banner").textContent = {
    on: "",
    off: "Offline. Trying again…",
    crowded: "This bot is open in many tabs. Close one of them. Trying again…",
  }[state];
  if (state !== "on") busy({ what: "" });
}

function busy({ what, place }) {
  const near = scroll.isNearEnd();
  find("typing").hidden = !(what === "answer" && place === timeline.place);
  find("clock").classList.toggle("moving", what === "clock");
  if (!find("typing").hidden && near) scroll.toEnd();
}

// Another place or person: the bot sends the history, and tells who that is.
function opening() {
  busy({ what: "" });
  notice("");
  target = 0;
  if (!link.isOpen) timeline.clear("");
  link.greet();
}

function becoming() {
  timeline.clear("");
  opening();
}

// The history is here: where the newest message can be read, with the cursor in the message box.
function opened(frame) {
  if (frame.place !== rooms.place) return;
  const first = find("app").hidden;
  const another = first || frame.place !== timeline.place;
  const near = another || scroll.isNearEnd();
  show("chat");
  timeline.newest(frame.place, frame.messages, rooms.mark());
  for (const waiting of link.unanswered("say", rooms.place, rooms.me)) {
    says.set(waiting.id, waiting.text);
    timeline.addPending(waiting.id, waiting.text);
  }
  find("older").hidden = !frame.more;
  look();
  const newest = find("log").lastElementChild;
  if (target) {
    arrive();
    return;
  }
  if (near && newest) scroll.bring(newest, "instant");
  if (another && !find("search").open && !rooms.isDrawer() && matchMedia("(pointer: fine)").matches) {
    if (!document.activeElement?.dataset?.key) find("text").focus({ preventScroll: true });
  }
}

function arrived(message) {
  if (message.place !== timeline.place) {
    if (message.author !== rooms.me) rooms.missed(message.place);
    return;
  }
  const near = scroll.isNearEnd();
  const mine = message.author === rooms.me;
  const element = timeline.add(message);
  if (!element) return;
  if (clock.playing === message.place) scroll.awaited = true;
  scroll.follow(element, near, mine);
  if (document.hidden && !mine) rooms.missed(message.place);
  look();
  if (!message.author && !message.ref) clock.look();
}

// Times that are shown beside others grow older.
function older() {
  timeline.restamp();
  rooms.draw();
}

// What is on the page counts as read while somebody can see it.
function look() {
  if (!document.hidden && timeline.place) rooms.seen(timeline.place, timeline.latest);
}

function settled() {
  const { title, text, tries } = EMPTY[rooms.place.startsWith("#")];
  const shown = timeline.isEmpty && timeline.place !== "";
  if (shown && find("empty").dataset.place !== timeline.place) {
    find("empty-sign").textContent = rooms.place.startsWith("#") ? "#" : "✦";
    find("empty-title").textContent = title;
    find("empty-text").textContent = text;
    find("empty-tries").replaceChildren(...tries.map((one) => button("button", one, () => say(one))));
    find("empty").dataset.place = timeline.place;
  }
  find("empty").hidden = !shown;
}

function say(text) {
  const ref = link.send({ type: "say", text, place: rooms.place, person: rooms.me });
  says.set(ref, text);
  timeline.addPending(ref, text);
  notice("");
  scroll.awaited = true;
  scroll.toEnd();
}

function press(message, pressed) {
  const card = pressed.closest(".card");
  const row = [...card.querySelectorAll(".buttons .button[data-verb]")];
  if (pressed.getAttribute("aria-disabled") === "true") return;
  for (const one of row) one.setAttribute("aria-disabled", "true");
  pressed.classList.add("waiting");
  const { verb, arg } = pressed.dataset;
  scroll.awaited = true;
  presses.set(link.send({ type: "press", message, verb, arg, person: rooms.me, values: values(card) }), row);
}

function settle(id, failed = false) {
  for (const one of presses.get(id) ?? []) {
    one.removeAttribute("aria-disabled");
    one.classList.remove("waiting");
  }
  presses.delete(id);
  if (failed && says.has(id)) timeline.failed(id, edit(says.get(id)));
  says.delete(id);
  clock.settle(id);
  scroll.awaited = false;
}

function edit(text) {
  return () => {
    composer.put(text);
    find("text").focus();
  };
}

// A message that was searched for: its place is opened, and the history fetched back to it.
let target = 0;
function goTo(place, id) {
  const there = place === timeline.place;
  if (!there) rooms.open(place);
  target = id;
  if (there) arrive();
}

function arrive() {
  const element = timeline.element(target);
  if (!element && timeline.oldest > target) {
    link.now({ type: "older", before: timeline.oldest, place: timeline.place, back_to: target });
    return;
  }
  target = 0;
  if (!element) return;
  scroll.headed = false;
  element.scrollIntoView({ block: scroll.isTall(element) ? "start" : "center", behavior: "instant" });
  element.focus({ preventScroll: true });
  element.classList.remove("sought");
  requestAnimationFrame(() => element.classList.add("sought"));
}

let noticeTimer = 0;
function notice(text) {
  clearTimeout(noticeTimer);
  find("notice").textContent = text;
  if (text) noticeTimer = setTimeout(() => notice(""), NOTICE_MS);
}

function show(what) {
  document.body.dataset.state = what;
  find("gate").hidden = what !== "gate";
  find("app").hidden = what !== "chat";
}

find("older").addEventListener("click", () => {
  link.now({ type: "older", before: timeline.oldest, place: timeline.place });
});
find("clock-open").addEventListener("click", () => rooms.drawer(false));
document.addEventListener("visibilitychange", look);
setInterval(older, STAMPS_EVERY_MS);

gate.start();
