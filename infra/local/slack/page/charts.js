// The data_visualization block as SVG: bar, line, area and pie.

import { h, svg } from "./dom.js";

const COLOURS = ["#1264a3", "#2bac76", "#e8912d", "#9b59b6", "#e01e5a", "#6b7280"];
const WIDE = 520;
const NARROW = 330; // on a phone, so that the words of the axes stay readable
const HEIGHT = 240;
const LETTER = 6.2; // pixels, about
const PLOT = { left: 46, right: 12, top: 10, bottom: 40 };

const said = (number) => (Math.abs(number) >= 10_000 ? `${+(number / 1000).toFixed(1)}k` : String(+number.toFixed(2)));

const widthNow = () => (innerWidth < 720 ? NARROW : WIDE);

/** Round steps that cover the numbers: [0, 20, 40 …]. */
function steps(low, high) {
  const rough = (high - low || 1) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((one) => one * power).find((one) => one >= rough);
  const out = [];
  for (let at = Math.floor(low / step) * step; at < high + step * 0.999; at += step) out.push(+at.toFixed(6));
  return out;
}

function frame({ series, axis_config: axis = {} }) {
  const categories = axis.categories ?? series[0].data.map(({ label }) => label);
  const numbers = series.flatMap(({ data }) => data.map(({ value }) => value));
  const ticks = steps(Math.min(0, ...numbers), Math.max(0, ...numbers));
  const [low, high] = [ticks[0], ticks.at(-1)];
  const right = widthNow() - PLOT.right;
  const width = right + PLOT.right - PLOT.left - PLOT.right;
  const height = HEIGHT - PLOT.top - PLOT.bottom;
  return {
    categories, ticks, right, band: width / categories.length,
    x: (at) => PLOT.left + (width / categories.length) * (at + 0.5),
    y: (value) => PLOT.top + height * (1 - (value - low) / (high - low)),
    valueOf: ({ data }, category) => data.find(({ label }) => label === category)?.value ?? 0,
  };
}

function axes({ categories, ticks, right, band, x, y }, { x_label: xLabel, y_label: yLabel } = {}) {
  const longest = Math.min(12, Math.max(...categories.map((category) => category.length)));
  const every = Math.ceil((longest * LETTER + 4) / band); // as many labels as can be read
  const most = Math.max(3, Math.floor((band * every) / LETTER));
  const short = (words) => (words.length > most ? `${words.slice(0, most - 1)}…` : words);
  return [
    ticks.map((tick) => [
      svg("line", { class: tick === 0 ? "zero" : "grid", x1: PLOT.left, x2: right, y1: y(tick), y2: y(tick) }),
      svg("text", { x: PLOT.left - 6, y: y(tick) + 4, "text-anchor": "end" }, said(tick)),
    ]),
    categories.map((category, at) => (at % every ? null :
      svg("text", { x: x(at), y: HEIGHT - PLOT.bottom + 16, "text-anchor": "middle" }, svg("title", null, category), short(category)))),
    xLabel ? svg("text", { x: (PLOT.left + right) / 2, y: HEIGHT - 5, "text-anchor": "middle", class: "axis-label" }, xLabel) : null,
    yLabel ? svg("text", { x: -(PLOT.top + HEIGHT - PLOT.bottom) / 2, y: 11, transform: "rotate(-90)", "text-anchor": "middle", class: "axis-label" }, yLabel) : null,
  ];
}

function bars(series, plot) {
  const each = (plot.band * 0.72) / series.length;
  return series.map((one, nth) => plot.categories.map((category, at) => {
    const value = plot.valueOf(one, category);
    const [top, foot] = [plot.y(Math.max(value, 0)), plot.y(Math.min(value, 0))];
    const left = plot.x(at) - (each * series.length) / 2 + each * nth;
    return svg("rect", { x: left + 1, y: top, width: Math.max(each - 2, 1), height: Math.max(foot - top, 0), rx: 2, fill: COLOURS[nth % COLOURS.length] },
      svg("title", null, `${one.name}, ${category}: ${value}`));
  }));
}

function lines(series, plot, filled) {
  return series.map((one, nth) => {
    const colour = COLOURS[nth % COLOURS.length];
    const points = plot.categories.map((category, at) => [plot.x(at), plot.y(plot.valueOf(one, category)), category]);
    const path = points.map(([x, y], at) => `${at ? "L" : "M"}${x} ${y}`).join("");
    const area = `${path}L${points.at(-1)[0]} ${plot.y(0)}L${points[0][0]} ${plot.y(0)}Z`;
    return [
      filled ? svg("path", { d: area, fill: colour, opacity: 0.25 }) : null,
      svg("path", { d: path, fill: "none", stroke: colour, "stroke-width": 2, "stroke-linejoin": "round" }),
      points.map(([x, y, category]) => svg("circle", { cx: x, cy: y, r: 3, fill: colour },
        svg("title", null, `${one.name}, ${category}: ${plot.valueOf(one, category)}`))),
    ];
  });
}

function pie(segments) {
  const total = segments.reduce((sum, { value }) => sum + value, 0) || 1;
  const [cx, cy, r] = [widthNow() / 2, HEIGHT / 2, HEIGHT / 2 - 10];
  let turned = -Math.PI / 2;
  const at = (angle) => `${cx + r * Math.cos(angle)} ${cy + r * Math.sin(angle)}`;
  return segments.map(({ label, value }, nth) => {
    const share = Math.min(value / total, 0.9999);
    const from = turned;
    turned += share * 2 * Math.PI;
    return svg("path", { d: `M${cx} ${cy}L${at(from)}A${r} ${r} 0 ${share > 0.5 ? 1 : 0} 1 ${at(turned)}Z`, fill: COLOURS[nth % COLOURS.length], class: "slice" },
      svg("title", null, `${label}: ${value} (${Math.floor(share * 1000) / 10}%)`));
  });
}

function inWords({ type, segments, series, axis_config: axis }) {
  if (type === "pie") return segments.map(({ label, value }) => `${label} ${value}`).join(", ");
  const categories = axis?.categories ?? series[0].data.map(({ label }) => label);
  return series.map(({ name, data }) => `${name}: ${categories.map((category) => `${category} ${data.find(({ label }) => label === category)?.value ?? 0}`).join(", ")}`).join("; ");
}

function legend(names) {
  if (names.length < 2) return null;
  return h("ul", { class: "legend" }, names.map((name, at) => h("li", null, h("span", { class: "swatch", style: { background: COLOURS[at % COLOURS.length] } }), name)));
}

function marks({ type, series, segments, axis_config: axis }) {
  if (type === "pie") return pie(segments);
  const plot = frame({ series, axis_config: axis });
  return [axes(plot, axis), type === "bar" ? bars(series, plot) : lines(series, plot, type === "area")];
}

export function chart({ title, chart: drawn }) {
  const names = drawn.type === "pie" ? drawn.segments.map(({ label }) => label) : drawn.series.map(({ name }) => name);
  return h("figure", { class: "chart" },
    h("figcaption", null, title),
    svg("svg", { viewBox: `0 0 ${widthNow()} ${HEIGHT}`, role: "img", "aria-label": `${title}. ${inWords(drawn)}` }, marks(drawn)),
    legend(names));
}
