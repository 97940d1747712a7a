// Choosing an entry of x′: by pointer, by keys, step by step; and copying LaTeX. pictures.js draws.
var root = document.documentElement;
function $(q, e) { return Array.from((e || document).querySelectorAll(q)); }
function id(x) { return document.getElementById(x); }
function mod(a, b) { return ((a % b) + b) % b; }

// ---- drawing anew ----
// Only what differs is touched: most of a picture stays from entry to entry, and laying out text is what takes time.
function become(old, fresh) {
  if (old.isEqualNode(fresh)) return;
  if (old.nodeName !== fresh.nodeName) { old.replaceWith(fresh); return; }
  if (old.nodeType === 3) { old.data = fresh.data; return; }
  Array.from(old.attributes).forEach(function (a) { if (!fresh.hasAttribute(a.name)) old.removeAttribute(a.name); });
  Array.from(fresh.attributes).forEach(function (a) { if (old.getAttribute(a.name) !== a.value) old.setAttribute(a.name, a.value); });
  var a = old.firstChild, b = fresh.firstChild, left, right;
  while (a || b) {
    left = a && a.nextSibling; right = b && b.nextSibling;
    if (!a) old.appendChild(b); else if (!b) a.remove(); else become(a, b);
    a = left; b = right;
  }
}
function draw(old, text) { var box = document.createElement("div"); box.innerHTML = text; become(old, box.firstChild); }

// ---- choosing ----
var pinned = D.start.slice(), current = null, timer = null, cells = {}, grid = id("grid");
$("[data-p]", grid).forEach(function (e) { cells[e.dataset.p] = e; if (!e.hasAttribute("aria-selected")) e.setAttribute("aria-selected", "false"); });
var total = down.shown * across.shown;
function entryOf(p) { var q = p.split(",").map(Number); return join(split(pinned)[0], q[0], q[1]); }
function placeOf(e) { var s = split(e); return s[1] + "," + s[2]; }
function isShown(e) { return !!cells[placeOf(e)] && split(e)[0].every(function (v, n) { return v < D.fronts[n]; }); }

// What the document says of an entry: columns of C, rows of Cᵀ, and rows of the tables, each found once.
var held = {}, lit = [];
function hold(j, e) { (held[j] = held[j] || []).push(e); }
$("table.held").forEach(function (t) {
  var names = Array.from(t.tHead.rows[0].cells).map(function (c) { return c.dataset; });
  Array.from(t.tBodies[0].rows).forEach(function (row) {
    var side = row.cells[0].dataset;
    Array.from(row.cells).forEach(function (cell, n) {
      var j = side.j || names[n].j, o = side.o || names[n].o;
      if (j === undefined) return;
      cell.dataset.j = j;
      if (n && o !== undefined && cell.classList.contains("tap")) cell.dataset.o = o;
      hold(j, cell);
    });
  });
  Array.from(t.tHead.rows[0].cells).forEach(function (c) { if (c.dataset.j) hold(c.dataset.j, c); });
});
$("main tr[data-j]").forEach(function (e) { hold(e.dataset.j, e); });
function mark(e) {
  lit.forEach(function (m) { m.classList.remove("cur"); });
  lit = held[key(e)] || [];
  lit.forEach(function (m) { m.classList.add("cur"); });
}

