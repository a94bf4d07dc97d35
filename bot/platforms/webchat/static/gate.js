// Signing in: the printed address lets one browser in, once; or a password does.

import { find } from "./elements.js";

const WORDS = {
  password: "Type the password that the bot was started with.",
  address: "Open the address that the bot printed in its terminal. It lets one browser in, once; restart the bot for a new one.",
};

export class Gate {
  constructor({ onIn, onShow }) {
    this.onIn = onIn;
    this.onShow = onShow;
    find("gate-form").addEventListener("submit", async (event) => {
      event.preventDefault();
      const error = await this.signIn({ password: find("password").value });
      find("password").value = "";
      if (error) await this.close(error);
      else onIn();
    });
  }

  async start() {
    const token = new URLSearchParams(location.search).get("token");
    history.replaceState(null, "", "/");
    const { signed_in: signedIn } = await this.who();
    const error = !signedIn && token ? await this.signIn({ token }) : "";
    if (signedIn || (token && !error)) this.onIn();
    else await this.close(error);
  }

  async close(error) {
    const { asks } = await this.who();
    find("gate-text").textContent = WORDS[asks];
    find("gate-form").hidden = asks !== "password";
    find("gate-error").textContent = error;
    this.onShow();
    (asks === "password" ? find("password") : find("gate-title")).focus();
  }

  async who() {
    return (await fetch("/session")).json();
  }

  async signIn(secret) {
    const answer = await fetch("/session", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(secret),
    });
    return answer.ok ? "" : (await answer.json()).text;
  }
}
