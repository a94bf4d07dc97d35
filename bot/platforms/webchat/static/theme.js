// Light, dark, or as on this computer: set before the first paint, and kept in this browser.

(() => {
  const kept = localStorage.getItem("theme");
  if (kept) document.documentElement.dataset.theme = kept;
  addEventListener("DOMContentLoaded", () => {
    const choice = document.getElementById("theme");
    choice.value = kept ?? "";
    choice.addEventListener("change", () => {
      if (choice.value) localStorage.setItem("theme", choice.value);
      else localStorage.removeItem("theme");
      if (choice.value) document.documentElement.dataset.theme = choice.value;
      else delete document.documentElement.dataset.theme;
      dispatchEvent(new Event("themechange"));
    });
  });
})();
