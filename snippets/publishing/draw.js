/* Draws Mermaid diagrams, and says each again in plain SVG: shapes, lines and text, and the classes that a site's
   style sheet needs. No style, script or size of its own stays, so it follows the page's palette.

   The page that runs this holds the sources as JSON in #sources; it gets the pictures as JSON in #pictures. */
"use strict";

const SVG = "http://www.w3.org/2000/svg";
const LINE = 19; // px between two lines of a label
/** What is kept of each shape. Mermaid gives circles a width too, which HTML doesn't allow. */
const SHAPES = {
  circle: ["cx", "cy", "r"],
  ellipse: ["cx", "cy", "rx", "ry"],
  path: ["d"],
  polygon: ["points"],
  rect: ["x", "y", "width", "height", "rx", "ry"],
};

/** One decimal is a tenth of a pixel. */
const short = (text) => text.replace(/-?\d*\.\d+(e-?\d+)?/g, (number) => String(+(+number).toFixed(1)));

function element(name, attributes, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, short(String(value)));
  made.append(...children);
  return made;
}

/** The lines of a label, as Mermaid broke them. */
const linesOf = (node) =>
  [...node.querySelectorAll(".text-outer-tspan")].map((line) => line.textContent.trim()).filter(Boolean);

/** Text around a point: in a font of other widths it is in the middle too. */
function label(lines, x, y) {
  const first = y - ((lines.length - 1) * LINE) / 2;
  const spans = lines.map((line, number) => element("tspan", { x, y: first + number * LINE }, line));
  return element("text", {}, ...spans);
}

function shape(original) {
  const kept = [...SHAPES[original.localName], "transform"].filter((name) => original.hasAttribute(name));
  return element(
    original.localName,
    Object.fromEntries(kept.map((name) => [name, original.getAttribute(name)])),
  );
}

function node(original) {
  const shapes = [...original.querySelectorAll(Object.keys(SHAPES))].filter((each) => !each.closest(".label"));
  const lines = linesOf(original);
  const name = lines.length ? "diagram__node" : "diagram__dot";
  const made = element("g", { class: name, transform: original.getAttribute("transform") });
  made.append(...shapes.map(shape), ...(lines.length ? [label(lines, 0, 0)] : []));
  return made;
}

/** The words at a line, on a ground of their own, so that the line doesn't strike them out. */
function inscription(original) {
  const lines = linesOf(original);
  const { width, height } = original.getBBox();
  const ground = { x: -width / 2 - 3, y: -height / 2 - 1, width: width + 6, height: height + 2 };
  const transform = original.getAttribute("transform");
  return element("g", { class: "diagram__words", transform }, element("rect", ground), label(lines, 0, 0));
}

function edge(original, name) {
  const arrow = original.hasAttribute("marker-end") ? { "marker-end": `url(#${name}-arrow)` } : {};
  return element("path", { class: "diagram__edge", d: original.getAttribute("d"), ...arrow });
}

function redrawn(original, name) {
  const [title, words] = ["title", "desc"].map((name) => original.querySelector(name)?.textContent);
  if (!title || !words) throw new Error("it needs a line `accTitle: …` and a line `accDescr: …`");
  const all = (selector) => [...original.querySelectorAll(selector)];
  const tip = element("path", { d: "M0 0 8 4 0 8z" });
  const arrow = { id: `${name}-arrow`, markerWidth: 8, markerHeight: 8, refX: 7.5, refY: 4, orient: "auto" };
  const [x, y, width, height] = original.getAttribute("viewBox").split(" ").map(Number);
  const box = [Math.floor(x), Math.floor(y), Math.ceil(width), Math.ceil(height)];
  const said = { role: "img", "aria-labelledby": `${name}-title`, "aria-describedby": `${name}-words` };
  const made = element(
    "svg",
    { viewBox: box.join(" "), width: box[2], height: box[3], ...said },
    element("title", { id: `${name}-title` }, title),
    element("desc", { id: `${name}-words` }, words),
    element("marker", arrow, tip),
    ...all(".edgePaths path").map((path) => edge(path, name)),
    ...all(".edgeLabels .edgeLabel").filter((each) => linesOf(each).length).map(inscription),
    ...all(".nodes > .node").map(node),
  );
  return `${new XMLSerializer().serializeToString(made).replace(/(<(?:g|path|svg|title|marker|text)\b)/g, "\n$1").trim()}\n`;
}

async function draw() {
  const pictures = {};
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: "strict",
    theme: "base",
    fontFamily: "system-ui, sans-serif",
    htmlLabels: false,
    flowchart: { htmlLabels: false, padding: 18, nodeSpacing: 40, rankSpacing: 30 },
    state: { padding: 14, nodeSpacing: 60, rankSpacing: 50 },
    themeVariables: { fontSize: "14px" },
  });
  for (const [name, source] of Object.entries(JSON.parse(document.getElementById("sources").textContent))) {
    try {
      const holder = document.body.appendChild(document.createElement("div"));
      holder.innerHTML = (await mermaid.render(`drawn-${name}`, source)).svg;
      pictures[name] = { svg: redrawn(holder.firstElementChild, name) };
    } catch (error) {
      pictures[name] = { fault: String(error.message ?? error) };
    }
  }
  const out = document.createElement("pre");
  out.id = "pictures";
  out.textContent = JSON.stringify(pictures);
  document.body.replaceChildren(out);
}

draw();
