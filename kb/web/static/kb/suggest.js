// Offers names while somebody types. Without it the boxes take any name just the same.
// A box with data-go leads to the page that was chosen; other boxes take its name. data-suggest tells of which sections.
"use strict";
document.querySelectorAll("input[data-suggest]").forEach((box, number) => {
  const sections = box.dataset.suggest.split(" ").filter(Boolean);
  const list = document.createElement("ul");
  const status = document.createElement("span");
  list.id = `offers-${number}`;
  list.className = "offers";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", box.labels.length ? box.labels[0].textContent : "");
  status.className = "quiet";
  status.setAttribute("role", "status");
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id, autocomplete: "off",
  })) box.setAttribute(name, value);
  box.after(list, status);

  let chosen = -1;
  let timer;
  let asked = "";
  const open = () => !list.hidden;
  const wanted = (row) => !sections.length || sections.some((section) => row.url.includes(`/${section}/`));

  const choose = (place) => {
    const rows = [...list.children];
    rows.forEach((row, at) => row.setAttribute("aria-selected", String(at === place)));
    chosen = place;
    if (place < 0) return box.removeAttribute("aria-activedescendant");
    box.setAttribute("aria-activedescendant", rows[place].id);
    rows[place].scrollIntoView({ block: "nearest" });
  };
  const close = () => {
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    choose(-1);
  };
  const take = (row) => {
    if ("go" in box.dataset) {
      location.assign(row.dataset.url);
    } else {
      box.value = row.dataset.name;
      asked = box.value;
      box.dispatchEvent(new Event("change", { bubbles: true }));
    }
    close();
  };
  const part = (tag, text, name) => Object.assign(document.createElement(tag), { textContent: text, className: name });
  const offer = (row, at) => {
    const item = document.createElement("li");
    item.id = `${list.id}-${at}`;
    item.setAttribute("role", "option");
    item.dataset.url = row.url;
    item.dataset.name = row.name;
    const name = part("span", row.name, "offer-name");
    if (row.language) name.lang = row.language;
    item.append(name, " ", part("span", [row.kind, row.label].filter(Boolean).join(" · "), "offer-kind"));
    item.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
    item.addEventListener("click", () => take(item));
    return item;
  };

  box.addEventListener("input", () => {
    clearTimeout(timer);
    const text = box.value.trim();
    if (text === asked) return;
    if (text.length < 2) {
      asked = "";
      return close();
    }
    timer = setTimeout(async () => {
      asked = text;
      const address = `/${document.documentElement.lang}/search/suggestions/?q=${encodeURIComponent(text)}`;
      const answer = await fetch(address).catch(() => null);
      if (!answer || !answer.ok || text !== box.value.trim() || document.activeElement !== box) return;
      const rows = (await answer.json()).suggestions.filter(wanted);
      list.replaceChildren(...rows.map(offer));
      choose(-1);
      list.hidden = !rows.length;
      box.setAttribute("aria-expanded", String(Boolean(rows.length)));
      status.textContent = rows.length ? String(rows.length) : "";
    }, 180);
  });
  box.addEventListener("keydown", (event) => {
    if (!open() || event.isComposing) return;
    const last = list.children.length - 1;
    if (event.key === "ArrowDown") choose(chosen < last ? chosen + 1 : -1);
    else if (event.key === "ArrowUp") choose(chosen < 0 ? last : chosen - 1);
    else if (event.key === "Enter" && chosen >= 0) take(list.children[chosen]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
  box.addEventListener("blur", close);
});