// The marks of the small maps: only these move.
function moved(map, where) {
  var at = document.querySelector("#m-" + map + " .at");
  if (at) Object.keys(where).forEach(function (n) { at.setAttribute(n, where[n]); });
}
function rowOf(e) { return e.reduce(function (n, v, k) { return n * D.sizes[k] + v; }, 0); }
var stale = null;
function show(e, aloud, kept) {
  if (current && key(e) === key(current) && !aloud && (kept || null) === stale) return;
  if (current) follow(null);
  current = e; stale = kept || null;
  var now = state(e), taps = {}, at = placeOf(e), pin = placeOf(pinned);
  now.terms.forEach(function (t) { taps[t.tap.join()] = true; });
  $(".cur,.pin", grid).forEach(function (c) { c.classList.remove("cur", "pin"); c.setAttribute("aria-selected", "false"); c.tabIndex = -1; });
  cells[at].classList.add("cur");
  cells[pin].classList.add("pin"); cells[pin].setAttribute("aria-selected", "true"); cells[pin].tabIndex = 0;
  if (root.classList.contains("poly")) classes(now);
  $("#taps td").forEach(function (c) { c.classList.toggle("on", !!taps[c.dataset.t]); });
  Object.keys(DRAWN).forEach(function (n) {
    if (n === kept) return;
    draw(id("p-" + n).firstChild, DRAWN[n](now));
  });
  if (D.values) id("values").textContent = valued(now);
  mark(e);
  moved("matrix", {y: rowOf(e)});
  moved("lowering", {x: now.column, y: now.row});
  draw(id("sum").querySelector("math"), sum(now, narrow.matches ? 2 : 4));
  $(".count").forEach(function (p) { p.textContent = fill(W[p.dataset.w], {c: now.terms.length, o: D.sources}); });
  id("pos").textContent = fill(W.of, {p: now.row * across.shown + now.column + 1, m: total});
  classMark(now);
  if (aloud) id("live").textContent = spoken(now);
}
// The sum in the user's own numbers, as in values.py.
function at(nested, index) { return index.reduce(function (part, n) { return part[n]; }, nested); }
function valued(now) {
  function one(nested, index) { var text = at(nested, index); return text[0] === "−" ? "(" + text + ")" : text; }
  var parts = now.terms.slice(0, 9).map(function (t) { return one(D.values.w, t.w) + "·" + one(D.values.y, t.y); });
  if (now.terms.length > 9) parts.push("…");
  return "= " + (parts.length ? parts.join(" + ") + " = " : "") + at(D.values.x, now.entry);
}
function residues(now) { return outer.map(function (a, n) { return a.class[now.front[now.front.length - outer.length + n]]; }).concat(D.flat ? [] : [down.class[now.row]], [across.class[now.column]]).join(); }
function classMark(now) { var r = residues(now); $(".ph").forEach(function (p) { p.classList.toggle("on", p.dataset.r === r); }); }
function classes(now) {
  for (var p in cells) {
    var q = p.split(",").map(Number);
    cells[p].classList.toggle("same", down.class[q[0]] === down.class[now.row] && across.class[q[1]] === across.class[now.column]);
  }
}
function choose(e, focus, quiet) {
  pinned = e;
  split(e)[0].forEach(function (v, n) { var pick = id("front-" + n); if (pick) pick.value = v; });
  current = null; show(e, !quiet); if (focus) cells[placeOf(e)].focus();
}
function stop() { clearInterval(timer); timer = null; id("play").textContent = W.play; id("play").setAttribute("aria-pressed", "false"); }
function step(n, quiet) {
  var s = split(pinned), q = mod(s[1] * across.shown + s[2] + n, total);
  choose(join(s[0], Math.floor(q / across.shown), q % across.shown), false, quiet);
}
function front(n, value) {
  var s = split(pinned), f = s[0].slice();
  f[n] = Math.max(0, Math.min(D.fronts[n] - 1, value));
  return join(f, s[1], s[2]);
}
var LIT = "#sum .tm,.panels .lit,.held .cur[data-o]";
function follow(o) {
  var wanted = o ? o.split(" ") : [], taps = {};
  $(LIT).forEach(function (e) { e.classList.toggle("dim", !!o && !e.dataset.o.split(" ").some(function (v) { return wanted.indexOf(v) >= 0; })); });
  if (o) terms(current).forEach(function (t) { if (wanted.indexOf(key(t.y)) >= 0) taps[t.tap.join()] = true; });
  $("#taps td").forEach(function (e) { e.classList.toggle("dim", !!o && !taps[e.dataset.t]); });
}

