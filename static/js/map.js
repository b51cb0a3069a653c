// The map of a register. The list beside it says the same, and is what keyboards and screen readers use; every word
// that the map shows comes from its rows.
"use strict";

(() => {
  const box = document.querySelector("[data-map]");
  const list = document.getElementById("rows");
  if (!box || !list || !window.L) { return; }
  const MEMBER = 1;
  const ABOUT = 2;
  const CLOSE_BY = box.dataset.tiles ? 13 : 11; // how near the map comes by itself: with nothing drawn on it, less near
  const NEAREST = 15; // and no nearer than this to tell two apart
  const MOST_AROUND = 30;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const spots = new Map(); // by id: { marker, index }
  let chosen = null;

  L.Marker.mergeOptions({ keyboard: false });
  const map = L.map(box, {
    zoomControl: false, attributionControl: false, minZoom: 2, maxZoom: 18, zoomSnap: 0.5,
    zoomAnimation: !calm, fadeAnimation: !calm, markerZoomAnimation: !calm, inertia: !calm,
  });
  L.control.zoom({ zoomInTitle: box.dataset.zoomIn, zoomOutTitle: box.dataset.zoomOut }).addTo(map);
  map.getPane("markerPane").setAttribute("aria-hidden", "true");
  if (box.dataset.tiles) { L.tileLayer(box.dataset.tiles, { maxZoom: 18, referrerPolicy: 'origin' }).addTo(map); }

  // --- marks -------------------------------------------------------------------------------
  const icons = new Map();
  const iconOf = (sector, flags) => {
    const key = `${sector} ${flags}`;
    if (!icons.has(key)) {
      const kinds = `spot spot-${sector}${flags & MEMBER ? " is-member" : ""}${flags & ABOUT ? " is-about" : ""}`;
      const html = `<svg class="${kinds}" viewBox="-14 -14 28 28"><use href="#shape-${sector}"/></svg>`;
      icons.set(key, L.divIcon({ className: "map-mark", html, iconSize: [28, 28] }));
    }
    return icons.get(key);
  };

  const clusterIcon = (cluster) => {
    const count = cluster.getChildCount();
    const size = count < 10 ? 36 : count < 100 ? 44 : 52;
    return L.divIcon({ className: "map-cluster", html: `<span>${count}</span>`, iconSize: [size, size] });
  };

  const clusters = L.markerClusterGroup({
    iconCreateFunction: clusterIcon, showCoverageOnHover: false, maxClusterRadius: 46, animate: false,
    spiderLegPolylineOptions: { weight: 1.5, color: "#55636a", opacity: 0.7 },
  });

  // --- the list ----------------------------------------------------------------------------
  const rowOf = (id) => list.querySelector(`[data-spot="${id}"]`);

  const showWithout = () => {
    const without = list.querySelector("[data-without]");
    if (!without || !spots.size && !nowhere) { return; }
    without.hidden = nowhere === 0;
    without.querySelector("[data-without-count]").textContent = ` (${nowhere})`;
  };
  let nowhere = null;

  const dress = () => {
    for (const button of list.querySelectorAll("[data-find]")) { button.hidden = false; }
    if (nowhere !== null) { showWithout(); }
    if (chosen !== null) { mark(chosen); }
  };

  const mark = (id) => {
    for (const row of list.querySelectorAll("[data-spot]")) {
      const is = row.dataset.spot === String(id);
      row.classList.toggle("is-chosen", is);
      const button = row.querySelector("[data-find]");
      if (button) { button.setAttribute("aria-pressed", String(is)); }
    }
  };

  const fetchRows = async (address) => {
    const answer = await fetch(address, { headers: { "HX-Request": "true" } });
    if (!answer.ok || answer.redirected) { throw new Error(String(answer.status)); }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("rows");
    list.replaceChildren(...page.childNodes);
    dress();
  };

  // The row of a mark; the page of the list on which it stands is fetched when it is another one.
  const bringRow = async (id) => {
    if (!rowOf(id)) {
      const number = Math.floor(spots.get(id).index / Number(box.dataset.pageSize)) + 1;
      const address = new URL(box.dataset.list, location.href);
      address.searchParams.set("page", number);
      await fetchRows(address);
    }
    return rowOf(id);
  };

  // Within the list where it scrolls by itself; on a phone the page stays with the map.
  const scrollTo = (row) => {
    const scroller = list.parentElement;
    if (scroller.scrollHeight <= scroller.clientHeight) { return; }
    scroller.scrollTop += row.getBoundingClientRect().top - scroller.getBoundingClientRect().top - scroller.clientHeight / 3;
  };

  // --- choosing -----------------------------------------------------------------------------
  const wordsOf = (row) => {
    const words = row.querySelector(".map-words").cloneNode(true);
    words.className = "map-popup";
    return words;
  };

  const popup = L.popup({ closeButton: false, minWidth: 180, maxWidth: 280, offset: [0, -6], autoPanPaddingTopLeft: [64, 12] });

  const choose = async (id) => {
    const { marker } = spots.get(id);
    chosen = id;
    mark(id);
    let row = null;
    try { row = await bringRow(id); } catch { /* without its words the name has to do */ }
    if (chosen !== id) { return; }
    if (row) { mark(id); scrollTo(row); }
    const name = document.createElement("p");
    name.textContent = marker.options.title;
    popup.setContent(row ? wordsOf(row) : name).setLatLng(marker.getLatLng()).openOn(map);
  };

  map.on("popupclose", () => {
    chosen = null;
    mark(null);
  });

  document.addEventListener("keydown", (event) => { if (event.key === "Escape") { map.closePopup(); } });

  // Near enough that the mark stands alone; those at one and the same spot are laid out around it.
  const find = (id) => {
    const { marker } = spots.get(id);
    const place = marker.getLatLng();
    box.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
    let shown = null;
    for (let zoom = Math.max(map.getZoom(), CLOSE_BY); zoom <= NEAREST; zoom += 1) {
      map.setView(place, zoom, { animate: false });
      shown = clusters.getVisibleParent(marker);
      if (shown === marker || isOneSpot(shown)) { break; }
    }
    if (shown && shown !== marker && shown.getChildCount() <= MOST_AROUND) { shown.spiderfy(); }
    choose(id);
  };

  const isOneSpot = (cluster) => {
    const bounds = cluster && cluster.getBounds();
    return Boolean(bounds) && bounds.getNorthEast().equals(bounds.getSouthWest());
  };

  list.addEventListener("click", (event) => {
    const row = event.target.closest("[data-spot]");
    const link = event.target.closest("a");
    if (link && link.closest(".pages")) {
      event.preventDefault();
      fetchRows(link.href).then(() => { list.parentElement.scrollTop = 0; list.focus(); }, () => { location.assign(link.href); });
    } else if (row && !link && spots.has(Number(row.dataset.spot))) {
      find(Number(row.dataset.spot));
    }
  });

  // --- what it is drawn from --------------------------------------------------------------------
  const say = (words) => {
    const note = document.createElement("p");
    note.className = "map-note";
    note.setAttribute("role", "status");
    note.textContent = words;
    box.after(note);
  };

  const read = async (address) => {
    const answer = await fetch(address);
    if (!answer.ok || answer.redirected) { throw new Error(String(answer.status)); }
    return answer.json();
  };

  const drawOutline = (outline) => L.geoJSON(outline, { interactive: false, className: "map-outline" }).addTo(map).getBounds();

  const drawSpots = (rows) => {
    rows.forEach(([id, name, sector, flags, latitude, longitude], index) => {
      if (latitude === undefined) { return; }
      const marker = L.marker([latitude, longitude], { icon: iconOf(sector, flags), title: name });
      marker.on("click", () => choose(id));
      spots.set(id, { marker, index });
    });
    nowhere = rows.length - spots.size;
    clusters.addLayers([...spots.values()].map((spot) => spot.marker));
    map.addLayer(clusters);
  };

  // One place typed wrongly, or an island far away, does not turn the map into a sea: of many, the outermost do not count.
  const middleOf = (numbers) => {
    const inOrder = numbers.sort((a, b) => a - b);
    const left = inOrder.length < 20 ? 0 : Math.ceil(inOrder.length / 20);
    return [inOrder[left], inOrder[inOrder.length - 1 - left]];
  };
  const whereMostAre = () => {
    const places = [...spots.values()].map((spot) => spot.marker.getLatLng());
    const [south, north] = middleOf(places.map((place) => place.lat));
    const [west, east] = middleOf(places.map((place) => place.lng));
    return L.latLngBounds([[south, west], [north, east]]);
  };

  const show = ([outline, points]) => {
    let bounds = drawOutline(outline);
    drawSpots(points.spots);
    if (!bounds.isValid() && spots.size) { bounds = whereMostAre(); }
    if (!bounds.isValid()) { bounds = L.latLngBounds([[49.5, 2.5], [53.6, 7.3]]); }
    map.fitBounds(bounds, { padding: [12, 12], maxZoom: CLOSE_BY, animate: false });
    if (!spots.size) { say(box.dataset.nobody); }
    dress();
    box.dataset.ready = "";
  };

  map.setView([51, 4.5], 7);
  Promise.all([read(box.dataset.outline), read(box.dataset.points)]).then(show, () => say(box.dataset.failed));
})();
