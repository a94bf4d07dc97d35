// The message box: Enter sends, the arrow keys bring back what was typed before.

const REMEMBERED = 50;

export class Composer {
  constructor({ form, input, onSay }) {
    this.input = input;
    this.said = [];
    this.place = 0;
    this.draft = "";
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit(onSay);
    });
    input.addEventListener("keydown", (event) => this.recall(event));
  }

  submit(onSay) {
    const text = this.input.value.trim();
    if (!text) return;
    this.remember(text);
    this.input.value = "";
    this.draft = "";
    onSay(text);
    this.input.focus();
  }

  remember(text) {
    if (this.said.at(-1) !== text) this.said.push(text);
    if (this.said.length > REMEMBERED) this.said.shift();
    this.place = this.said.length;
  }

  recall(event) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step || event.shiftKey || event.altKey || event.ctrlKey || event.metaKey) return;
    const place = this.place + step;
    if (place < 0 || place > this.said.length) return;
    event.preventDefault();
    if (this.place === this.said.length) this.draft = this.input.value;
    this.place = place;
    this.put(place === this.said.length ? this.draft : this.said[place]);
  }

  put(text) {
    this.input.value = text;
    this.input.setSelectionRange(text.length, text.length);
  }
}
