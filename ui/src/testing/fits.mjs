// What a person could not read or hit on a page as it is painted; run inside the page.

/** Words that are cut off, boxes that their words stick out of, and targets smaller than a finger. */
export function misfits() {
  const seen = [];
  const told = new Set();
  const tell = (what, element) => {
    const words = (element.innerText || element.getAttribute("aria-label") || element.className)
      .toString()
      .trim()
      .replace(/\s+/g, " ")
      .slice(0, 48);
    const line = `${what}: ${element.tagName.toLowerCase()}.${String(element.className).split(" ")[0]} “${words}”`;
    if (!told.has(line)) seen.push(line);
    told.add(line);
  };
  const spokenOnly = (element) =>
    element.closest(".only-spoken, [aria-hidden=true], .skip") !== null ||
    [element, element.parentElement].some(
      (one) =>
        one &&
        /inset\(50%\)|rect\(0/.test(getComputedStyle(one).clipPath + getComputedStyle(one).clip),
    );
  const painted = (element) =>
    element.checkVisibility({ visibilityProperty: true }) && !spokenOnly(element);

  // Words against every box around them that cuts, up to one that scrolls.
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (words.nextNode()) {
    const parent = words.currentNode.parentElement;
    if (!parent || words.currentNode.textContent.trim() === "" || !painted(parent)) continue;
    if (parent.closest("script, style, svg, input, textarea, select")) continue;
    const range = document.createRange();
    range.selectNodeContents(words.currentNode);
    const text = range.getBoundingClientRect();
    const size = Number.parseFloat(getComputedStyle(parent).fontSize);
    let [across, down] = [true, true];
    for (let box = parent; box && box !== document.body; box = box.parentElement) {
      const style = getComputedStyle(box);
      if (style.textOverflow === "ellipsis") across = false;
      if (/auto|scroll/.test(style.overflowX)) across = false;
      if (/auto|scroll/.test(style.overflowY)) down = false;
      const edge = box.getBoundingClientRect();
      if (
        across &&
        /hidden|clip/.test(style.overflowX) &&
        (text.right > edge.right + 1 || text.left < edge.left - 1)
      )
        tell("words cut at the side", parent);
      if (
        down &&
        /hidden|clip/.test(style.overflowY) &&
        (text.bottom > edge.bottom + size * 0.4 || text.top < edge.top - size * 0.4)
      )
        tell("words cut above or below", parent);
    }
    if (across && (text.right > innerWidth + 1 || text.left < -1))
      tell("words outside the window", parent);
  }

  // The words of a closed list are painted by the system: they are measured as they would stand in a line.
  const pen = document.createElement("canvas").getContext("2d");
  for (const list of document.querySelectorAll("select")) {
    const style = getComputedStyle(list);
    const signs = style.textOverflow === "ellipsis";
    if (!painted(list) || signs) continue;
    pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    const room =
      list.clientWidth -
      Number.parseFloat(style.paddingLeft) -
      Number.parseFloat(style.paddingRight);
    const words = list.selectedOptions[0]?.textContent ?? "";
    if (pen.measureText(words).width > room + 1) tell("a list cuts its words without a sign", list);
  }

  for (const box of document.querySelectorAll(
    "button, a, label, th, td, dt, dd, h1, h2, h3, p, li, .chip, .segment, .msg",
  )) {
    if (!painted(box) || box.clientWidth === 0) continue;
    const style = getComputedStyle(box);
    const inline = style.display === "inline";
    if (
      !inline &&
      !/auto|scroll/.test(style.overflowX) &&
      style.textOverflow !== "ellipsis" &&
      box.scrollWidth > box.clientWidth + 1
    ) {
      const wide = [...box.querySelectorAll("*")].some(
        (inner) =>
          /auto|scroll/.test(getComputedStyle(inner).overflowX) ||
          getComputedStyle(inner).textOverflow === "ellipsis",
      );
      if (!wide) tell("words wider than their box", box);
    }
  }

  const across = (box) => /auto|scroll/.test(getComputedStyle(box).overflowX);
  const scrolled = (box) =>
    box !== null && box !== document.body && (across(box) || scrolled(box.parentElement));
  const panes = "main, div, section, ul, ol, nav, aside, article";
  for (const pane of document.querySelectorAll(panes)) {
    if (!painted(pane) || !/auto|scroll/.test(getComputedStyle(pane).overflowY)) continue;
    // What scrolls inside of it is read; the part of it that no window shows is not.
    if (pane.getBoundingClientRect().right > innerWidth + 1 && !scrolled(pane.parentElement))
      tell("a pane that sticks out of the window", pane);
    const { clientHeight, scrollHeight } = pane;
    const line = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) * 1.6;
    if (scrollHeight > clientHeight + line && clientHeight < line * 3)
      tell(`only ${clientHeight} of ${scrollHeight} px to read in`, pane);
  }

  const targets =
    "button, a[href], input, select, textarea, [role=option], [role=menuitem], [role=row][tabindex], label:has(input)";
  for (const target of document.querySelectorAll(targets)) {
    if (!painted(target)) continue;
    const control = target.closest("label:has(input)") ?? target;
    if (control !== target && target.matches("input")) continue;
    if (control.closest("p, li.inline") && control.matches("a")) continue;
    const { width, height } = control.getBoundingClientRect();
    if (width === 0 || height === 0) continue;
    if (Math.min(width, height) < 39.5)
      tell(`target of ${Math.round(width)} by ${Math.round(height)}`, control);
  }
  return seen;
}
