// Cards as elements. Every text arrives as data and is set as text; nothing here parses markup.

import { files } from "./files.js";

const TAGS = { text: null, theirs: "bdi", code: "code", strong: "strong", when: "time" };

export function make(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

export function runs(list) {
  return list.map((run) => {
    const tag = TAGS[run.t];
    if (!tag) return document.createTextNode(run.v);
    const element = make(tag, "");
    element.textContent = run.v;
    if (run.t === "when") element.dateTime = run.at;
    return element;
  });
}

function facts(list) {
  return make("dl", "facts", ...list.map((fact) =>
    make("div", "fact", make("dt", "", fact.label), make("dd", "", ...runs(fact.value)))));
}

function buttons(list, onPress, about) {
  return make("div", "row buttons", ...list.map((data) => {
    const button = make("button", `button ${data.style}`, data.label);
    button.type = "button";
    button.dataset.verb = data.verb;
    button.dataset.arg = data.arg;
    if (about) button.setAttribute("aria-describedby", about);
    button.addEventListener("click", () => onPress(button));
    return button;
  }));
}

function meter({ done, total }) {
  const share = total > 0 ? Math.min(done / total, 1) : 0;
  const words = `${done} of ${total}`;
  const fill = make("div", "meter-fill");
  fill.style.width = `${share * 100}%`;
  const bar = make("div", "meter-bar", fill);
  bar.setAttribute("role", "progressbar");
  bar.setAttribute("aria-label", "Progress");
  bar.setAttribute("aria-valuemin", "0");
  bar.setAttribute("aria-valuemax", String(total));
  bar.setAttribute("aria-valuenow", String(done));
  bar.setAttribute("aria-valuetext", words);
  const text = make("span", "meter-text", words);
  text.setAttribute("aria-hidden", "true");
  return make("div", "meter", bar, text);
}

// A picture as light or dark as the page; its words stand in for it until it is there.
function picture(data) {
  const dark = make("source", "");
  dark.media = "(prefers-color-scheme: dark)";
  dark.srcset = data.dark;
  const image = make("img", "picture");
  image.alt = data.alt;
  image.width = data.width;
  image.height = data.height;
  image.src = data.light;
  return make("picture", "", dark, image);
}

function isWebAddress(url) {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  return parsed !== null && (parsed.protocol === "https:" || parsed.protocol === "http:");
}

function links(list) {
  return make("div", "links", ...list.filter((link) => isWebAddress(link.url)).map((link) => {
    const arrow = make("span", "arrow", "↗");
    arrow.setAttribute("aria-hidden", "true");
    const anchor = make("a", "open", make("span", "open-label", ...runs(link.label)), arrow,
      make("span", "sr", " (opens in a new tab)"));
    anchor.href = link.url;
    anchor.target = "_blank";
    anchor.rel = "noopener noreferrer";
    anchor.title = new URL(link.url).host;
    return anchor;
  }));
}

function option(data, onPress, id) {
  const title = make("h3", "", ...runs(data.title));
  title.id = id;
  const body = make("div", "option-body", title);
  if (data.text.length) body.append(make("p", "", ...runs(data.text)));
  if (data.facts.length) body.append(facts(data.facts));
  const box = make("section", "option", body);
  box.setAttribute("aria-labelledby", id);
  if (data.buttons.length) box.append(buttons(data.buttons, onPress, id));
  return box;
}

// A whole card. `prefix` keeps the ids of its headings apart from other cards'.
export function card(data, { prefix, onPress }) {
  const box = make("div", `card ${data.tone}`);
  if (data.eyebrow.length) box.append(make("p", "eyebrow", ...runs(data.eyebrow)));
  const title = make("h2", "title", ...runs(data.title));
  title.id = `${prefix}-title`;
  box.append(title);
  for (const paragraph of data.text) box.append(make("p", "text", ...runs(paragraph)));
  if (data.meter) box.append(meter(data.meter));
  if (data.picture) box.append(picture(data.picture));
  if (data.points.length) {
    box.append(make("ul", "points", ...data.points.map((point) => make("li", "", ...runs(point)))));
  }
  if (data.facts.length) box.append(facts(data.facts));
  if (data.options.length) {
    box.append(make("div", "options", ...data.options.map((one, number) =>
      option(one, onPress, `${prefix}-option-${number}`))));
  }
  if (data.links.length) box.append(links(data.links));
  if (data.files?.length) box.append(files(data.files));
  if (data.buttons.length) box.append(buttons(data.buttons, onPress, title.id));
  if (data.footer.length) box.append(make("p", "foot", ...runs(data.footer)));
  return box;
}
