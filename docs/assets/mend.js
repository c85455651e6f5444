// Material's script makes the buttons of each code block a <nav>: as many landmarks without a name as blocks.
(() => {
  const mend = () => {
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