document.addEventListener("pointerover", function (e) {
  if (timer || e.pointerType === "touch" || !e.target.closest) return;
  var lit = e.target.closest(LIT);
  follow(lit ? lit.dataset.o : null);
  if (lit) return;
  var found = meant(e.target);
  if (found && !e.target.closest("#desk")) freeze();
  if (found) show(found, false, moving(e.target));
  else if (key(current) !== key(pinned)) show(pinned);
});
function meant(target) {
  var cell = target.closest("#grid [data-p]"), other = target.closest("main [data-j]");
  var found = cell ? entryOf(cell.dataset.p) : other ? other.dataset.j.split(",").map(Number) : null;
  return found && isShown(found) ? found : null;
}
// From a table below, no picture becomes lower, so that what is pointed at stays under the pointer.
function freeze() { $(".pic > div").forEach(function (p) { p.style.minHeight = p.offsetHeight + "px"; }); }
// The picture that is pointed into stays, unless its cells do: it must not run away from the pointer.
function moving(target) {
  var picture = target.closest(".panels [id]");
  return picture && /^p-/.test(picture.id) && !("steady" in picture.dataset) ? picture.id.slice(2) : null;
}
document.addEventListener("pointerleave", function () { if (!timer) { follow(null); show(pinned); } });
document.addEventListener("click", function (e) {
  var found = e.target.closest && meant(e.target);
  if (found) { stop(); choose(found, !!e.target.closest("#grid")); }
});
grid.addEventListener("keydown", function (e) {
  if (e.altKey || e.metaKey) return;
  var k = e.key, s = split(pinned), r = s[1], c = s[2];
  if (/^[1-9]$/.test(k)) {
    var t = terms(pinned)[+k - 1];
    if (t) { e.preventDefault(); follow(key(t.y)); id("live").textContent = fill(W.term, {t: comma(t.w), o: comma(t.y)}); }
    return;
  }
  if (k === "Escape") { follow(null); return; }
  if ((k === "PageUp" || k === "PageDown") && D.fronts.length) {
    e.preventDefault(); stop();
    choose(front(D.fronts.length - 1, s[0][s[0].length - 1] + (k === "PageUp" ? -1 : 1)), true);
    return;
  }
  if (k === "ArrowLeft") c--; else if (k === "ArrowRight") c++; else if (k === "ArrowUp") r--; else if (k === "ArrowDown") r++;
  else if (k === "Home") { c = 0; if (e.ctrlKey) r = 0; } else if (k === "End") { c = across.shown - 1; if (e.ctrlKey) r = down.shown - 1; } else return;
  e.preventDefault(); stop();
  choose(join(s[0], Math.max(0, Math.min(down.shown - 1, r)), Math.max(0, Math.min(across.shown - 1, c))), true);
});
id("prev").addEventListener("click", function () { stop(); step(-1); });
id("next").addEventListener("click", function () { stop(); step(1); });
id("play").addEventListener("click", function () {
  if (timer) { stop(); choose(pinned); return; }
  id("play").textContent = W.pause; id("play").setAttribute("aria-pressed", "true");
  step(1, true); timer = setInterval(function () { step(1, true); }, 1100);
});
id("phases").addEventListener("click", function () {
  var on = root.classList.toggle("poly");
  id("phases").setAttribute("aria-pressed", on);
  if (on) classes(state(current)); else $(".same", grid).forEach(function (c) { c.classList.remove("same"); });
});
$("select.front").forEach(function (pick, n) { pick.addEventListener("change", function () { stop(); choose(front(n, +pick.value)); }); });

// ---- copying ----
function button(words, get) {
  var b = document.createElement("button");
  b.className = "cp"; b.type = "button"; b.textContent = W.copy; b.setAttribute("aria-label", W.copy + ": " + words);
  b.addEventListener("click", function () {
    var text = get(), done = function () { b.textContent = W.copied; id("live").textContent = W.copied; b.dataset.copied = text; setTimeout(function () { b.textContent = W.copy; }, 1400); };
    var old = function () { var a = document.createElement("textarea"); a.value = text; a.className = "vh"; document.body.appendChild(a); a.select(); document.execCommand("copy"); a.remove(); b.focus(); done(); };
    if (navigator.clipboard && isSecureContext) navigator.clipboard.writeText(text).then(done, old); else old();
  });
  return b;
}
$(".fm").forEach(function (f) { f.appendChild(button(f.dataset.name || W.formula, function () { return f.querySelector("annotation").textContent; })); });
$("script.tex").forEach(function (s) { s.after(button(W.formula, function () { return s.textContent; })); });
var shut = [];
addEventListener("beforeprint", function () { stop(); follow(null); show(pinned); shut = $("details:not([open])"); shut.forEach(function (d) { d.open = true; }); });
addEventListener("afterprint", function () { shut.forEach(function (d) { d.open = false; }); });
narrow.addEventListener("change", function () { $(".pic > div").forEach(function (p) { p.style.minHeight = ""; }); choose(pinned, false, true); });
root.classList.add("scr");
if (narrow.matches) choose(pinned, false, true); else { current = pinned; classMark(state(pinned)); mark(pinned); }
