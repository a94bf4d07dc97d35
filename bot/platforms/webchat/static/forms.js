// The fields of a card: lines, and scales from 1 to 5. What stands in them goes with a press.

import { make } from "./elements.js";

const SCALE = [1, 2, 3, 4, 5];

export function fields(list, prefix) {
  return make("div", "fields", ...list.map((field, number) =>
    field.kind === "scale" ? scale(field, `${prefix}-${number}`) : line(field, `${prefix}-${number}`)));
}

function line(field, id) {
  const label = make("label", "", field.label);
  label.htmlFor = id;
  const input = make("input", "");
  input.id = id;
  input.type = "text";
  input.name = field.name;
  input.maxLength = field.most;
  input.placeholder = field.hint;
  input.autocomplete = "off";
  return make("div", "field", label, input);
}

function scale(field, id) {
  const box = make("fieldset", "field scale", make("legend", "", field.label));
  const row = make("div", "scale-row");
  for (const value of SCALE) {
    const input = make("input", "");
    input.type = "radio";
    input.name = `${id}-${field.name}`;
    input.dataset.name = field.name;
    input.value = String(value);
    row.append(make("label", "", input, make("span", "", String(value))));
  }
  box.append(row);
  if (field.hint) box.append(make("p", "fine", field.hint));
  return box;
}

// What was filled in on a card, by name; empty fields are left out.
export function values(card) {
  const found = {};
  for (const input of card.querySelectorAll(".fields input")) {
    const isLine = input.type === "text";
    const text = isLine || input.checked ? input.value.trim() : "";
    if (text) found[isLine ? input.name : input.dataset.name] = text;
  }
  return found;
}
