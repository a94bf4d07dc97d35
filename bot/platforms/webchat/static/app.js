// The page: signs in, then keeps the conversation, the study clock and the message box together.

import { ClockBar } from "./clock.js";
import { Composer } from "./composer.js";
import { Link } from "./link.js";
import { Timeline } from "./timeline.js";

const NEAR_PX = 160;
const NOTICE_MS = 8000;
const find = (id) => document.getElementById(id);
const presses = new Map();
const says = new Map();

const timeline = new Timeline({ log: find("log"), empty: find("empty"), onPress: press });
const link = new Link({ onFrame, onState, onLocked: () => lock("") });
const clock = new ClockBar({ find, link, onNote: notice, onMove: () => { awaited = true; } });
const composer = new Composer({ form: find("form"), input: find("text"), onSay: say });

const frames = {
  history(frame) {
    timeline.newest(frame.messages);
    find("older").hidden = !frame.more;
    opened();
  },
  older(frame) {
    timeline.older(frame.messages);
    find("older").hidden = !frame.more;
  },
  message(frame) {
    const near = isNearEnd();
    const element = timeline.add(frame.message);
    if (element) follow(element, near, frame.message.from);
    if (element && frame.message.from === "bot" && !frame.message.ref) clock.look();
  },
  update(frame) {
    timeline.add(frame.message);
  },
  clock(frame) {
    timeline.setZone(frame.zone);
    clock.show(frame);
  },
  busy: (frame) => busy(frame.what),
  ready: () => busy(""),
  done: (frame) => settle(frame.id),
  error(frame) {
    notice(frame.text);
    settle(frame.id, true);
  },
  reset() {
    timeline.clear();
    scrollTo({ top: 0, behavior: "instant" });
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
  if (state !== "on") busy("");
}

function busy(what) {
  const near = isNearEnd();
  find("typing").hidden = what !== "answer";
  find("clock").classList.toggle("moving", what === "clock");
  if (what === "answer" && near) toEnd();
}

function say(text) {
  const ref = link.send({ type: "say", text });
  says.set(ref, text);
  timeline.addPending(ref, text);
  notice("");
  awaited = true;
  toEnd();
}

function press(message, button) {
  const row = [...button.closest(".card").querySelectorAll(".buttons .button")];
  if (button.getAttribute("aria-disabled") === "true") return;
  for (const one of row) one.setAttribute("aria-disabled", "true");
  button.classList.add("waiting");
  const { verb, arg } = button.dataset;
  awaited = true;
  presses.set(link.send({ type: "press", message, verb, arg }), row);
}

function settle(id, failed = false) {
  for (const button of presses.get(id) ?? []) {
    button.removeAttribute("aria-disabled");
    button.classList.remove("waiting");
  }
  presses.delete(id);
  if (failed && says.has(id)) timeline.failed(id, edit(says.get(id)));
  says.delete(id);
  clock.settle(id);
  awaited = false;
}

function edit(text) {
  return () => {
    composer.put(text);
    find("text").focus();
  };
}

let noticeTimer = 0;
function notice(text) {
  clearTimeout(noticeTimer);
  find("notice").textContent = text;
  if (text) noticeTimer = setTimeout(() => notice(""), NOTICE_MS);
}

// `headed`: the page is on its way to the end already. `awaited`: its reader asked for something,
// so the first answer comes into view wherever the page stands.
let headed = false;
let awaited = false;

function isNearEnd() {
  const page = document.documentElement;
  return headed || page.scrollHeight - page.clientHeight - page.scrollTop < NEAR_PX;
}

function toEnd(behavior = "auto") {
  find("newest").hidden = true;
  headed = true;
  scrollTo({ top: document.documentElement.scrollHeight, behavior });
}

function isTall(element) {
  const around = find("composer").offsetHeight + document.querySelector(".top").offsetHeight;
  return element.offsetHeight > innerHeight - around;
}

// Show a new message to a reader who waits for it or is at the end; a tall one from its top.
function follow(element, near, from) {
  if (awaited && from === "bot") {
    awaited = false;
    headed = false;
    element.scrollIntoView({ block: "start" });
  } else if (!near) {
    find("newest").hidden = from === "you";
  } else if (isTall(element)) {
    element.scrollIntoView({ block: "start" });
  } else {
    toEnd();
  }
}

// The history is here: where the newest message can be read, with the cursor in the message box.
function opened() {
  const first = find("chat").hidden;
  const near = first || isNearEnd();
  show("chat");
  const newest = find("log").lastElementChild;
  if (near && newest && isTall(newest)) newest.scrollIntoView({ block: "start", behavior: "instant" });
  else if (near) toEnd("instant");
  if (first && matchMedia("(pointer: fine)").matches) find("text").focus({ preventScroll: true });
}

function show(what) {
  document.body.dataset.state = what;
  find("gate").hidden = what !== "gate";
  find("chat").hidden = what !== "chat";
  find("composer").hidden = what !== "chat";
}

async function lock(error) {
  const { asks } = await who();
  const words = {
    password: "Type the password that the bot was started with.",
    address: "Open the address that the bot printed in its terminal. It lets one browser in, once; restart the bot for a new one.",
  };
  find("gate-text").textContent = words[asks];
  find("gate-form").hidden = asks !== "password";
  find("gate-error").textContent = error;
  find("clock").hidden = true;
  show("gate");
  (asks === "password" ? find("password") : find("gate-title")).focus();
}

async function who() {
  return (await fetch("/session")).json();
}

async function signIn(secret) {
  const answer = await fetch("/session", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(secret),
  });
  return answer.ok ? "" : (await answer.json()).text;
}

async function start() {
  const token = new URLSearchParams(location.search).get("token");
  history.replaceState(null, "", "/");
  const { signed_in: signedIn } = await who();
  const error = !signedIn && token ? await signIn({ token }) : "";
  if (signedIn || (token && !error)) link.open();
  else await lock(error);
}

find("gate-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const error = await signIn({ password: find("password").value });
  find("password").value = "";
  if (error) await lock(error);
  else link.open();
});
find("older").addEventListener("click", () => link.now({ type: "older", before: timeline.oldest() }));
find("newest").addEventListener("click", () => toEnd());
for (const kind of ["wheel", "touchmove", "scrollend"]) {
  addEventListener(kind, () => { headed = false; }, { passive: true });
}
addEventListener("scroll", () => {
  if (isNearEnd()) find("newest").hidden = true;
}, { passive: true });

start();
