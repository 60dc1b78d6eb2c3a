// Forms of the admin: a warning before unsaved words are lost, the question why a sourced value changes, and similar
// names while a new one is typed.
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

  // A value that a quote vouches for: asked about once it is another one. Without scripts the question always stands.
  const isOther = (box) => {
    if (box.type === "checkbox" || box.type === "radio") return box.checked !== box.defaultChecked;
    if (box.tagName !== "SELECT") return box.value !== box.defaultValue;
    const first = [...box.options].find((option) => option.defaultSelected);
    return box.value !== (first ? first.value : "");
  };
  const askWhy = (root) => {
    const radio = root.querySelector("[data-sourced]");
    const question = radio?.closest("fieldset.question");
    if (!question) return;
    const boxes = radio.dataset.sourced.split(" ").flatMap((name) => [...root.querySelectorAll(`[name="${name}"]`)]);
    const show = () => {
      const comes = question.hidden && boxes.some(isOther);
      question.hidden = !boxes.some(isOther);
      const covers = comes && getComputedStyle(question).position === "sticky";
      if (covers && root.contains(document.activeElement)) document.activeElement.scrollIntoView({ block: "center" });
    };
    root.addEventListener("input", show);
    root.addEventListener("change", show);
    window.django?.jQuery?.(root).on("change", "select", show); // boxes with suggestions tell jQuery alone
    show();
  };
  document.querySelectorAll("form").forEach(askWhy);
  window.kbAskWhy = askWhy;

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
