// What Material's script adds to a page, mended for those who read it with a keyboard or by ear.
(() => {
  // A table that is wider than its screen scrolls, so a keyboard must reach it.
  const widths = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth) target.setAttribute("tabindex", "0");
      else target.removeAttribute("tabindex");
    }
  });
  // On a phone, a row of many cells is a paragraph, in which each says its column's title (tables.css).
  const title = (table) => {
    const titles = [...table.querySelectorAll("thead th")].map((head) => head.textContent);
    if (titles.length < 3 || table.closest(".operation")) return;
    for (const cell of table.querySelectorAll("td:not(:first-child)")) cell.dataset.title = titles[cell.cellIndex];
  };
  const mend = () => {
    for (const wrap of document.querySelectorAll(".md-typeset__scrollwrap:not([data-mended])")) {
      wrap.dataset.mended = "";
      widths.observe(wrap);
      title(wrap.querySelector("table"));
    }
    // Each code block's buttons are a <nav>: as many landmarks without a name as there are blocks.
    for (const nav of document.querySelectorAll(".md-code__nav:not([role])")) nav.setAttribute("role", "none");
  };
  let waits;
  new MutationObserver(() => {
    // Once for many blocks, not once for each.
    waits ??= setTimeout(() => {
      waits = undefined;
      mend();
    });
  }).observe(document.body, { childList: true, subtree: true });
})();
