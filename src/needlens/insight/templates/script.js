"use strict";
(() => {
  const page = document.documentElement;
  const byId = (id) => document.getElementById(id);
  const all = (query, root = document) => [...root.querySelectorAll(query)];
  page.classList.add("live");

  // Language: the address, else the browser; remembered in the address.
  const state = () => new URLSearchParams(location.hash.replace(/^#/, ""));
  const keep = (name, value) => {
    const kept = state().has("lang") ? state() : new URLSearchParams({ lang: language() });
    if (value) kept.set(name, value); else kept.delete(name);
    history.replaceState(null, "", "#" + kept);
  };
  const language = () => (byId("lang-en").checked ? "en" : "zh");
  const speak = () => {
    const now = language();
    page.lang = now === "zh" ? "zh-CN" : "en";
    const title = document.querySelector("title");
    document.title = title.dataset[now];
    for (const input of all("input[data-zh]")) input.placeholder = input.dataset[now];
  };
  const first = state().get("lang") || (/^zh/i.test(navigator.language || "zh") ? "zh" : "en");
  byId(first === "en" ? "lang-en" : "lang-zh").checked = true;
  speak();
  for (const radio of all("input[name=lang]")) {
    radio.addEventListener("change", () => { speak(); keep("lang", language()); });
  }

  // The panel: the sentences behind a number.
  const panel = byId("panel");
  const body = byId("panel-body");
  const chips = byId("panel-sides");
  const narrow = (side, product) => {
    let seen = 0;
    for (const quote of all("li", body)) {
      quote.hidden = Boolean((side && quote.dataset.side !== side) ||
        (product && quote.dataset.product !== product));
      seen += quote.hidden ? 0 : 1;
    }
    byId("panel-none").hidden = seen > 0;
  };
  const offer = (product) => {
    const found = new Set(all("li", body).map((quote) => quote.dataset.side));
    chips.hidden = found.size < 2;
    for (const button of chips.children) {
      const side = button.dataset.side;
      button.hidden = Boolean(side) && !found.has(side);
      button.setAttribute("aria-pressed", String(!side));
      button.onclick = () => {
        for (const other of chips.children) other.setAttribute("aria-pressed", String(other === button));
        narrow(side, product);
      };
    }
  };
  const open = (id, product) => {
    const source = byId(id) && byId(id).closest("details.page");
    if (!source) return false;
    byId("panel-title").replaceChildren(...[...source.querySelector("summary").childNodes].map((n) => n.cloneNode(true)));
    body.replaceChildren(...[...byId(id).children].map((part) => part.cloneNode(true)));
    offer(product);
    narrow("", product);
    if (!panel.open) panel.showModal();
    panel.scrollTop = 0;
    keep("open", id);
    return true;
  };
  byId("panel-close").addEventListener("click", () => panel.close());
  panel.addEventListener("close", () => keep("open", ""));
  panel.addEventListener("click", (event) => { if (event.target === panel) panel.close(); });

  // Needs by state and words.
  const buttons = all("#filters button");
  const search = byId("search");
  let wanted = "";
  const sift = () => {
    const words = search ? search.value.normalize("NFKC").toLowerCase().trim() : "";
    let seen = 0;
    for (const row of all("#needs tbody tr, #needs .opps > li")) {
      const text = row.textContent.normalize("NFKC").toLowerCase();
      row.hidden = Boolean((wanted && row.dataset.state !== wanted) || (words && !text.includes(words)));
      seen += row.hidden ? 0 : 1;
    }
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.state === wanted));
    if (byId("none")) byId("none").hidden = seen > 0;
  };
  for (const button of buttons) button.addEventListener("click", () => { wanted = button.dataset.state; sift(); });
  if (search) search.addEventListener("input", sift);

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (!link) return;
    const id = (link.getAttribute("href") || "").slice(1);
    if (link.classList.contains("n") && open(id, link.dataset.product)) { event.preventDefault(); return; }
    if (link.dataset.filter) { wanted = link.dataset.filter; sift(); }
    const target = byId(id);
    if (target) {
      event.preventDefault();
      target.scrollIntoView();
      if (target.id === "main") target.focus();
    }
  });
  if (state().get("open")) open(state().get("open"));
})();
