// The network of an alliance. The list under it says the same, and is there without this picture; what stands in the
// panel is fetched from the page of the organisation that was chosen.
"use strict";

(() => {
  const box = document.querySelector("[data-network]");
  const panel = document.querySelector("[data-panel]");
  if (!box || !panel || !window.cytoscape) { return; }
  const FONT = getComputedStyle(document.body).fontFamily;
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const INK = css("--ink");
  const LINE = css("--control-line");
  const MAIN = css("--main");
  const PAPER = css("--surface");
  const MANY = 90; // organisations: from here on the layout gets fewer rounds
  const NAMED = { narrow: 16, wide: 45 }; // with more of them, only the chosen one and its neighbours carry their name
  const NARROW = 600;

  const shapeOf = (sector) => document.getElementById(`shape-${sector}`).getAttribute("d");
  const colourOf = (sector) => (sector ? css(`--sector-${sector}`) : PAPER);
  // The very marks of the legend, as small pictures.
  const markOf = (sector) => {
    const path = `<path d="${shapeOf(sector)}" fill="${colourOf(sector)}" stroke="${INK}" stroke-width="1.2"/>`;
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-12 -12 24 24" width="96" height="96">${path}</svg>`;
    return `data:image/svg+xml;utf8,${encodeURIComponent(svg)}`;
  };

  const style = () => [
    { selector: "node", style: {
      width: "data(size)", height: "data(size)", shape: "rectangle", "background-opacity": 0,
      "background-image": "data(mark)", "background-fit": "contain", "background-clip": "none", "border-width": 0,
      label: "data(short)", color: INK, "font-family": FONT, "font-size": "data(font)", "text-valign": "bottom",
      "text-margin-y": 3, "text-wrap": "wrap", "text-max-width": "data(wide)", "text-background-color": PAPER,
      "text-background-opacity": 0.8, "text-background-padding": 1 } },
    { selector: "node.is-many", style: { label: "" } },
    { selector: "edge", style: {
      width: "data(width)", "curve-style": "haystack", "haystack-radius": 0, "line-color": LINE, opacity: 0.75 } },
    { selector: "edge[kind = 'both']", style: { "line-color": MAIN, opacity: 1 } },
    { selector: "edge[kind = 'one']", style: {
      "line-color": MAIN, "line-style": "dashed", "curve-style": "straight", opacity: 1 } },
    { selector: ".is-far", style: { opacity: 0.15 } },
    { selector: "edge.is-near", style: { opacity: 1, "line-color": MAIN, "z-index": 5 } },
    { selector: "node.is-near, node.is-chosen", style: { label: "data(name)", "z-index": 10 } },
    { selector: "node.is-chosen", style: {
      "border-width": "data(ring)", "border-color": MAIN, "border-opacity": 1, "font-weight": "bold" } },
    { selector: "core", style: { "active-bg-opacity": 0, "selection-box-opacity": 0 } },
  ];

  const shortened = (name) => (name.length > 34 ? `${name.slice(0, 32).trimEnd()}…` : name);

  // Always from the same circle and without chance, so that the picture is the same at each visit.
  const elements = ({ members, ties }) => {
    const round = 40 * Math.max(6, members.length);
    const most = Math.max(1, ...members.map((one) => one[3]));
    const nodes = members.map(([id, name, sector, count], index) => {
      const angle = (2 * Math.PI * index) / members.length;
      return {
        data: {
          id: `m${id}`, number: id, name, short: shortened(name), mark: markOf(sector), font: 13, wide: 120, ring: 3,
          large: 20 + 24 * Math.sqrt(count / most), size: 20,
        },
        position: { x: (round / 6) * Math.cos(angle), y: (round / 6) * Math.sin(angle) },
      };
    });
    const edges = ties.map(([one, other, width, kind]) => (
      { data: { id: `t${one}-${other}`, source: `m${one}`, target: `m${other}`, thick: width, width, kind } }));
    return [...nodes, ...edges];
  };

  const layout = (count) => ({
    name: "cose", animate: false, randomize: false, fit: true, padding: 34, numIter: count > MANY ? 150 : 800,
    nodeRepulsion: () => 900000, idealEdgeLength: () => 110, nodeOverlap: 30, gravity: 1.2, componentSpacing: 90,
    edgeElasticity: () => 120,
  });

  let network = null;
  let chosen = null;

  const show = async (number) => {
    const node = network.getElementById(`m${number}`);
    chosen = number;
    network.elements().removeClass("is-near is-far is-chosen");
    const near = node.closedNeighborhood();
    network.elements().difference(near).addClass("is-far");
    near.addClass("is-near");
    node.removeClass("is-near").addClass("is-chosen");
    try {
      const answer = await fetch(box.dataset.member.replace("/0/", `/${number}/`), { headers: { "HX-Request": "true" } });
      if (!answer.ok || answer.redirected) { throw new Error(String(answer.status)); }
      const words = new DOMParser().parseFromString(await answer.text(), "text/html").body.firstElementChild;
      if (chosen === number) { panel.replaceChildren(words); }
    } catch {
      if (chosen === number) { panel.textContent = node.data("name"); }
    }
  };

  const rest = panel.firstElementChild;
  const nobody = () => {
    chosen = null;
    network.elements().removeClass("is-near is-far is-chosen");
    panel.replaceChildren(rest);
  };

  const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && chosen !== null) { nobody(); return; }
    const step = STEPS[event.key];
    if (!network || !step) { return; }
    event.preventDefault();
    const numbers = network.nodes().map((node) => node.data("number"));
    const at = numbers.indexOf(chosen);
    show(numbers[at < 0 ? (step > 0 ? 0 : numbers.length - 1) : (at + step + numbers.length) % numbers.length]);
  });

  // Names are as large as the text beside them, however small the picture had to become; marks and lines nearly so.
  const fit = () => {
    network.resize();
    network.fit(undefined, 40);
    const nodes = network.nodes();
    const isNarrow = box.clientWidth < NARROW;
    const zoom = network.zoom();
    // Smaller where there are many of them, or little room; never so small that a mark cannot be told from another.
    const scale = Math.min(1, Math.max(0.4, (isNarrow ? 4 : 5.5) / Math.sqrt(nodes.length))) / zoom;
    network.batch(() => {
      nodes.data({ font: 13 / zoom, wide: 110 / zoom, ring: 3 / zoom });
      nodes.forEach((node) => { node.data("size", node.data("large") * scale); });
      network.edges().forEach((edge) => { edge.data("width", edge.data("thick") * 0.8 * scale); });
      nodes.toggleClass("is-many", nodes.length > (isNarrow ? NAMED.narrow : NAMED.wide));
    });
  };

  const draw = (found) => {
    network = cytoscape({
      container: box, elements: elements(found), style: style(), layout: layout(found.members.length),
      userZoomingEnabled: false, boxSelectionEnabled: false, autounselectify: true, autoungrabify: true,
      userPanningEnabled: false, minZoom: 0.05, maxZoom: 1.6,
    });
    network.on("tap", "node", (event) => { show(event.target.data("number")); });
    network.on("tap", (event) => { if (event.target === network) { nobody(); } });
    fit();
    addEventListener("resize", fit);
  };

  const begin = async () => {
    for (const one of document.querySelectorAll("[data-picture], [data-panel], [data-legend]")) { one.hidden = false; }
    try {
      const answer = await fetch(box.dataset.network);
      if (!answer.ok || answer.redirected) { throw new Error(String(answer.status)); }
      draw(await answer.json());
      box.dataset.drawn = "yes";
    } catch {
      const words = document.createElement("p");
      words.className = "network-failed";
      words.textContent = box.dataset.failed;
      box.replaceChildren(words);
    }
  };
  begin();
})();
