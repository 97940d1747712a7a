// Sliders: the layer's numbers change, and everything on the desk is computed anew from j + l = s·o + d·t.
var sheet = null;
function axisOf(v) {
  var span = v.d * (v.k - 1) + 1, i = (v.n - 1) * v.s + span - 2 * v.p + v.a, at = [], kinds = [], j, o, t;
  for (j = 0; j < i; j++) {
    at.push([]); kinds.push(mod(j + v.p, v.s));
    for (o = 0; o < v.n; o++) {
      t = j + v.p - v.s * o;
      if (t >= 0 && t < span && t % v.d === 0) at[j].push([o, t / v.d]);
    }
  }
  return {n: v.n, k: v.k, s: v.s, d: v.d, l: v.p, i: i, span: span, pad: span - 1 - v.p, z: i + span - 1, extra: v.a, shown: i, at: at, "class": kinds};
}
function counts(axis) { return axis.at.map(function (p) { return p.length; }); }
function densest() {
  var best = [0, 0], most = -1, r, c, rows = counts(down), columns = counts(across);
  for (r = 0; r < rows.length; r++) for (c = 0; c < columns.length; c++) if (rows[r] * columns[c] > most) { most = rows[r] * columns[c]; best = [r, c]; }
  return join([], best[0], best[1]);
}
// How many products each entry has: the checkerboard comes where s does not divide k.
function covered() {
  var rows = counts(down), columns = counts(across), most = Math.max.apply(null, rows) * Math.max.apply(null, columns), side = Math.max(10, Math.min(22, Math.floor(320 / columns.length))), out = "", r, c;
  for (r = 0; r < rows.length; r++) for (c = 0; c < columns.length; c++) {
    var n = rows[r] * columns[c], x = c * side, y = r * side;
    out += '<g data-j="' + key(join([], r, c)) + '"><rect x="' + x + '" y="' + y + '" width="' + side + '" height="' + side + '" class="cv" fill-opacity="' + (most ? (0.75 * n / most).toFixed(3) : 0) + '"/>' +
      (side > 13 ? '<text x="' + (x + side / 2) + '" y="' + (y + side / 2 + 4) + '" class="m' + (n / most > 0.6 ? " light" : "") + '" font-size="11">' + n + "</text>" : "") + "</g>";
  }
  id("cover").innerHTML = svg(side * columns.length + 2, side * rows.length + 2, out);
  var v = D.vary.now, steady = v.k % v.s === 0 && gcd(v.d, v.s) === 1, gap = gcd(v.d, v.s) > 1 || v.k < v.s;
  id("covered").textContent = fill(W[gap ? "cover.gaps" : steady ? "cover.even" : "cover.uneven"], {k: v.k, s: v.s, d: v.d});
}
function gcd(a, b) { return b ? gcd(b, a % b) : a; }
function painted(k) {
  var seen = {}, css = "";
  D.vary.taps[k - 1].forEach(function (row) { row.forEach(function (q) { if (!seen[q[0]]) { seen[q[0]] = 1; css += "." + q[0] + "{--c:#" + q[1] + ";--i:#" + q[2] + "}"; } }); });
  if (!sheet) { sheet = new CSSStyleSheet(); document.adoptedStyleSheets = document.adoptedStyleSheets.concat([sheet]); }
  sheet.replaceSync(css);
}
function named(letter, index, mark) { return "<i>" + escaped(D.letters[letter][0]) + "</i>" + mark + "<sub>" + comma(index) + "</sub>"; }
function gridOf() {
  var r, c, head = "", body = "", small = across.shown > 14 || down.shown > 14;
  for (c = 0; c < across.shown; c++) head += '<th scope="col">' + (!small || c % 5 === 0 ? c + D.base : "") + "</th>";
  for (r = 0; r < down.shown; r++) {
    body += '<tr><th scope="row">' + (D.flat || (small && r % 5) ? "" : r + D.base) + "</th>";
    for (c = 0; c < across.shown; c++) body += '<td data-p="' + r + "," + c + '" aria-selected="false">' + (small ? "" : named("x", join([], r, c), "′")) + "</td>";
    body += "</tr>";
  }
  grid.className = small ? "small" : "";
  grid.innerHTML = "<thead><tr><td></td>" + head + "</tr></thead><tbody>" + body + "</tbody>";
  cells = {};
  $("[data-p]", grid).forEach(function (e) { cells[e.dataset.p] = e; });
}
function kernelOf() {
  id("taps").innerHTML = "<tbody>" + D.taps.map(function (row, a) {
    return "<tr>" + row.map(function (kind, b) { return '<td class="' + kind + '" data-t="' + a + "," + b + '">' + named("w", join([], a, b), "") + "</td>"; }).join("") + "</tr>";
  }).join("") + "</tbody>";
}
function vary(v) {
  var axis = axisOf(v);
  Object.keys(v).forEach(function (name) { id("v-" + name).value = v[name]; id("o-" + name).textContent = v[name]; });
  if (axis.i < 1) { id("covered").textContent = W["vary.none"]; return false; }
  stop();
  D.vary.now = v;
  D.axes = D.flat ? [D.axes[0], axis] : [axis, axis];
  down = D.axes[0]; across = D.axes[1];
  D.entries = D.flat ? [v.n] : [v.n, v.n]; D.sources = D.flat ? v.n : v.n * v.n;
  D.sizes = D.flat ? [axis.i] : [axis.i, axis.i]; D.broad = D.flat || axis.span > 6;
  D.taps = D.vary.taps[v.k - 1].map(function (row) { return row.map(function (q) { return q[0]; }); });
  D.values = null; held = {}; lit = [];
  total = down.shown * across.shown;
  root.classList.add("varied"); root.classList.remove("poly"); id("varied").hidden = false;
  painted(v.k); gridOf(); kernelOf(); covered();
  current = null; choose(densest(), false, true);
  return true;
}
function chosenNumbers() { var v = {}; Object.keys(D.vary.now).forEach(function (name) { v[name] = +id("v-" + name).value; }); return v; }
// The address holds what is chosen: #x=1,1, and the numbers where they were changed.
function remember() {
  var parts = ["x=" + comma(pinned)];
  if (root.classList.contains("varied")) Object.keys(D.vary.now).forEach(function (name) { parts.push(name + "=" + D.vary.now[name]); });
  history.replaceState(null, "", "#" + parts.join("&"));
}
function recall() {
  var given = {}, v = {}, entry;
  location.hash.slice(1).split("&").forEach(function (part) { var q = part.split("="); if (q.length === 2) given[q[0]] = q[1]; });
  if (D.vary && given.k) {
    Object.keys(D.vary.now).forEach(function (name) {
      var slider = id("v-" + name), n = parseInt(given[name], 10);
      v[name] = isNaN(n) ? D.vary.now[name] : Math.max(+slider.min, Math.min(+slider.max, n));
    });
    vary(v);
  }
  if (!given.x) return;
  entry = given.x.split(",").map(function (n) { return parseInt(n, 10) - D.base; });
  if (entry.length === pinned.length && entry.every(function (n) { return n >= 0; }) && isShown(entry)) choose(entry, false, true);
}
if (D.vary) {
  covered();
  Object.keys(D.vary.now).forEach(function (name) { id("v-" + name).addEventListener("input", function () { if (vary(chosenNumbers())) remember(); }); });
  id("back").addEventListener("click", function () { history.replaceState(null, "", location.pathname + location.search); location.reload(); });
}
recall();
document.addEventListener("click", function (e) { if (e.target.closest && e.target.closest("#grid,.panels,#cover")) remember(); });
grid.addEventListener("keyup", remember);
