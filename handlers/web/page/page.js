/* The chat: what is sent waits in a queue and is repeated under the same id until it is answered;
   answers and news come as pieces of HTML and are put below, once each.

   What the person wrote is not kept on the server.  So that a reload still shows it, the words
   (never a photo) stay in this tab's sessionStorage, but only once the server has answered: with
   PIN, card number and the like cut out by the server, and long numbers masked here.  Unsent words
   are in memory only.  "Hapus layar" and closing the tab remove them. */
"use strict";
(() => {
  const at = (id) => document.getElementById(id);
  const log = at("log"), scroll = at("scroll"), typing = at("typing"), state = at("state");
  const form = at("write"), box = at("text"), photo = at("photo");
  const courier = at("courier"), looker = at("looker");
  const words = document.body.dataset;
  const KEY = "peka", KEEP = 100;
  const clock = new Intl.DateTimeFormat("id-ID",
    { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: words.zone });
  let last = Number(log.dataset.last), flying = null, byKeyboard = false, active = Date.now();
  let lookTimer = 0, slowTimer = 0, missed = 0;
  const queue = [];

  /* The person's own bubbles */

  function bubble(entry) {
    const said = document.createElement("div"), inner = document.createElement("div");
    const who = document.createElement("span"), text = document.createElement("span");
    const time = document.createElement("time"), how = document.createElement("span");
    said.className = "said me"; said.id = "o-" + entry.id; inner.className = "bubble";
    who.className = "unseen"; who.textContent = words.me + ": ";
    text.className = "text"; text.textContent = entry.text;
    how.className = "how"; how.hidden = true;
    time.dateTime = new Date(entry.at).toISOString();
    time.textContent = clock.format(entry.at);
    inner.append(who);
    if (entry.picture) inner.append(picture(entry.picture));
    inner.append(text, " ", time, how);
    said.append(inner);
    return said;
  }
  function picture(file) {
    const image = document.createElement("img");
    image.alt = "";
    image.src = URL.createObjectURL(file);
    image.onload = () => toEnd();
    image.onerror = () => image.remove();
    return image;
  }
  function tell(job, how, refused) {
    const said = at("o-" + job.entry.id), line = said.querySelector(".how");
    line.textContent = how; line.hidden = !how;
    said.querySelector("time").hidden = Boolean(how);
    said.classList.toggle("refused", Boolean(refused));
  }

  /* What stays in this tab */

  const stored = () => { try { return JSON.parse(sessionStorage.getItem(KEY)) || []; } catch { return []; } };
  function store(entries) {
    try { sessionStorage.setItem(KEY, JSON.stringify(entries.slice(-KEEP))); } catch { /* full or forbidden */ }
  }
  const masked = (text) => text.replace(/\d(?:[ .\-]?\d){5,}/g, (number) => {
    const digits = number.replace(/\D/g, "");
    return digits.slice(0, 2) + "•".repeat(digits.length - 4) + digits.slice(-2);
  });
  function keep(entry) {
    store([...stored(), { id: entry.id, after: entry.after, at: entry.at, text: masked(entry.text) }]);
  }
  function restore() {
    for (const entry of stored()) {
      if (at("o-" + entry.id)) continue;
      const next = [...log.querySelectorAll("[data-row]")].find((one) => Number(one.dataset.row) > entry.after);
      log.insertBefore(bubble(entry), next || null);
    }
  }

  /* Sending */

  function send(values, text, file) {
    const entry = { id: newId(), after: last, at: Date.now(), text, picture: file };
    queue.push({ entry, values, file, tries: 0 });
    dropChoices();
    log.append(bubble(entry));
    active = Date.now();
    toEnd();
    pump();
  }
  function newId() {
    const bytes = crypto.getRandomValues(new Uint8Array(12));
    return Array.from(bytes, (one) => one.toString(16).padStart(2, "0")).join("");
  }
  function pump() {
    if (flying || !queue.length) return;
    flying = queue[0];
    flying.tries += 1;
    tell(flying, flying.file || flying.tries > 1 ? words.sending : "");
    typing.hidden = false;
    toEnd();
    slowTimer = setTimeout(() => { state.textContent = words.slow; }, 8000);
    courier.setAttribute("hx-request", JSON.stringify({ timeout: flying.file ? 600000 : 25000 }));
    const values = { id: flying.entry.id, after: last, ...flying.values };
    htmx.ajax("POST", "/kirim", { source: courier, target: log, swap: "beforeend", values }).catch(() => {});
  }
  courier.addEventListener("htmx:xhr:progress", (event) => {
    const { loaded, total, lengthComputable } = event.detail;
    if (!flying || !flying.file || !lengthComputable || total < 50000) return;
    const inner = at("o-" + flying.entry.id).querySelector(".bubble");
    const bar = inner.querySelector("progress") || inner.appendChild(document.createElement("progress"));
    bar.max = total; bar.value = loaded; bar.setAttribute("aria-label", words.sending);
    if (loaded === total) bar.remove();
  });
  courier.addEventListener("htmx:afterRequest", (event) => {
    const job = flying, xhr = event.detail.xhr, status = xhr.status;
    flying = null;
    clearTimeout(slowTimer);
    typing.hidden = true;
    if (!job) return;
    at("o-" + job.entry.id).querySelector("progress")?.remove();
    if (status >= 200 && status < 300) answered(job, xhr);
    else if (status >= 400 && status < 500 && status !== 429 && status !== 408 && !(status === 401 && job.tries < 2)) {
      queue.shift();
      tell(job, words.refused, true);
      state.textContent = xhr.responseText.slice(0, 300);
      pump();
    } else later(job, xhr, status);
  });
  function answered(job, xhr) {
    queue.shift();
    state.textContent = "";
    tell(job, "");
    keep(job.entry);
    arrived(xhr);
    if (byKeyboard) {
      (log.querySelector(".choices button") || box).focus();
      byKeyboard = false;
    }
    pump();
  }
  function later(job, xhr, status) {
    const asked = Number(status && xhr.getResponseHeader("Retry-After"));
    const seconds = status === 401 ? 0 : asked || Math.min(30, 2 ** Math.min(job.tries - 1, 5));
    tell(job, words.again);
    state.textContent = status === 429 ? xhr.responseText : status ? words.slow : words.offline;
    setTimeout(pump, seconds * 1000);
  }
  addEventListener("online", pump);
  addEventListener("beforeunload", (event) => { if (queue.length) event.preventDefault(); });

  /* What comes in */

  document.body.addEventListener("htmx:beforeSwap", (event) => {
    const piece = document.createElement("template");
    piece.innerHTML = event.detail.serverResponse;
    for (const cut of piece.content.querySelectorAll("[data-cut]")) {
      const job = queue.find((one) => one.entry.id === cut.dataset.cut);
      if (job) {
        job.entry.text = cut.textContent;
        at("o-" + job.entry.id).querySelector(".text").textContent = cut.textContent;
      }
      cut.remove();
    }
    for (const one of piece.content.querySelectorAll("[id]")) if (at(one.id)) one.remove();
    for (const one of log.querySelectorAll(".fresh")) one.classList.remove("fresh");
    const fresh = piece.content.querySelectorAll(".said");
    if (piece.content.querySelector(".choices")) dropChoices();
    for (const one of fresh) one.classList.add("fresh");
    if (fresh.length) active = Date.now();
    event.detail.serverResponse = piece.innerHTML;
  });
  function arrived(xhr) {
    last = Math.max(last, Number(xhr.getResponseHeader("X-Peka-Last")));
    at("clear").elements.after.value = last;
    const language = xhr.getResponseHeader("X-Peka-Language");
    if (language && language !== document.documentElement.lang && !queue.length) location.reload();
    toEnd(log.querySelector(".fresh"));
  }
  function dropChoices() {
    for (const one of log.querySelectorAll(".choices")) one.remove();
  }
  function toEnd(from) { /* to the end, but no further than where what is new begins */
    scroll.scrollTop = scroll.scrollHeight;
    const above = from ? from.getBoundingClientRect().top - scroll.getBoundingClientRect().top - 8 : 0;
    if (above < 0) scroll.scrollTop += above;
  }

  /* Looking for news: often while somebody talks, seldom later, never in a hidden tab */

  function look() {
    clearTimeout(lookTimer);
    if (document.hidden) return;
    if (flying) lookLater(); else htmx.trigger(looker, "look");
  }
  function lookLater() {
    clearTimeout(lookTimer);
    const quiet = Date.now() - active;
    const pause = quiet < 60000 ? 1000 : quiet < 600000 ? 3000 : 10000;
    lookTimer = setTimeout(look, Math.max(pause, missed && Math.min(30000, 1000 * 2 ** missed)));
  }
  looker.addEventListener("htmx:configRequest", (event) => { event.detail.parameters.after = last; });
  looker.addEventListener("htmx:afterRequest", (event) => {
    const xhr = event.detail.xhr, good = xhr.status >= 200 && xhr.status < 300;
    if (good) {
      if (missed && !queue.length) state.textContent = "";
      missed = 0;
      if (xhr.status === 200) arrived(xhr);
      else last = Math.max(last, Number(xhr.getResponseHeader("X-Peka-Last")));
    } else {
      missed += 1;
      if (missed > 1 && !queue.length) state.textContent = words.offline;
    }
    lookLater();
  });
  document.addEventListener("visibilitychange", () => { active = Date.now(); look(); });

  /* The person's hands */

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = box.value.trim();
    if (text) {
      box.value = "";
      grow();
      send({ text }, text);
    }
    box.focus();
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  function grow() {
    if (CSS.supports("field-sizing", "content")) return;
    box.rows = Math.min(5, box.value.split("\n").length);
  }
  box.addEventListener("input", grow);
  photo.addEventListener("change", () => {
    const file = photo.files[0];
    photo.value = "";
    if (!file) return;
    if (file.size > Number(words.photoCap)) state.textContent = words.tooBig;
    else { state.textContent = ""; send({ photo: file }, words.picture, file); }
  });
  log.addEventListener("click", (event) => {
    const button = event.target.closest(".choices button");
    if (!button) return;
    event.preventDefault();
    byKeyboard = event.detail === 0;
    const label = button.querySelector("span").textContent;
    if (!byKeyboard) scroll.focus({ preventScroll: true });
    send({ tap: button.value }, label);
  });
  at("clear").addEventListener("submit", () => { try { sessionStorage.removeItem(KEY); } catch { /* nothing kept */ } });

  restore();
  toEnd(log.querySelector(".said:last-child"));
  if (matchMedia("(hover: hover) and (pointer: fine)").matches) box.focus();
  lookLater();
})();
