// The message box: Enter sends, the arrow keys bring back what was typed before.

const REMEMBERED = 50;

export class Composer {
  constructor({ form, input, completion, onSay }) {
    this.input = input;
    this.completion = completion;
    this.said = [];
    this.at = 0;
    this.draft = "";
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit(onSay);
    });
    input.addEventListener("keydown", (event) => {
      if (!completion.key(event)) this.recall(event);
    });
  }

  submit(onSay) {
    const text = this.input.value.trim();
    if (!text) return;
    this.remember(text);
    this.put("");
    this.draft = "";
    onSay(text);
    this.input.focus();
  }

  remember(text) {
    if (this.said.at(-1) !== text) this.said.push(text);
    if (this.said.length > REMEMBERED) this.said.shift();
    this.at = this.said.length;
  }

  recall(event) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step || event.shiftKey || event.altKey || event.ctrlKey || event.metaKey) return;
    const at = this.at + step;
    if (at < 0 || at > this.said.length) return;
    event.preventDefault();
    if (this.at === this.said.length) this.draft = this.input.value;
    this.at = at;
    this.put(at === this.said.length ? this.draft : this.said[at]);
  }

  put(text) {
    this.input.value = text;
    this.input.setSelectionRange(text.length, text.length);
    this.completion.close();
    this.completion.explain(text.toLowerCase());
  }
}
