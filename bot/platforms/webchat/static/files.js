// Files that came with an answer; each is fetched from this listener alone.

const OURS = /^\/files\/[\w-]+$/;

export function files(list) {
  const box = document.createElement("div");
  box.className = "links";
  for (const { name, url } of list) {
    if (!OURS.test(url)) continue;
    const anchor = document.createElement("a");
    anchor.className = "open";
    anchor.href = url;
    anchor.download = name;
    anchor.textContent = `Save ${name}`;
    box.append(anchor);
  }
  return box;
}
