// The review desk by keys. Without it the page is a plain form with the same fields.
"use strict";
(() => {
  const desk = document.getElementById("review");
  const form = document.getElementById("decisions");
  if (!desk || !form) return;
  const byId = (id) => document.getElementById(id);
  const cards = [...form.querySelectorAll(".finding")];
  const open = () => [...form.querySelectorAll(".finding[data-open]")];
  const byKey = new Map(cards.map((card) => [card.dataset.key, card]));
  const reasons = [...byId("reasons").options].map((option) => option.value);
  const done = []; // keys in the order of their decisions, for taking back
  let current = null;
  let sent = false;

  // Which findings belong to which words

  const pieces = [...desk.querySelectorAll("[data-findings]")];
  const tied = new Map();
  for (const piece of pieces) {
    for (const key of piece.dataset.findings.split(" ")) tied.set(key, [...(tied.get(key) || []), piece]);
  }
  const tie = (key, on) => {
    (tied.get(key) || []).forEach((piece) => piece.classList.toggle("tied", on));
    byKey.get(key)?.classList.toggle("tied", on);
  };
  const untie = () => desk.querySelectorAll(".tied").forEach((node) => node.classList.remove("tied"));
  const show = (key) => {
    untie();
    tie(key, true);
    const box = desk.querySelector(".article-text");
    const first = (tied.get(key) || [])[0];
    if (!first) return;
    const place = first.getBoundingClientRect();
    const frame = box.getBoundingClientRect();
    if (place.top < frame.top + 20 || place.bottom > frame.bottom - 20) {
      box.scrollTop += place.top - frame.top - frame.height / 3;
    }
  };
  for (const card of cards) {
    card.addEventListener("mouseenter", () => show(card.dataset.key));
    card.addEventListener("focusin", () => go(card, false));
  }
  for (const piece of pieces) {
    const keys = piece.dataset.findings.split(" ");
    piece.addEventListener("mouseenter", () => { untie(); keys.forEach((key) => tie(key, true)); });
    piece.addEventListener("click", () => {
      if (getSelection().toString()) return;
      const card = keys.map((key) => byKey.get(key)).find((found) => found && "open" in found.dataset) || byKey.get(keys[0]);
      if (card) go(card);
    });
  }

  const go = (card, focus = true) => {
    if (!card) return;
    current?.classList.remove("current");
    current = card;
    card.classList.add("current");
    if (focus) card.focus({ preventScroll: true });
    if (focus) card.scrollIntoView({ block: "nearest" });
    show(card.dataset.key);
  };
  const beside = (step) => {
    const path = open();
    const at = path.indexOf(current);
    go(path[Math.min(path.length - 1, Math.max(0, at + step))] || path[0]);
  };

  // Decisions

  const choice = (card) => card.querySelector("input[type=radio]:checked")?.value || "";
  const undecided = () => open().filter((card) => !choice(card));
  const dirty = () => open().some((card) => choice(card));
  const paint = (card) => {
    const chosen = choice(card);
    for (const name of ["accept", "reject", "unsure"]) card.classList.toggle(name, name === chosen);
  };
  const progress = () => {
    const all = open().length;
    const ready = all - undecided().length;
    byId("progress").value = ready;
    byId("progress-words").textContent = desk.dataset.decided.replace("%(done)s", ready).replace("%(all)s", all);
  };
  const choose = (card, value, reason = "") => {
    card.querySelector(`input[type=radio][value="${value}"]`).checked = true;
    card.querySelector(".reason").value = reason;
    paint(card);
  };
  const submit = () => {
    if (sent) return;
    sent = true;
    byId("progress-words").textContent = desk.dataset.saving;
    form.requestSubmit();
  };
  const decide = (targets, value, reason) => {
    targets.forEach((card) => choose(card, value, reason));
    done.push(targets.map((card) => card.dataset.key));
    progress();
    const rest = undecided();
    if (!rest.length) return submit();
    const path = open();
    const after = path.slice(path.indexOf(targets[0]) + 1).find((card) => !choice(card));
    go(after || rest[0]);
  };
  const takeBack = () => {
    const last = done.pop();
    if (last) {
      last.forEach((key) => choose(byKey.get(key), ""));
      progress();
      go(byKey.get(last[0]));
    } else if (byId("undo-form") && !byId("undo-form").hidden) {
      byId("undo-form").requestSubmit();
    } else {
      byId("progress-words").textContent = desk.dataset.nothing;
    }
  };
  const alike = (card) => {
    const same = card.dataset.alike;
    return same ? [card, ...undecided().filter((other) => other !== card && other.dataset.alike === same)] : [card];
  };
  form.addEventListener("change", (event) => {
    const card = event.target.closest(".finding");
    if (!card || event.target.type !== "radio") return;
    paint(card);
    if (choice(card)) done.push([card.dataset.key]);
    progress();
  });
  form.addEventListener("submit", () => { sent = true; });

  // What was decided is kept when the page is left another way.
  let kept = "";
  const keep = () => {
    const data = new FormData(form);
    const now = JSON.stringify([...data]);
    if (sent || !dirty() || now === kept) return;
    kept = now;
    data.append("leaving", "1");
    navigator.sendBeacon(form.action, data);
  };
  addEventListener("beforeunload", keep);
  addEventListener("pagehide", keep);
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

  // Why something is rejected

  const panel = byId("reject-panel");
  const reasonBox = byId("reject-reason");
  const askReason = () => {
    panel.hidden = false;
    reasonBox.value = "";
    reasonBox.focus();
  };
  const closePanel = () => {
    panel.hidden = true;
    current?.focus();
  };
  const reject = () => {
    const reason = reasonBox.value.trim();
    if (!reason) return reasonBox.focus();
    panel.hidden = true;
    return decide([current], "reject", reason);
  };
  byId("reject-do").addEventListener("click", reject);
  byId("reject-cancel").addEventListener("click", closePanel);
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target === reasonBox) { event.preventDefault(); reject(); }
    if (event.key === "Escape") closePanel();
  });

  // Editing

  const editor = byId("edit-panel");
  const editBody = byId("edit-body");
  const fillEditor = (html) => {
    editBody.innerHTML = html;
    const jquery = window.django?.jQuery;
    if (jquery) jquery(editBody).find(".admin-autocomplete").djangoAdminSelect2();
    window.kbAskWhy?.(editBody);
    const wrong = editBody.querySelector(".errorlist")?.parentElement || editBody;
    wrong.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  };
  const closeEditor = () => {
    editor.hidden = true;
    editBody.replaceChildren();
    current?.focus();
  };
  const warn = (words) => {
    editor.hidden = false;
    editBody.replaceChildren(Object.assign(document.createElement("p"), { className: "errornote", textContent: words }));
  };
  const offerUndo = (run) => {
    const undo = byId("undo-form");
    undo.elements.run.value = run;
    undo.hidden = false;
    undo.querySelector("button").firstChild.textContent = `${editor.dataset.undo} `;
  };
  const addCard = (fresh, key) => {
    form.querySelector(".findings").append(fresh);
    byKey.set(key, fresh);
    editor.hidden = true;
    editBody.replaceChildren();
    fresh.tabIndex = -1;
    fresh.focus();
    fresh.scrollIntoView({ block: "nearest" });
  };
  const edit = async (card) => {
    const answer = await fetch(card.dataset.edit, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer || !answer.ok) { location.href = card.querySelector(".edit").href; return; }
    byId("edit-title").textContent = editor.dataset.edit;
    editor.hidden = false;
    fillEditor((await answer.json()).form);
  };
  editor.addEventListener("submit", async (event) => {
    event.preventDefault();
    const asked = event.target;
    const answer = await fetch(asked.action, {
      method: "POST", body: new FormData(asked), headers: { Accept: "application/json" },
    }).catch(() => null);
    if (!answer) return;
    const data = await answer.json();
    if (data.error) { warn(data.error); return; }
    if (data.form) { fillEditor(data.form); return; }
    offerUndo(data.run);
    const card = byKey.get(data.key);
    const rest = document.createElement("ol");
    rest.innerHTML = data.card;
    const fresh = rest.firstElementChild;
    if (!card) { addCard(fresh, data.key); return; }
    const path = open();
    const after = path.slice(path.indexOf(card) + 1).find((other) => !choice(other));
    const next = [after, ...undecided().filter((other) => other !== card)].filter(Boolean);
    card.replaceWith(fresh);
    byKey.set(data.key, fresh);
    byId("progress").max = Math.max(1, open().length);
    progress();
    editor.hidden = true;
    editBody.replaceChildren();
    if (next.length) go(next[0]);
    else if (dirty()) submit();
    else location.href = byId("next-document")?.href || location.href;
  });
  editor.addEventListener("click", (event) => { if (event.target.matches("[data-cancel]")) closeEditor(); });
  editor.addEventListener("keydown", (event) => { if (event.key === "Escape") closeEditor(); });
  form.addEventListener("click", (event) => {
    const link = event.target.closest("a.edit");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go(link.closest(".finding"));
    edit(current);
  });

  // Selected words

  const adding = byId("review-add");
  const takeSelection = () => {
    const chosen = getSelection();
    const words = chosen.toString();
    if (!adding || !words.trim() || !chosen.anchorNode) return false;
    const range = chosen.getRangeAt(0);
    const piece = range.startContainer.parentElement?.closest("[data-at]");
    if (!piece || !desk.querySelector(".article-text").contains(piece)) return false;
    const before = range.startContainer.textContent.slice(0, range.startOffset);
    byId("id_words").value = words.trim();
    byId("id_near").value = Number(piece.dataset.at) + [...before].length;
    return true;
  };
  if (adding) desk.querySelector(".article-text").addEventListener("mouseup", takeSelection);
  // A new claim is written beside the text; without scripts on its own page.
  adding?.querySelector("form").addEventListener("submit", async (event) => {
    const kind = byId("id_use").value;
    if (!kind.startsWith("new:")) return;
    event.preventDefault();
    const words = new URLSearchParams({ words: byId("id_words").value, near: byId("id_near").value });
    const address = event.target.dataset.new.replace("KIND", kind.slice(4));
    const answer = await fetch(`${address}?${words}`, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer || !answer.ok) return;
    const data = await answer.json();
    if (data.error) { warn(data.error); return; }
    byId("edit-title").textContent = `${editor.dataset.new}: ${byId("id_use").selectedOptions[0].textContent}`;
    editor.hidden = false;
    fillEditor(data.form);
    editor.scrollIntoView({ block: "nearest" });
  });
  const suit = () => {
    const rest = adding.querySelectorAll("[data-thing]");
    rest.forEach((node) => { node.hidden = byId("id_use").value !== "mention"; });
  };
  if (adding) { byId("id_use").addEventListener("change", suit); suit(); }

  // Keys: by place on the keyboard, so that they work in Kazakh and Russian layouts too.

  const keysOn = byId("keys-on");
  try { keysOn.checked = localStorage.getItem("desk-keys") !== "off"; } catch { /* private mode */ }
  keysOn.addEventListener("change", () => {
    try { localStorage.setItem("desk-keys", keysOn.checked ? "on" : "off"); } catch { /* private mode */ }
  });
  const help = () => {
    byId("help").hidden = !byId("help").hidden;
    byId("help-button").setAttribute("aria-expanded", String(!byId("help").hidden));
  };
  byId("help-button").hidden = false;
  byId("help-button").addEventListener("click", help);
  const typing = (node) => node.closest?.("textarea, select, input:not([type=radio]):not([type=checkbox]), [contenteditable], .panel, .select2-container");
  const forCurrent = (act) => () => { if (current && "open" in current.dataset) act(current); };
  const actions = {
    KeyA: forCurrent((card) => decide([card], "accept", "")),
    KeyE: forCurrent(edit),
    KeyR: forCurrent(askReason),
    KeyU: forCurrent((card) => decide([card], "unsure", "")),
    KeyN: () => beside(1),
    ArrowDown: () => beside(1),
    KeyP: () => beside(-1),
    ArrowUp: () => beside(-1),
    KeyZ: takeBack,
    KeyS: submit,
    KeyM: () => { if (adding) { takeSelection(); adding.open = true; byId("id_words").focus(); } },
  };
  reasons.forEach((reason, number) => {
    actions[`Digit${number + 1}`] = forCurrent((card) => decide([card], "reject", reason));
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
    if (!keysOn.checked && !event.code.startsWith("Arrow")) return;
    if (event.key === "?" || (event.shiftKey && event.code === "Slash")) { event.preventDefault(); help(); return; }
    if (event.shiftKey && event.code === "KeyA") { event.preventDefault(); forCurrent((card) => decide(alike(card), "accept", ""))(); return; }
    if (event.shiftKey) return;
    // Arrows move between the choices of a finding while one of them has the focus.
    if (event.code.startsWith("Arrow") && event.target.type === "radio") return;
    const act = actions[event.code];
    if (!act) return;
    event.preventDefault();
    if (!sent) act();
  });

  const named = location.hash && cards.find((card) => `#${card.id}` === location.hash);
  if (open().length) go(named || open()[0]);
  progress();
})();
