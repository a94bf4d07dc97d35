// Where the page stands: it follows new messages for a reader who waits for them or is at the end.

import { find } from "./elements.js";

const NEAR_PX = 160;
const GAP_PX = 24;
const SETTLES_MS = 600;

export class Scroll {
  constructor() {
    // `headed`: the page is on its way to the end already. `awaited`: its reader asked for
    // something, so the first answer comes into view wherever the page stands.
    this.headed = false;
    this.awaited = false;
    this.brought = null;
    this.broughtAt = 0;
    for (const kind of ["wheel", "touchmove", "scrollend"]) {
      addEventListener(kind, () => { this.headed = false; }, { passive: true });
    }
    addEventListener("scroll", () => {
      if (this.isNearEnd()) find("newest").hidden = true;
    }, { passive: true });
    find("newest").addEventListener("click", () => this.toEnd());
    const fit = new ResizeObserver(() => this.fit());
    fit.observe(find("top"));
    fit.observe(find("composer"));
  }

  // What is brought into view stands clear of what sticks to the page's ends.
  fit() {
    const { style } = document.documentElement;
    style.scrollPaddingTop = `${find("top").offsetHeight + GAP_PX}px`;
    style.scrollPaddingBottom = `${find("composer").offsetHeight + GAP_PX}px`;
    if (this.brought && performance.now() - this.broughtAt < SETTLES_MS) this.show(this.brought);
  }

  isNearEnd() {
    const page = document.documentElement;
    return this.headed || page.scrollHeight - page.clientHeight - page.scrollTop < NEAR_PX;
  }

  toEnd(behavior = "auto") {
    find("newest").hidden = true;
    this.headed = true;
    scrollTo({ top: document.documentElement.scrollHeight, behavior });
  }

  isTall(element) {
    const around = find("composer").offsetHeight + find("top").offsetHeight + 2 * GAP_PX;
    return element.offsetHeight > innerHeight - around;
  }

  // Show a new message; a tall one from its top.
  follow(element, near, mine) {
    if (this.awaited && !mine) {
      this.awaited = false;
      this.headed = false;
      this.bring(element);
    } else if (!near) {
      find("newest").hidden = mine;
    } else {
      this.bring(element);
    }
  }

  // What was brought into view stays there when the clock bar comes a moment later.
  bring(element, behavior = "auto") {
    this.brought = element;
    this.broughtAt = performance.now();
    this.show(element, behavior);
  }

  show(element, behavior = "auto") {
    if (this.isTall(element)) element.scrollIntoView({ block: "start", behavior });
    else this.toEnd(behavior);
  }
}
