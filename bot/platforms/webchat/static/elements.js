// Elements out of data. Every text is set as text; nothing here parses markup.

const TAGS = { text: null, theirs: "bdi", code: "code", strong: "strong", when: "time" };

export const find = (id) => document.getElementById(id);

export function make(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

export function button(className, label, onClick) {
  const element = make("button", className, label);
  element.type = "button";
  if (onClick) element.addEventListener("click", onClick);
  return element;
}

export function hidden(element) {
  element.setAttribute("aria-hidden", "true");
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

export function plain(list) {
  return list.map((run) => run.v).join("");
}

// A round sign with somebody's initial, or the bot's own.
export function face(person) {
  if (!person) return hidden(make("span", "face bot"));
  const sign = hidden(make("span", "face", person.name.slice(0, 1)));
  sign.dataset.person = person.id;
  return sign;
}
