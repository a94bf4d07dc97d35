// Cards as elements: a card's parts in the order in which they are read.

import { button, hidden, make, plain, runs } from "./elements.js";
import { files } from "./files.js";
import { fields } from "./forms.js";
import { picture } from "./pictures.js";

export const NARROW = matchMedia("(max-width: 640px)");
const MOST_BUTTONS = 3;
const KEEP = "keep";
const LONG = 60;
const LONG_LABEL = 24;
const LABEL = /^[^.:]{2,40}: $/;

// Labels with their values; where one of them is a whole line, each pair gets a row of its own.
function facts(list) {
  const isLong = list.some((fact) => plain(fact.value).length > LONG || fact.label.length > LONG_LABEL);
  return make("dl", isLong ? "facts rows" : "facts", ...list.map((fact) =>
    make("div", "fact", make("dt", "", fact.label), make("dd", "", ...runs(fact.value)))));
}

function pressable(data, onPress, about) {
  const element = button(`button ${data.style}`, data.label, () => onPress(element));
  element.dataset.verb = data.verb;
  element.dataset.arg = data.arg;
  if (about) element.setAttribute("aria-describedby", about);
  return element;
}

// The buttons of a card; where there are many, the quiet ones wait behind "...".
function buttons(list, onPress, about) {
  const quiet = list.length > MOST_BUTTONS ? list.filter((data) => data.style === "quiet") : [];
  const row = make("div", "row buttons", ...list.filter((data) => !quiet.includes(data))
    .map((data) => pressable(data, onPress, about)));
  if (quiet.length) row.append(overflow(quiet, onPress, about));
  return row;
}

function overflow(list, onPress, about) {
  const summary = make("summary", "button quiet", hidden(make("span", "", "•••")), make("span", "sr", "More"));
  const box = make("details", "more-buttons", summary,
    make("div", "more-list", ...list.map((data) => pressable(data, onPress, about))));
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !box.open) return;
    box.open = false;
    summary.focus();
  });
  box.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !box.contains(event.relatedTarget)) box.open = false;
  });
  return box;
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
  return make("div", "meter", bar, hidden(make("span", "meter-text", words)));
}

function webAddress(url) {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  return parsed !== null && (parsed.protocol === "https:" || parsed.protocol === "http:") ? parsed : null;
}

function links(list) {
  return make("div", "links", ...list.filter((link) => webAddress(link.url)).map((link) => {
    const host = webAddress(link.url).host.replace(/^www\./, "");
    const anchor = make("a", "open", make("span", "open-label", ...runs(link.label)),
      hidden(make("span", "open-host", host)), hidden(make("span", "arrow", "↗")),
      make("span", "sr", " (opens in a new tab)"));
    anchor.href = link.url;
    anchor.target = "_blank";
    anchor.rel = "noopener noreferrer";
    return anchor;
  }));
}

function option(data, onPress, id) {
  const title = make("h3", "", ...runs(data.title));
  title.id = id;
  const body = make("div", "option-body", title);
  if (data.text.length) body.append(make("p", "", ...runs(data.text)));
  const box = make("section", "option", body);
  box.setAttribute("aria-labelledby", id);
  if (data.buttons.length) box.append(buttons(data.buttons, onPress, id));
  if (data.facts.length) box.append(facts(data.facts));
  return box;
}

// A paragraph; one of a reading that begins with a label of ours ("Why it matters: ") carries it as such.
function paragraph(list, isReading) {
  const [first, ...rest] = list;
  if (isReading && rest.length && first.t === "text" && LABEL.test(first.v)) {
    return make("p", "text labelled", make("span", "label", first.v.slice(0, -2)),
      make("span", "sr", ": "), make("span", "labelled-text", ...runs(rest)));
  }
  return make("p", "text", ...runs(list));
}

// What stands before a list as its heading, if the last paragraph is one ("What to look for:").
function headingOf(data) {
  const last = data.points.length ? data.text.at(-1) : undefined;
  return last && last.length === 1 && last[0].t === "text" && last[0].v.endsWith(":") ? last : null;
}

function points(list, heading, id) {
  const items = make("ul", "points", ...list.map((point) => make("li", "", ...runs(point))));
  if (!heading) return [items];
  const label = make("h3", "label", plain(heading).slice(0, -1));
  label.id = id;
  items.setAttribute("aria-labelledby", id);
  return [label, items];
}

// What to look for in a reading: open where there is room, folded on a phone.
function details(children, label) {
  const box = make("details", "details", make("summary", "", label), ...children);
  const fit = () => { box.open = !NARROW.matches; };
  fit();
  NARROW.addEventListener("change", fit);
  return box;
}

// Boxes that come with an answer are an offer: folded, with the button that keeps them.
function offer(data, { prefix, onPress, about }) {
  const keep = data.buttons.filter((each) => each.verb === KEEP);
  return make("details", "offer", make("summary", "", "Write something down, if you like"),
    fields(data.fields, `${prefix}-field`), buttons(keep, onPress, about));
}

// A whole card; the facts of a reading are its small print and stand last. `prefix` keeps the ids of its headings apart from other cards'.
export function card(data, { prefix, onPress }) {
  const box = make("div", `card ${data.tone}`);
  if (data.eyebrow.length) box.append(make("p", "eyebrow", ...runs(data.eyebrow)));
  const title = make("h2", "title", ...runs(data.title));
  title.id = `${prefix}-title`;
  box.append(title);
  const isReading = data.tone === "reading";
  const heading = headingOf(data);
  for (const list of data.text) if (list !== heading) box.append(paragraph(list, isReading));
  if (data.meter) box.append(meter(data.meter));
  if (data.picture) box.append(picture(data.picture));
  if (data.points.length) {
    const list = points(data.points, heading, `${prefix}-points`);
    if (isReading) box.append(details(list, heading ? plain(heading).slice(0, -1) : "In short"));
    else box.append(...list);
  }
  if (data.facts.length && !isReading) box.append(facts(data.facts));
  if (data.options.length) {
    box.append(make("div", "options", ...data.options.map((one, number) =>
      option(one, onPress, `${prefix}-option-${number}`))));
  }
  if (data.links.length) box.append(links(data.links));
  if (data.files?.length) box.append(files(data.files));
  const isOffer = data.tone === "success" && data.fields?.length;
  if (data.fields?.length && !isOffer) box.append(fields(data.fields, `${prefix}-field`));
  const row = isOffer ? data.buttons.filter((each) => each.verb !== KEEP) : data.buttons;
  if (row.length) box.append(buttons(row, onPress, title.id));
  if (isOffer) box.append(offer(data, { prefix, onPress, about: title.id }));
  if (data.facts.length && isReading) box.append(facts(data.facts));
  if (data.footer.length) box.append(make("p", "foot", ...runs(data.footer)));
  return box;
}
