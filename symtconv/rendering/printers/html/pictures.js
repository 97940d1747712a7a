// What the page draws for an entry: the functions of pictures/, name by name, and the sum of sums.py.
// The data block holds all numbers and all words.
var D = JSON.parse(document.getElementById("data").textContent), W = D.words;
var WHOLE = 14, CLIP = 16, ROWS = 16, COLUMNS = 8, COPIES = 8, SMALL = 4, STRIPS = 9, LINE = 24, NARROW = 270, ROOMY = 560, WINDOWS = 9, LEADS = 4, ROOM = 16, LEGIBLE = 10;
var down = D.axes[D.axes.length - 2], across = D.axes[D.axes.length - 1], outer = D.axes.slice(0, -2);
function fill(s, o) { return s.replace(/\{(\w+)\}/g, function (_, k) { return o[k]; }); }
function escaped(s) { return String(s).replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;"); }

// ---- an entry and its terms ----
function split(e) { return D.flat ? [e.slice(0, -1), 0, e[e.length - 1]] : [e.slice(0, -2), e[e.length - 2], e[e.length - 1]]; }
function join(front, r, c) { return D.flat ? front.concat([c]) : front.concat([r, c]); }
function leads(front) {
  var found = [{y: [], w: []}], rest = front;
  if (D.channels.length) {
    found = D.channels[front[0]].map(function (q) { return {y: [q[0]], w: q.slice(1)}; });
    rest = front.slice(1);
  }
  outer.forEach(function (axis, n) {
    var next = [];
    found.forEach(function (q) { axis.at[rest[n]].forEach(function (p) { next.push({y: q.y.concat([p[0]]), w: q.w.concat([p[1]])}); }); });
    found = next;
  });
  return found;
}
function terms(e) {
  var s = split(e), out = [];
  leads(s[0]).forEach(function (q) {
    down.at[s[1]].forEach(function (m) {
      across.at[s[2]].forEach(function (n) {
        out.push({y: join(q.y, m[0], n[0]), w: join(q.w, m[1], n[1]), at: [m[0], n[0]], tap: [m[1], n[1]], colour: D.taps[m[1]][n[1]]});
      });
    });
  });
  return out;
}
function state(e) {
  var s = split(e);
  return {entry: e, front: s[0], row: s[1], column: s[2], leads: leads(s[0]), terms: terms(e)};
}

// ---- small things ----
function svg(w, h, inner) { return '<svg viewBox="0 0 ' + w + " " + h + '" width="' + w + '" height="' + h + '" aria-hidden="true">' + inner + "</svg>"; }
function rect(x, y, w, h, kind) { return '<rect x="' + x + '" y="' + y + '" width="' + w + '" height="' + h + '" class="' + kind + '"/>'; }
function plain(x, y, size, kind, text) { return '<text x="' + x + '" y="' + y + '" class="' + kind + '" font-size="' + size + '">' + escaped(text) + "</text>"; }
function comma(index) { return index.map(function (v) { return v + D.base; }).join(","); }
function key(index) { return index.join(","); }
function name(x, y, size, kind, letter, index) {
  var mark = letter === "x" && kind.split(" ").indexOf("px") < 0 ? "′" : "";
  var small = Math.floor((size * 18 + 12) / 25), drop = Math.floor((size * 6 + 12) / 25);
  return '<text x="' + x + '" y="' + y + '" class="' + kind + '" font-size="' + size + '"><tspan class="v">' + D.letters[letter][0] +
    "</tspan>" + mark + '<tspan dy="' + drop + '" font-size="' + small + '">' + comma(index) + "</tspan></text>";
}
function near(low, high, first, last) { return high - low <= WHOLE ? [low, high] : [Math.max(low, first - 2), Math.min(high, last + 3)]; }
function clipped(box, place) {
  var half = Math.floor(CLIP / 2);
  return box[1] - box[0] <= 24 ? box : [Math.max(box[0], place - half), Math.min(box[1], place + half + 1)];
}
function minus(number) { return String(number).replace("-", "−"); }
function more(count, drawn) { return count > drawn ? fill(W.more, {n: count - drawn}) : ""; }
function order(a, b) { for (var n = 0; n < a.length; n++) if (a[n] !== b[n]) return a[n] - b[n]; return 0; }

// ---- 1: a row of Cᵀ times y ----
function matrix(now) {
  var wide = across.shown, place = now.row * wide + now.column, total = down.shown * wide, first = 0, last = total;
  if (total > ROWS) { first = Math.max(0, Math.min(place - 4, total - 9)); last = Math.min(total, Math.max(place + 5, 9)); }
  var rows = [], n;
  for (n = first; n < last; n++) rows.push(join(now.front, Math.floor(n / wide), n % wide));
  var found = rows.map(terms), own = now.terms.map(function (t) { return t.y; }), seen = {}, union = [];
  found.forEach(function (ts) { ts.forEach(function (t) { if (!seen[key(t.y)]) { seen[key(t.y)] = 1; union.push(t.y); } }); });
  union.sort(order);
  var columns = union.length <= COLUMNS ? union : own.slice(0, COLUMNS), cut = union.length > COLUMNS;
  var held = spread(columns), width = held.end + 12, out = name(32, 18, 14, "e mut", "y", []) + plain(50, 18, 14, "e mut", "→"), start = first ? 46 : 32;
  if (first) out += plain(46, 43, 12, "e zero", "⋮");
  held.dots.forEach(function (x) { out += plain(x, 18, 12, "m mut", "⋯"); });
  columns.forEach(function (y, n) {
    var term = now.terms.filter(function (t) { return key(t.y) === key(y); })[0];
    out += '<g class="yc' + (term ? " lit " + term.colour : "") + '" data-o="' + key(y) + '">' + rect(held.lefts[n], 1, 44, 25, "bx") +
      name(held.lefts[n] + 22, 18, 14, "m", "y", y) + "</g>";
  });
  var at = 0;
  rows.forEach(function (row, m) {
    var top = start + 18 * m, chosen = key(row) === key(now.entry), by = {};
    if (chosen) at = m;
    found[m].forEach(function (t) { by[key(t.y)] = t; });
    out += '<g class="row' + (chosen ? " on" : "") + '" data-j="' + key(row) + '">' + rect(0, top, width, 18, "hit") + name(50, top + 13, 11, "e lab", "x", row);
    held.dots.forEach(function (x) { out += plain(x, top + 13, 12, "m zero", "⋯"); });
    columns.forEach(function (y, n) {
      var left = held.lefts[n], t = by[key(y)];
      if (!t) { out += plain(left + 22, top + 13, 12, "m zero", "·"); return; }
      out += '<g class="c ' + t.colour + (chosen ? " lit" : "") + '" data-o="' + key(y) + '">' + rect(left, top + 1, 44, 16, "bx") +
        name(left + 22, top + 13, 11, "m", "w", t.w) + "</g>";
    });
    out += "</g>";
  });
  var bottom = start + 18 * rows.length;
  out += rect(55, start + 18 * at, width - 62, 18, "fr");
  if (last < total) { out += plain(46, bottom + 13, 12, "e zero", "⋮"); bottom += 16; }
  out += '<path d="M58 31h-4v' + (bottom - 30) + "h4M" + (width - 10) + " 31h4v" + (bottom - 30) + 'h-4" class="brk"></path>';
  var rest = cut ? more(own.length, columns.length) : "";
  if (rest) out += plain(58, bottom + 15, 13, "mut", rest);
  return svg(width, bottom + (rest ? 22 : 4), out);
}

function spread(columns) {
  var lefts = [], dots = [], left = 57, expected = 0;
  columns.forEach(function (y) {
    var place = y.reduce(function (n, v, k) { return n * D.entries[k] + v; }, 0);
    if (place !== expected) { dots.push(left + 9); left += 20; }
    lefts.push(left); left += 46; expected = place + 1;
  });
  if (expected !== D.sources) { dots.push(left + 9); left += 20; }
  return {lefts: lefts, dots: dots, end: left - 1};
}

// ---- 2: the window over the padded input ----
function bounds(axis, place) {
  return near(Math.min(0, axis.pad), Math.max(axis.z, axis.pad + (axis.n - 1) * axis.s + 1), place, place + Math.min(axis.span, CLIP) - 1);
}
function holds(axis, place) {
  var inside = place - axis.pad;
  if (inside >= 0 && inside <= (axis.n - 1) * axis.s) return inside % axis.s ? "dil" : "y";
  return place >= axis.z - axis.extra ? "out" : "pad";
}
function lowering(now) {
  var rows = bounds(down, now.row), columns = bounds(across, now.column), drawn = now.leads.slice(0, LEADS);
  if (!drawn.length) drawn = [null];
  var per = D.flat || drawn.length === 1 ? 1 : 2, out = "";
  var width = 44 * (columns[1] - columns[0]) + 36, height = 44 * (rows[1] - rows[0]) + 52;
  drawn.forEach(function (lead, m) { out += padded(now, lead, rows, columns, width * (m % per), height * Math.floor(m / per)); });
  var high = height * Math.ceil(drawn.length / per), rest = more(now.leads.length, LEADS);
  if (rest) out += plain(26, high + 12, 13, "mut", rest);
  return svg(width * per, high + (rest ? 18 : 0), out);
}
function pads(axis, drawn, left, top) {
  var last = axis.pad + (axis.n - 1) * axis.s + 1, high = axis.z - last, out = "";
  [["lo", axis.pad, 0, axis.pad], ["hi", high, last, last + high]].forEach(function (q) {
    var a = Math.max(Math.min(q[2], q[3]), drawn[0]), b = Math.min(Math.max(q[2], q[3]), drawn[1]);
    if (a >= b) return;
    var x = left + 44 * (a - drawn[0]), y = left + 44 * (b - drawn[0]);
    out += '<path d="M' + (x + 2) + " " + (top + 22) + "v-4H" + (y - 2) + 'v4" class="dm"></path>' +
      '<text x="' + Math.floor((x + y) / 2) + '" y="' + (top + 13) + '" class="m mut" font-size="12"><tspan class="v">P</tspan><tspan dy="3" font-size="9">' +
      q[0] + '</tspan><tspan dy="-3"> = ' + minus(q[1]) + "</tspan></text>";
  });
  return out;
}
function padded(now, lead, rows, columns, left, top) {
  var out = pads(across, columns, left + 26, top), r, c, x, y;
  var several = !D.flat && now.leads.length > 1, legible = Math.max(rows[1] - rows[0], columns[1] - columns[0]) <= LEGIBLE * (D.broad && !several ? 2 : 1);
  if (lead && lead.y.length) out += name(left + 22, top + 36, 12, "e mut", "y", lead.y);
  for (c = columns[0]; c < columns[1]; c++) out += plain(left + 48 + 44 * (c - columns[0]), top + 38, 12, "m mut", c + D.base);
  for (r = rows[0]; r < rows[1]; r++) {
    y = top + 44 + 44 * (r - rows[0]);
    if (!D.flat) out += plain(left + 20, y + 26, 12, "e mut", r + D.base);
    for (c = columns[0]; c < columns[1]; c++) {
      x = left + 26 + 44 * (c - columns[0]);
      var kinds = [holds(down, r), holds(across, c)];
      var kind = ["out", "pad", "dil"].filter(function (k) { return kinds.indexOf(k) >= 0; })[0] || (lead ? "y" : "dil");
      var cropped = r >= 0 && r < down.z && c >= 0 && c < across.z ? "" : " crop";
      var u = r - now.row, v = c - now.column;
      var inside = lead && u >= 0 && u < down.span && v >= 0 && v < across.span && u % down.d === 0 && v % across.d === 0;
      var a = down.k - 1 - Math.floor(u / down.d), b = across.k - 1 - Math.floor(v / across.d);
      var source = kind === "y" && lead ? join(lead.y, (r - down.pad) / down.s, (c - across.pad) / across.s) : null;
      if (inside) out += '<g class="wc ' + D.taps[a][b] + (source ? ' lit" data-o="' + key(source) : "") + '">';
      else out += '<g class="zc' + cropped + '">';
      out += rect(x, y, 44, 44, "z " + kind);
      if (inside) out += rect(x + 1, y + 24, 42, 19, "bx");
      if (inside && (legible || source)) out += name(x + 22, y + 36, 11, "m wl", "w", join(lead.w, a, b));
      var middle = y + (inside ? 16 : 27);
      out += source ? name(x + 22, middle, 15, "m yl", "y", source) : plain(x + 22, middle, 14, "m zero", "0");
      out += "</g>";
    }
  }
  return out + rect(left + 26 + 44 * (now.column - columns[0]), top + 44 + 44 * (now.row - rows[0]), 44 * across.span, 44 * down.span, "fr");
}

// ---- 3: the copies that land on the entry ----
function scatter(now) {
  var found = copies(now), list = found[0], drawn = found[1];
  var boxes = list.map(function (q) { return box(now, q.at); });
  var cells = [0, 1].map(function (n) { return Math.max.apply(null, boxes.map(function (b) { return b[n][1] - b[n][0]; })); });
  var where = places(list), count = [0, 1].map(function (n) { return Math.max.apply(null, where.map(function (q) { return q[n]; })) + 1; });
  var lines = count[0], columns = count[1];
  var size = Math.min(30, Math.max(13, Math.floor(13 * columns * (24 * cells[1] + 18) / (D.broad ? ROOMY : NARROW))));
  var beside = Math.max.apply(null, list.map(function (q) { return Math.floor((200 + 36 * (comma(q.y).length + kernel(q.front).length)) * size / 100); }));
  var wide = Math.max(24 * cells[1] + 18, beside + 8), high = 24 * cells[0] + size + 15, x = 2, z = size + 9, top = 0, out = "";
  if (D.flat) { wide = beside + 24 * cells[1] + 20; high = 30; x = beside + 16; z = 2; top = 18; }
  var legible = columns * 24 * cells[1] <= 24 * ROOM * (D.broad ? 2 : 1), rest = more(now.terms.length, drawn);
  if (D.flat) out += numbers(boxes[0][1], x);
  list.forEach(function (q, n) {
    var left = wide * where[n][1], above = top + high * where[n][0];
    out += title(q, left + 2, above + (D.flat ? 18 : size), size) + copy(now, q, boxes[n], left + x, above + z, legible);
  });
  if (rest) out += plain(2, top + high * lines + size, size, "mut", rest);
  return svg(wide * columns, top + high * lines + (rest ? size + 6 : 0), out);
}
function complete() { return !D.fronts.length && D.sources <= (D.flat ? STRIPS : SMALL); }
function copies(now) {
  var landing = {}, list = [], o, p;
  now.terms.forEach(function (t) { landing[key(t.y)] = true; });
  if (complete()) {
    for (o = 0; o < down.n; o++) for (p = 0; p < across.n; p++) list.push({y: join([], o, p), at: [o, p], front: [], lands: !!landing[key(join([], o, p))]});
    return [list, now.terms.length];
  }
  var chosen = kept(now), columns = distinct(chosen.map(function (t) { return t.at[1]; }));
  list = chosen.map(function (t) { return {y: t.y, at: t.at, front: t.w.slice(0, t.w.length - (D.flat ? 1 : 2)), lands: true}; });
  if (D.flat || columns.length < most()) list = list.concat(misses(now, landing));
  return [list.length ? list : [{y: [], at: [0, 0], front: [], lands: false}], chosen.length];
}
function distinct(numbers) { return Array.from(new Set(numbers)).sort(function (a, b) { return a - b; }); }
function most() { return down.span * across.span <= 49 ? 3 : 2; }
function kept(now) {
  if (D.flat) return now.terms.slice(0, COPIES);
  var side = most(), sides = [0, 1].map(function (n) { return distinct(now.terms.map(function (t) { return t.at[n]; })).slice(0, side); });
  var each = sides[0].length * sides[1].length;
  return now.terms.filter(function (t) { return sides[0].indexOf(t.at[0]) >= 0 && sides[1].indexOf(t.at[1]) >= 0; })
    .slice(0, Math.floor(side * side / Math.max(each, 1)) * each);
}
function places(list) {
  if (D.flat) return list.map(function (_, n) { return [n, 0]; });
  var start = 0, found = {};
  distinctFronts(list).forEach(function (front) {
    var own = list.filter(function (q) { return key(q.y.slice(0, -2)) === front; });
    var sides = [0, 1].map(function (n) { return distinct(own.map(function (q) { return q.at[n]; })); });
    own.forEach(function (q) { found[key(q.y)] = [start + sides[0].indexOf(q.at[0]), sides[1].indexOf(q.at[1])]; });
    start += sides[0].length;
  });
  return list.map(function (q) { return found[key(q.y)]; });
}
function distinctFronts(list) { return Array.from(new Set(list.map(function (q) { return key(q.y.slice(0, -2)); }))); }
function kernel(front) { return front.length ? comma(front) + (D.flat ? ",·" : ",·,·") : ""; }
function title(q, x, y, size) {
  if (!q.y.length) return "";
  var small = Math.floor((size * 18 + 12) / 25), drop = Math.floor((size * 6 + 12) / 25);
  return '<g class="ct' + (q.lands ? " lit" : "") + '" data-o="' + key(q.y) + '"><text x="' + x + '" y="' + y + '" font-size="' + size + '"><tspan class="v">' +
    D.letters.y[0] + '</tspan><tspan dy="' + drop + '" font-size="' + small + '">' + comma(q.y) + '</tspan><tspan dy="-' + drop + '"> · </tspan><tspan class="v">' +
    D.letters.w[0] + "</tspan>" + (q.front.length ? '<tspan dy="' + drop + '" font-size="' + small + '">' + kernel(q.front) + "</tspan>" : "") + "</text></g>";
}
function numbers(columns, left) {
  var out = "", c;
  for (c = columns[0]; c < columns[1]; c++) if (c >= 0 && c < across.i) out += plain(left + 12 + 24 * (c - columns[0]), 13, 11, "m mut", c + D.base);
  return out;
}
function misses(now, landing) {
  if (!now.leads.length) return [];
  var q = now.leads[0], o = latest(down, now.row), p = latest(across, now.column);
  return [[o, p], [o, p + 1], [o + 1, p], [o, p - 1], [o - 1, p]].map(function (at) {
    return {y: join(q.y, at[0], at[1]), at: at, front: q.w, lands: false};
  }).filter(function (c) {
    return c.at[0] >= 0 && c.at[0] < down.n && c.at[1] >= 0 && c.at[1] < across.n && !landing[key(c.y)];
  }).slice(0, 1);
}
function latest(axis, place) { return Math.max(0, Math.min(axis.n - 1, Math.floor((place + axis.l) / axis.s))); }
function extent(axis) { return [Math.min(0, -axis.l), Math.max(axis.i, (axis.n - 1) * axis.s + axis.span - axis.l)]; }
function box(now, at) {
  if (D.flat) {
    var ends = extent(across);
    return [[0, 1], ends[1] - ends[0] <= LINE ? ends : [Math.max(ends[0], now.column - LINE / 2), Math.min(ends[1], now.column + LINE / 2)]];
  }
  return [[down, at[0], now.row], [across, at[1], now.column]].map(function (q) {
    var axis = q[0], low = extent(axis)[0], high = extent(axis)[1], start = axis.s * q[1] - axis.l;
    return clipped(high - low <= 8 ? [low, high] : [Math.min(start, q[2]), Math.max(start + axis.span, q[2] + 1)], q[2]);
  });
}
function copy(now, q, b, left, top, legible) {
  var r0 = b[0][0], r1 = b[0][1], c0 = b[1][0], c1 = b[1][1], out = "", r, c, has = q.y.length > 0;
  for (r = r0; r < r1; r++) for (c = c0; c < c1; c++) {
    var x = left + 24 * (c - c0), z = top + 24 * (r - r0);
    var inside = r >= 0 && r < down.i && c >= 0 && c < across.i;
    var u = r - down.s * q.at[0] + down.l, v = c - across.s * q.at[1] + across.l;
    var tapped = u >= 0 && u < down.span && v >= 0 && v < across.span && u % down.d === 0 && v % across.d === 0;
    var target = inside ? ' data-j="' + key(join(now.front, r, c)) + '"' : "";
    if (!(tapped && has)) { out += "<g" + target + ">" + rect(x, z, 24, 24, inside ? "z pad" : "z crop") + "</g>"; continue; }
    var a = u / down.d, e = v / across.d, chosen = r === now.row && c === now.column;
    out += '<g class="c ' + D.taps[a][e] + (chosen ? ' lit" data-o="' + key(q.y) : inside ? "" : " cropd") + '"' + target + ">" + rect(x, z, 24, 24, "bx") +
      (legible || chosen ? name(x + 12, z + 15, 9, "m", "w", join([], a, e)) : "") + "</g>";
  }
  out += edge(b, left, top, 24);
  if (r0 <= now.row && now.row < r1 && c0 <= now.column && now.column < c1) out += rect(left + 24 * (now.column - c0), top + 24 * (now.row - r0), 24, 24, "fr");
  return out;
}
function edge(b, left, top, side) {
  var r0 = b[0][0], r1 = b[0][1], c0 = b[1][0], c1 = b[1][1], path = "";
  var x0 = Math.max(c0, 0), x1 = Math.min(c1, across.i), y0 = Math.max(r0, 0), y1 = Math.min(r1, down.i);
  if (0 >= r0) path += "M" + (left + side * (x0 - c0)) + " " + (top - side * r0) + "H" + (left + side * (x1 - c0));
  if (down.i <= r1) path += "M" + (left + side * (x0 - c0)) + " " + (top + side * (down.i - r0)) + "H" + (left + side * (x1 - c0));
  if (0 >= c0) path += "M" + (left - side * c0) + " " + (top + side * (y0 - r0)) + "V" + (top + side * (y1 - r0));
  if (across.i <= c1) path += "M" + (left + side * (across.i - c0)) + " " + (top + side * (y0 - r0)) + "V" + (top + side * (y1 - r0));
  return '<path d="' + path + '" class="edge"></path>';
}

// ---- 4: the windows that read the entry ----
function reach(axis, place) {
  var low = extent(axis)[0], high = extent(axis)[1];
  return high - low <= WHOLE ? [low, high] : clipped([place - axis.span + 1, place + axis.span], place);
}
function frame(terms, rows, columns, width, height) {
  var t = terms[0], inset = 2 + 3 * ((t.at[0] + t.at[1]) % 2);
  var x = 26 + 36 * (across.s * t.at[1] - across.l - columns[0]) + inset, y = 24 + 36 * (down.s * t.at[0] - down.l - rows[0]) + inset;
  var w = 36 * across.span - 2 * inset, h = 36 * down.span - 2 * inset;
  var tx = 2 * t.tap[1] >= across.k - 1 ? x : x + w, ty = 2 * t.tap[0] >= down.k - 1 ? y : y + h;
  tx = Math.max(Math.min(tx, width - 90), 20); ty = Math.max(Math.min(ty, height - 12), 12);
  return '<g class="bw lit ' + t.colour + '" data-o="' + terms.map(function (q) { return key(q.y); }).join(" ") + '">' + rect(x, y, w, h, "cas") +
    rect(x, y, w, h, "ln") + rect(tx - 18, ty - 10, 36, 20, "bx") +
    (terms.length === 1 ? name(tx, ty + 4, 12, "m tag", "y", t.y) : plain(tx, ty + 4, 12, "m tag", comma(join([], t.at[0], t.at[1])))) + "</g>";
}
function backward(now) {
  var rows = reach(down, now.row), columns = reach(across, now.column), list = now.terms.slice(0, WINDOWS), left = 26, top = 24, out = "", r, c;
  var width = left + 36 * (columns[1] - columns[0]) + 68, height = Math.max(top + 36 * (rows[1] - rows[0]) + 16, 40 * list.length + 28);
  var legible = Math.max(rows[1] - rows[0], columns[1] - columns[0]) <= LEGIBLE + (D.broad ? 4 : 2);
  for (r = rows[0]; r < rows[1]; r++) for (c = columns[0]; c < columns[1]; c++) {
    var x = left + 36 * (c - columns[0]), y = top + 36 * (r - rows[0]), inside = r >= 0 && r < down.i && c >= 0 && c < across.i, place = join(now.front, r, c);
    out += "<g" + (inside ? ' data-j="' + key(place) + '"' : "") + ">" + rect(x, y, 36, 36, inside ? "z pad" : "z crop") +
      (inside && legible ? name(x + 18, y + 22, 11, "m px xl", "x", place) : "") + "</g>";
  }
  out += edge([rows, columns], left, top, 36);
  var places = {}, order = [];
  now.terms.forEach(function (t) { var p = key(t.at); if (!places[p]) { places[p] = []; order.push(p); } places[p].push(t); });
  order.slice(0, WINDOWS).forEach(function (p) { out += frame(places[p], rows, columns, width, height); });
  list.forEach(function (t, n) {
    out += '<g class="by lit ' + t.colour + '" data-o="' + key(t.y) + '">' + rect(width - 48, 24 + 40 * n, 46, 36, "bx") +
      name(width - 25, 40 + 40 * n, 13, "m", "y", t.y) + name(width - 25, 54 + 40 * n, 11, "m", "w", t.w) + "</g>";
  });
  var px = left + 36 * (now.column - columns[0]), py = top + 36 * (now.row - rows[0]);
  out += '<g data-j="' + key(now.entry) + '">' + rect(px, py, 36, 36, "fr fill") + name(px + 18, py + 22, 11, "m px", "x", now.entry) + "</g>";
  var rest = more(now.terms.length, WINDOWS);
  return svg(width, height, out + (rest ? plain(width - 2, 16, 13, "e mut", rest) : ""));
}
var DRAWN = {matrix: matrix, lowering: lowering, scatter: scatter, backward: backward};

// ---- the sum ----
var SHOWN = 48, narrow = matchMedia("(max-width:640px)");
function ix(index) { return "<mrow>" + index.map(function (v) { return "<mn>" + (v + D.base) + "</mn>"; }).join('<mo separator="true" lspace="0" rspace="0">,</mo>') + "</mrow>"; }
function sub(letter, index, prime) {
  var base = "<mi>" + D.letters[letter][0] + "</mi>";
  return "<msub>" + (prime ? "<mrow>" + base + '<mo class="pr" lspace="0" rspace="0">′</mo></mrow>' : base) + ix(index) + "</msub>";
}
function termMath(t) { return '<mrow class="tm ' + t.colour + '" data-o="' + key(t.y) + '">' + sub("w", t.w) + "<mo>\u2062</mo>" + sub("y", t.y) + "</mrow>"; }
function sum(now, per) {
  var list = now.terms.slice(0, SHOWN), rest = now.terms.length - list.length, plane = D.flat ? 1 : 2, lines = [], groups = [];
  function front(t) { return key(t.y.slice(0, -plane)); }
  list.forEach(function (t) {
    if (!groups.length || front(groups[groups.length - 1][0]) !== front(t)) groups.push([]);
    groups[groups.length - 1].push(t);
  });
  (groups.length ? groups : [[]]).forEach(function (group) {
    for (var n = 0; n < Math.max(group.length, 1); n += per) lines.push([group.slice(n, n + per), n ? "" : share(group)]);
  });
  function share(group) {
    if (!group.length || group[0].y.length === plane) return "";
    var count = now.terms.filter(function (t) { return front(t) === front(group[0]); }).length;
    return '<mtd class="share"><mrow>' + sub("y", group[0].y.slice(0, -plane)) + "<mtext>: " + escaped(fill(W.of, {p: count, m: now.terms.length})) + "</mtext></mrow></mtd>";
  }
  var rows = lines.map(function (line, n) {
    var part = line[0].map(termMath).join("<mo>+</mo>") || "<mn>0</mn>";
    var tail = n + 1 < lines.length ? "<mo>+</mo>" : rest ? "<mo>+</mo><mtext>" + escaped(fill(W.more, {n: rest})) + "</mtext>" : "";
    return "<mtr><mtd>" + (n ? "" : "<mrow>" + sub("x", now.entry, true) + "<mo>=</mo></mrow>") + "</mtd><mtd><mrow>" + part + tail + "</mrow></mtd>" + line[1] + "</mtr>";
  }).join("");
  return '<math display="block"><semantics><mrow><mtable class="al">' + rows + '</mtable></mrow><annotation encoding="application/x-tex">' + escaped(tex(now)) + "</annotation></semantics></math>";
}
function tex(now) {
  function one(letter, index) { return D.letters[letter][1] + "_{" + comma(index) + "}"; }
  return D.letters.x[1] + "'_{" + comma(now.entry) + "} = " + (now.terms.map(function (t) { return one("w", t.w) + "\\," + one("y", t.y); }).join(" + ") || "0");
}
function spoken(now) {
  return fill(W.say, {j: comma(now.entry), s: now.terms.slice(0, 12).map(function (t) { return fill(W.term, {t: comma(t.w), o: comma(t.y)}); }).join(W.plus) + (now.terms.length > 12 ? W.plus + fill(W.rest, {n: now.terms.length - 12}) : "") || W.zero});
}

