// Follows a job while it is under way; the page is loaded anew when it has gone on. Without scripts it reloads itself.
"use strict";

const watch = document.querySelector(".watch");

async function look() {
  try {
    const answer = await fetch(watch.dataset.status, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.status);
    const job = await answer.json();
    if (!job.active || job.mark !== watch.dataset.mark) {
      location.reload();
      return;
    }
    const bar = watch.querySelector("progress");
    bar.max = job.total || 1;
    bar.value = job.done;
    watch.querySelector(".done").textContent = job.done;
    watch.querySelector(".total").textContent = job.total || "…";
  } catch {
    // The server is busy or away; the next look may find it.
  }
  setTimeout(look, 1000);
}

if (watch) setTimeout(look, 500);
