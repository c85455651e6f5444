// "Copy page as Markdown": fetches the page's own Markdown from this host and puts it into the clipboard.
// One listener for all pages, so that it also works where the theme replaces a page without loading it.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy-page]");
  if (!button) return;
  const said = button.nextElementSibling;
  const text = fetch(button.dataset.copyPage).then((answer) => {
    if (!answer.ok) throw new Error(`${answer.status} ${answer.url}`);
    return answer.blob();
  });
  try {
    // Safari lets only the click itself write: it takes the promise now and the text later.
    const content = text.then((blob) => new Blob([blob], { type: "text/plain" }));
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": content })]);
    said.textContent = "Copied";
  } catch {
    said.textContent = "Not copied";
  }
  clearTimeout(button.timer);
  button.timer = setTimeout(() => (said.textContent = ""), 4000);
});
