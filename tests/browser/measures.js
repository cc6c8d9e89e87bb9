// What the tests measure on a page, evaluated as it stands: each function gives a list of what is wrong.
(() => {
  const CONTROLS = "input:not([type=hidden]), select, textarea";
  const TARGETS = `a[href], button, summary, ${CONTROLS}`;
  const NEAR = 40;

  const clean = (text) => text.replace(/\s+/g, " ").trim();
  // Seen by eyes: what is there for screen readers alone is not.
  const shown = (element) =>
    element.checkVisibility({ visibilityProperty: true }) && !element.closest(".g-vh, .g-skip:not(:focus)") &&
    element.getBoundingClientRect().width > 0;
  const all = (selector) => Array.from(document.querySelectorAll(selector)).filter(shown);
  const named = (element) => {
    const id = element.id ? `#${element.id}` : "";
    return `<${element.localName}${id} ${element.className}> “${clean(element.textContent).slice(0, 50)}”`;
  };
  const box = (element) => element.getBoundingClientRect();
  const gap = (one, other) => {
    const down = Math.max(other.top - one.bottom, one.top - other.bottom, 0);
    const aside = Math.max(other.left - one.right, one.left - other.right, 0);
    return Math.max(down, aside);
  };

  function* texts() {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!clean(node.data) || !shown(node.parentElement)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      yield [node.parentElement, clean(node.data), Array.from(range.getClientRects())];
    }
  }

  // Reflow and clipping

  const overflowing = () => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const wide = all("body *").filter((element) => box(element).right > width + 0.5);
    return [`${document.documentElement.scrollWidth} px wide`, ...wide.map(named)];
  };

  const clipped = () => {
    const cut = all("body *").filter((element) => {
      if (element.matches(`${CONTROLS}, progress, option`) || getComputedStyle(element).overflow === "visible") return false;
      return element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1;
    });
    const outside = [];
    for (const [element, text, rectangles] of texts()) {
      const holder = element.closest("a, button, label, summary, h1, h2, h3, p, dt, dd, li, legend") || document.body;
      const limits = box(holder);
      const isInline = getComputedStyle(holder).display === "inline";
      const leaves = (r) => r.left < -1 || r.right > document.documentElement.clientWidth + 1
        || (!isInline && (r.right > limits.right + 1 || r.bottom > limits.bottom + 2 || r.top < limits.top - 2));
      if (rectangles.some(leaves)) outside.push(`“${text.slice(0, 50)}” leaves ${named(holder)}`);
    }
    return [...cut.map((element) => `cut: ${named(element)}`), ...outside];
  };

  // Sizes and distances

  const takes = (target, x, y) => {
    const hit = document.elementFromPoint(x, y);
    return hit && (target.contains(hit) || Array.from(target.labels || []).some((label) => label.contains(hit)));
  };

  // A target is as large as the block around it, if a click in each corner of that block reaches it.
  const area = (target) => {
    target.scrollIntoView({ block: "center" });
    let found = box(target);
    for (let block = target.parentElement, up = 0; up < 3; block = block.parentElement, up += 1) {
      const { left, top, width, height } = box(block);
      const corners = [[4, 4], [width - 4, 4], [4, height - 4], [width - 4, height - 4]];
      if (corners.every(([x, y]) => takes(target, left + x, top + y))) found = box(block);
    }
    return found;
  };

  const isInText = (target) =>
    target.matches("a") && getComputedStyle(target).display === "inline" &&
    clean(target.parentElement.textContent) !== clean(target.textContent);

  const smallTargets = () =>
    all(TARGETS).flatMap((target) => {
      const { width, height } = area(target);
      const least = isInText(target) ? 0 : 43.5;
      return width >= Math.max(least, 24) && height >= least ? [] : [`${Math.round(width)}×${Math.round(height)} ${named(target)}`];
    });

  // From the label to its control, through what stands between them (hint, error, files already sent): each gap.
  const between = (label, control) => {
    let common = label;
    while (!common.contains(control)) common = common.parentElement;
    const inside = Array.from(common.children).filter(shown);
    const first = inside.findIndex((child) => child.contains(label));
    const last = inside.findIndex((child) => child.contains(control));
    return [label, ...inside.slice(first + 1, last), control];
  };

  const farLabels = () =>
    all(CONTROLS).flatMap((control) => {
      const label = control.labels && control.labels[0];
      if (!label) return [`no label: ${named(control)}`];
      const chain = between(label, control);
      const gaps = chain.slice(1).map((next, place) => gap(box(chain[place]), box(next)));
      return Math.max(...gaps) <= NEAR ? [] : [`${Math.round(Math.max(...gaps))} px: ${named(label)}`];
    });

  // Groups, names, errors

  const namelessGroups = () =>
    all("[type=radio], [type=checkbox]").flatMap((control) => {
      const family = document.getElementsByName(control.name);
      const legend = control.closest("fieldset")?.querySelector("legend");
      return family.length < 2 || (legend && clean(legend.textContent)) ? [] : [named(control)];
    });

  const ambiguousButtons = () => {
    const found = new Map();
    for (const button of all("button")) {
      const name = clean(button.textContent);
      found.set(name, new Set([...(found.get(name) || []), `${button.name}=${button.value}`]));
    }
    return Array.from(found).filter(([, acts]) => acts.size > 1).map(([name]) => name);
  };

  const described = (element) =>
    (element.getAttribute("aria-describedby") || "").split(/\s+/).filter(Boolean)
      .map((id) => document.getElementById(id)).filter(Boolean);

  // What a line of the summary says of a problem, without where it stands: beside the field, that is seen.
  const problemOf = (link) => {
    const line = link.cloneNode(true);
    line.querySelectorAll("[data-place]").forEach((place) => place.remove());
    return clean(line.textContent);
  };

  const errorOf = (link) => {
    const text = problemOf(link);
    const control = document.getElementById(link.hash.slice(1));
    if (!control || !control.matches("input, select, textarea, button")) return [`leads to no input: ${text}`];
    const group = control.closest("fieldset");
    const holders = group ? [control, group] : [control];
    const said = holders.flatMap(described).find((element) => clean(element.textContent).includes(text));
    const problems = [];
    if (!said || !shown(said)) problems.push(`not said by aria-describedby: ${text}`);
    else if (farFromField(said)) problems.push(`${farFromField(said)} px from its field: ${text}`);
    // A button cannot be invalid: the one that adds an entry, where none is.
    const isMarked = control.matches("button") || holders.some((element) => element.getAttribute("aria-invalid") === "true");
    if (!isMarked) problems.push(`not aria-invalid: ${text}`);
    return problems;
  };

  const farFromField = (error) => {
    const next = error.nextElementSibling;
    if (!next) return "no field after it, ∞";
    const distance = Math.round(gap(box(error), box(next)));
    return distance > NEAR ? distance : 0;
  };

  const badErrors = () => {
    const links = Array.from(document.querySelectorAll("[role=alert] a"));
    const texts = links.map(problemOf);
    const unlisted = Array.from(document.querySelectorAll("main [aria-invalid=true]")).filter((control) => {
      const errors = [control, control.closest("fieldset")].filter(Boolean).flatMap(described);
      return !errors.some((error) => texts.some((text) => clean(error.textContent).includes(text)));
    });
    return [...links.flatMap(errorOf), ...unlisted.map((control) => `wrong, but not in the summary: ${named(control)}`)];
  };

  // Colours, also where axe cannot tell because something lies over the text

  const channels = (color) => (color.match(/[\d.]+/g) || []).map(Number);
  const light = (color) => {
    const [r, g, b] = channels(color).slice(0, 3).map((c) => (c / 255 <= 0.04045 ? c / 3294.6 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (one, other) => {
    const [high, low] = [light(one), light(other)].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
  };
  const behind = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const color = getComputedStyle(each).backgroundColor;
      const alpha = channels(color)[3];
      if (alpha === undefined || alpha === 1) return color;
    }
    return "rgb(255, 255, 255)";
  };

  const faintTexts = () => {
    const found = new Set();
    for (const [element, text] of texts()) {
      const style = getComputedStyle(element);
      const size = parseFloat(style.fontSize);
      const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      const contrast = ratio(style.color, behind(element));
      if (contrast < (isLarge ? 3 : 4.5)) found.add(`${contrast.toFixed(2)} “${text.slice(0, 40)}”`);
    }
    return Array.from(found);
  };

  const faintControls = () =>
    all("input:not([type=hidden], [type=radio], [type=checkbox], [type=file]), select, textarea, button").flatMap((control) => {
      const contrast = ratio(getComputedStyle(control).borderTopColor, behind(control.parentElement));
      return contrast >= 3 ? [] : [`${contrast.toFixed(2)} ${named(control)}`];
    });

  // Where the focus is

  const PLACES = [[0.5, 0.1], [0.1, 0.5], [0.5, 0.5], [0.9, 0.5], [0.5, 0.9]];

  const stop = () => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const style = getComputedStyle(element);
    const { left, top, width, height } = box(element);
    const points = PLACES.map(([x, y]) => [left + x * width, top + y * height]);
    const onScreen = points.filter(([x, y]) => x >= 0 && y >= 0 && x < innerWidth && y < innerHeight);
    const isHere = (hit) => hit && (element.contains(hit) || (hit.localName === "label" && hit.contains(element)));
    const hidden = onScreen.filter(([x, y]) => !isHere(document.elementFromPoint(x, y)));
    const all = Array.from(document.querySelectorAll("*"));
    return {
      name: named(element),
      order: all.indexOf(element),
      top: top + scrollY,
      bottom: top + height + scrollY,
      outline: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
      contrast: ratio(style.outlineColor, behind(element.parentElement)),
      isOffScreen: onScreen.length === 0,
      hidden: hidden.length,
    };
  };

  return {
    overflowing, clipped, smallTargets, farLabels, namelessGroups, ambiguousButtons, badErrors, faintTexts, faintControls,
    stop,
  };
})()
