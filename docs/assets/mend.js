// What Material's script adds to a page, mended for those who read it with a keyboard or by ear.
(() => {
  // A table that is wider than its screen scrolls, so a keyboard must reach it.
  const widths = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth) target.setAttribute("tabindex", "0");
      else target.removeAttribute("tabindex");
    }
  });
  const mend = () => {
    for (const table of document.querySelectorAll(".md-typeset__scrollwrap")) widths.observe(table);
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
