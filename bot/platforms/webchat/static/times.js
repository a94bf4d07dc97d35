// Moments as people read them, in study time: "5 min ago" beside the full date.

const MINUTE = 60000;

// Study time on this page: what the bot told last, going on since.
export class StudyTime {
  constructor() {
    this.told = Date.now();
    this.heard = performance.now();
    this.zone = "UTC";
  }

  set(now, zone) {
    this.told = Date.parse(now);
    this.heard = performance.now();
    this.zone = zone;
  }

  now() {
    return this.told + performance.now() - this.heard;
  }

  format(at, how) {
    return new Intl.DateTimeFormat("en-GB", { timeZone: this.zone, ...how }).format(at).replace(",", "");
  }

  clock(at) {
    return this.format(at, { hour: "2-digit", minute: "2-digit" });
  }

  day(at) {
    return this.format(at, { weekday: "short", day: "numeric", month: "long" });
  }

  full(at) {
    const day = this.format(at, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
    return `${day}, ${this.clock(at)} (${this.zone})`;
  }

  // The time of a message: how long ago while that is short, then the hour; its day stands above.
  short(at) {
    const minutes = Math.floor((this.now() - at) / MINUTE);
    if (minutes < 1) return `${this.clock(at)} · just now`;
    return minutes < 60 ? `${this.clock(at)} · ${minutes} min ago` : this.clock(at);
  }

  ago(at) {
    const minutes = Math.floor((this.now() - at) / MINUTE);
    for (const [size, unit] of [[1440, "day"], [60, "hour"], [1, "minute"]]) {
      const count = Math.floor(minutes / size);
      if (count >= 1) return `${count} ${unit}${count === 1 ? "" : "s"} ago`;
    }
    return "just now";
  }
}

// What the clock on the wall says in a zone; empty where this browser does not know it.
export function wall(now, zone) {
  try {
    return new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit" }).format(now);
  } catch {
    return "";
  }
}
