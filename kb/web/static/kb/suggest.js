// Offers names while somebody types. Without it the boxes take any name just the same.
"use strict";
document.querySelectorAll("input[data-suggest]").forEach((box, number) => {
  const sections = box.dataset.suggest.split(" ").filter(Boolean);
  const list = document.createElement("datalist");
  list.id = `names-${number}`;
  box.after(list);
  box.setAttribute("list", list.id);
  const wanted = (row) => !sections.length || sections.some((section) => row.url.includes(`/${section}/`));
  const option = (row) => Object.assign(document.createElement("option"), { value: row.name, label: row.kind });
  let timer;
  let asked = "";
  box.addEventListener("input", () => {
    clearTimeout(timer);
    const text = box.value.trim();
    if (text.length < 2 || text === asked) return;
    timer = setTimeout(async () => {
      asked = text;
      const address = `/${document.documentElement.lang}/search/suggestions/?q=${encodeURIComponent(text)}`;
      const answer = await fetch(address).catch(() => null);
      if (!answer || !answer.ok || text !== box.value.trim()) return;
      const { suggestions } = await answer.json();
      list.replaceChildren(...suggestions.filter(wanted).map(option));
    }, 180);
  });
});
