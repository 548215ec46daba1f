"use strict";
(() => {
  const holder = document.getElementById("data");
  const details = (id) => {
    const target = id ? document.getElementById(id) : null;
    for (let node = target; node; node = node.parentElement) if (node.tagName === "DETAILS") node.open = true;
    return target;
  };
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details.rule:not([open])")];
    for (const node of opened) node.open = true;
  });
  addEventListener("afterprint", () => { for (const node of opened) node.open = false; });
  if (!holder) return;

  const data = JSON.parse(holder.textContent);
  const words = ["error", "warning", "note"];
  const levels = ["error", "warning", "info"];
  const count = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
  const make = (name, properties, ...children) => {
    const node = Object.assign(document.createElement(name), properties);
    node.append(...children);
    return node;
  };
  const bdi = (text) => make("bdi", {}, text);
  const mark = (level) => {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    use.setAttribute("href", `#icon-${levels[level]}`);
    svg.setAttribute("class", "icon");
    svg.setAttribute("aria-hidden", "true");
    svg.append(use);
    return make("span", { className: `mark ${levels[level]}` }, svg, words[level]);
  };
  const link = (book) => (book[0] ? make("a", { href: `#${book[0]}` }, bdi(book[1])) : book[1]);
  const cell = (label, child, name = "td", className = "") => {
    const node = make(name, { className }, child);
    node.dataset.label = label;
    if (name === "th") node.scope = "row";
    return node;
  };

  // A finding: severity, rule, gradebook, message, cells, fix. A gradebook: anchor, title, teacher, group, errors,
  // warnings, notes, id, size.
  const books = data.books;
  const run = ["", "the whole run", "", -1, 0, 0, 0, "", ""];
  const home = (f) => books[f[2]] ?? run;
  const texts = data.findings.map((f) => {
    const book = home(f);
    return [f[3], data.rules[f[1]].join(" "), book[1], book[2], book[7], data.groups[book[3]], f[4]].join("\n").toLowerCase();
  });
  const bookTexts = books.map((b) => [b[1], b[2], b[7], data.groups[b[3]]].join("\n").toLowerCase());
  const STEP = 100;

  // A table that sorts and filters all its rows and draws them a hundred at a time, as they are needed.
  const table = (name, total, noun, keep, sortKey, draw) => {
    const body = document.querySelector(`#${name}-table tbody`);
    const more = document.getElementById(`${name}-more`);
    const status = document.getElementById(`${name}-count`);
    const buttons = [...document.querySelectorAll(`#${name}-table button[data-sort]`)];
    let order = [...Array(total).keys()], shown = [], drawn = 0;
    const extend = () => {
      const until = Math.min(drawn + STEP, shown.length);
      body.append(...shown.slice(drawn, until).map(draw));
      drawn = until;
      more.hidden = drawn === shown.length;
      const of = shown.length === total ? count(total, noun) : `${count(shown.length, noun)} of ${total.toLocaleString("en")}`;
      status.textContent = drawn < shown.length ? `${of}, the first ${drawn.toLocaleString("en")} drawn` : of;
    };
    const update = () => {
      shown = order.filter(keep);
      drawn = 0;
      body.replaceChildren();
      extend();
    };
    more.addEventListener("click", () => {
      const next = drawn;
      extend();
      body.rows[next]?.querySelector("a")?.focus();
    });
    new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting) && drawn < shown.length && drawn < 2000) extend();
    }, { rootMargin: "400px" }).observe(more);
    for (const button of buttons) {
      button.addEventListener("click", () => {
        const head = button.closest("th");
        const down = head.getAttribute("aria-sort") === "ascending";
        for (const other of buttons) other.closest("th").removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const keys = Array.from({ length: total }, (_, index) => sortKey(index, Number(button.dataset.sort)));
        const way = down ? -1 : 1;
        order.sort((a, b) => (keys[a] < keys[b] ? -way : keys[a] > keys[b] ? way : a - b));
        update();
      });
    }
    update();
    return update;
  };

  for (const node of document.querySelectorAll(".scripted")) node.hidden = false;
  for (const button of document.querySelectorAll("button[data-sort]")) button.disabled = false;
  const control = (name) => document.getElementById(`filter-${name}`);
  const filter = { words: [], severity: "", rule: "", group: "" };
  const has = (text) => filter.words.every((word) => text.includes(word));
  const keepFinding = (i) => {
    const f = data.findings[i];
    return (filter.severity === "" || f[0] === filter.severity) && (filter.rule === "" || f[1] === filter.rule)
      && (filter.group === "" || home(f)[3] === filter.group) && has(texts[i]);
  };
  const keepBook = (i) => (filter.group === "" || books[i][3] === filter.group) && has(bookTexts[i]);
  const findingKey = (i, column) => {
    const f = data.findings[i];
    return column === 0 ? f[0] : column === 1 ? data.rules[f[1]][1] : column === 2 ? home(f)[1] : f[3];
  };
  const bookKey = (i, column) => (column > 2 ? -books[i][column + 1] : column === 2 ? data.groups[books[i][3]] : books[i][column + 1]);
  const cells = (text) => (text ? make("span", { className: "cells" }, bdi(text)) : "");
  const drawFinding = (i) => {
    const f = data.findings[i];
    return make("tr", {}, cell("Severity", mark(f[0])), cell("Rule", data.rules[f[1]][1]),
      cell("Gradebook", link(home(f)), "th"), cell("Found", bdi(f[3])), cell("Cells", cells(f[4])));
  };
  const drawBook = (i) => {
    const b = books[i];
    const numbers = ["Errors", "Warnings", "Notes"].map((label, n) => cell(label, b[4 + n].toLocaleString("en"), "td", "number"));
    return make("tr", {}, cell("Gradebook", link(b), "th"), cell("Teacher", bdi(b[2])),
      cell(data.kind, bdi(data.groups[b[3]])), ...numbers);
  };
  const updates = [
    table("findings", data.findings.length, "finding", keepFinding, findingKey, drawFinding),
    table("gradebooks", books.length, "gradebook", keepBook, bookKey, drawBook),
  ];
  const apply = () => {
    filter.words = control("text").value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const name of ["severity", "rule", "group"]) {
      const value = control(name)?.value ?? "";
      filter[name] = value === "" ? "" : Number(value);
    }
    for (const update of updates) update();
  };
  const form = document.querySelector(".filters");
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply));
  document.addEventListener("click", (event) => {
    const chosen = event.target.closest("a[data-group]");
    if (!chosen) return;
    control("group").value = chosen.dataset.group;
    apply();
  });

  // The page of a gradebook that the file doesn't hold written out, from its findings.
  const page = (number) => {
    const b = books[number];
    const inside = make("div", { className: "inside", id: b[0] }, make("p", { className: "quiet" }, `${b[8]} · `, bdi(b[7])));
    for (const f of data.findings.filter((entry) => entry[2] === number)) {
      const list = make("dl", {}, make("div", {}, make("dt", {}, "Fix"), make("dd", {}, data.fixes[f[5]])),
        make("div", {}, make("dt", {}, "Rule"), make("dd", { className: "rule-name" }, data.rules[f[1]][0])));
      const place = f[4] ? make("p", { className: "at" }, cells(f[4])) : "";
      inside.append(make("article", { className: `task ${levels[f[0]]}` },
        make("header", {}, mark(f[0]), make("h4", {}, bdi(f[3]))), place, list));
    }
    if (b[4] + b[5] + b[6] === 0) inside.append(make("p", { className: "good" }, "Nothing to fix."));
    const counts = [count(b[4], "error"), count(b[5], "warning"), count(b[6], "note")].filter((text) => text[0] !== "0").join(", ");
    const summary = make("summary", {}, make("b", {}, bdi(b[1])), " ", make("span", { className: "counts" }, counts));
    document.getElementById("pages").prepend(make("details", { className: "page", open: true }, summary, inside));
  };
  const numbers = new Map(books.map((book, number) => [book[0], number]));
  const arrive = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    if (!document.getElementById(id) && numbers.has(id)) page(numbers.get(id));
    details(id)?.scrollIntoView();
  };
  addEventListener("hashchange", arrive);
  arrive();
})();
