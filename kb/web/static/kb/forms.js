// Forms of the admin: a warning before unsaved words are lost, and similar names while a new one is typed.
"use strict";
(() => {
  const form = document.querySelector("#content-main form[id$=_form]");
  let changed = false;
  if (form) {
    form.addEventListener("input", () => { changed = true; });
    form.addEventListener("change", () => { changed = true; });
    form.addEventListener("submit", () => { changed = false; });
    addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
  }

  const look = (boxes, list, kind) => {
    let timer;
    let asked = "";
    const show = async (text) => {
      asked = text;
      const address = `${list.dataset.similar}?kind=${encodeURIComponent(kind())}&q=${encodeURIComponent(text)}`;
      const answer = text.length < 3 ? null : await fetch(address).catch(() => null);
      if (text !== asked) return;
      const rows = answer && answer.ok ? (await answer.json()).similar : [];
      list.replaceChildren(...rows.map((row) => {
        const link = Object.assign(document.createElement("a"), { href: row.url, textContent: row.name, target: "_blank" });
        const item = document.createElement("span");
        item.append(link, " ");
        return item;
      }));
    };
    boxes.forEach((box) => box.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => show(box.value.trim()), 250);
    }));
  };
  document.querySelectorAll("[data-similar]").forEach((list) => {
    const boxes = list.dataset.box ? [document.getElementById(list.dataset.box)] : ["kk", "ru", "en"].map((code) => document.getElementById(`id_name_${code}`));
    const chosen = document.getElementById(list.dataset.kind);
    look(boxes.filter(Boolean), list, () => (chosen ? chosen.value : list.dataset.kind));
  });
})();
