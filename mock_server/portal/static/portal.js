// The one thing that HTML can't do: put a key into the clipboard. Without this script the field can be selected.
for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  const said = document.getElementById("copied");
  const words = button.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      document.execCommand("copy"); // no permission, or not a secure context
    }
    button.textContent = "Copied";
    said.textContent = "The key is in the clipboard.";
    setTimeout(() => {
      button.textContent = words;
      said.textContent = "";
    }, 3000);
  });
}
