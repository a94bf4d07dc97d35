// Pictures of cards, as light or dark as the page; their words stand in until they are there.

import { make } from "./elements.js";

const DARK = "(prefers-color-scheme: dark)";

// When the dark one is shown: by the computer's colours, unless this browser's person chose.
function whenDark() {
  const { theme } = document.documentElement.dataset;
  return { dark: "all", light: "not all" }[theme] ?? DARK;
}

export function picture(data) {
  const dark = make("source", "");
  dark.media = whenDark();
  dark.srcset = data.dark;
  const image = make("img", "picture");
  image.alt = data.alt;
  image.width = data.width;
  image.height = data.height;
  image.src = data.light;
  return make("picture", "", dark, image);
}

addEventListener("themechange", () => {
  for (const dark of document.querySelectorAll("picture source")) dark.media = whenDark();
});
