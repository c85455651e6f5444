/* The reader's own key in the examples: shown masked, copied whole.

   The key is in this tab's sessionStorage and in no other place. It is never put into the document, whole, for
   longer than a copy takes; nor into a URL, a log or a request. All that the page gets is text, never HTML. */
"use strict";

(() => {
  const PLACEHOLDER = "YOUR_API_KEY";
  const STORED = "own-key";
  const SHOWN = "own-key";
  const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  // --- The key ---

  /** What is wrong with the text as a key of this API, by its form; empty when nothing is. */
  function faultOf(text) {
    if (!text) return "Paste a key.";
    if (!text.startsWith("tmk_")) return "A key begins with tmk_.";
    if (!/^tmk_[0-9A-Za-z]*$/.test(text)) return "After tmk_, a key has only letters and digits.";
    if (text.length !== 40) return `A key has 40 characters, and this has ${text.length}. Copy the whole key.`;
    return checksum(text.slice(0, -6)) === text.slice(-6)
      ? ""
      : "This key is mistyped: its checksum doesn't fit. Copy it again.";
  }

  /** CRC-32 (ISO 3309) of an ASCII text, as six digits in base 62. */
  function checksum(text) {
    let crc = -1;
    for (const letter of text) {
      crc ^= letter.charCodeAt(0);
      for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    }
    let number = ~crc >>> 0;
    let digits = "";
    for (; digits.length < 6; number = Math.floor(number / 62)) digits = DIGITS[number % 62] + digits;
    return digits;
  }

  /** As the portal shows a key that was shown once. */
  const masked = (key) => `tmk_…${key.slice(-4)}`;

  let unstored = null; // where the browser keeps nothing for this site

  function load() {
    try {
      const key = sessionStorage.getItem(STORED);
      return key && !faultOf(key) ? key : unstored;
    } catch {
      return unstored;
    }
  }

  function store(key) {
    unstored = null;
    try {
      if (key) sessionStorage.setItem(STORED, key);
      else sessionStorage.removeItem(STORED);
    } catch {
      unstored = key;
    }
  }

  // --- The examples ---

  /** Wraps each placeholder of the page's examples, once. A key in a URL is what no page should offer to copy. */
  function find() {
    for (const code of document.querySelectorAll(".highlight:not(.language-markdown) code")) {
      const walker = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
      const texts = [];
      while (walker.nextNode()) texts.push(walker.currentNode);
      for (let text of texts) {
        if (text.parentNode.classList.contains(SHOWN)) continue;
        for (let at; (at = text.data.search(/\bYOUR_API_KEY\b/)) >= 0; ) {
          const inUrl = /[?&][\w-]+=$/.test(text.data.slice(0, at));
          const found = text.splitText(at);
          text = found.splitText(PLACEHOLDER.length);
          if (inUrl) continue;
          const shown = document.createElement("span");
          found.replaceWith(shown);
          shown.append(found);
          shown.className = SHOWN;
        }
      }
    }
  }

  const all = (within) => within.querySelectorAll(`.highlight .${SHOWN}`);

  /** Shows the key, masked, or the placeholder when there is none. */
  function show() {
    const key = load();
    for (const shown of all(document)) {
      shown.textContent = key ? masked(key) : PLACEHOLDER;
      shown.title = key ? "Your key, masked. Copied, it is whole." : "Use your own key";
      shown.classList.toggle(`${SHOWN}--used`, Boolean(key));
    }
    dialog.tell(key);
  }

  /** What a block's copy button should give; as the theme reads it, which hides some parts meanwhile. */
  function whole(code, key) {
    const spans = code.querySelectorAll(`.${SHOWN}`);
    for (const span of spans) span.textContent = key;
    code.setAttribute("data-md-copying", "");
    const text = code.innerText;
    code.removeAttribute("data-md-copying");
    for (const span of spans) span.textContent = masked(key);
    return text;
  }

  /** The theme's copy button prefers `data-copy` to what is shown. It is there for the one click. */
  function copyByButton(event) {
    const button = event.target.closest?.("[data-clipboard-target]");
    const code = button && document.querySelector(button.dataset.clipboardTarget);
    const key = load();
    if (!code || !key || !code.querySelector(`.${SHOWN}`)) return;
    code.dataset.copy = whole(code, key);
    setTimeout(() => delete code.dataset.copy);
  }

  /** What was selected by hand; a masked key is selected whole, by the style sheet. */
  function copySelection(event) {
    const key = load();
    const selection = getSelection();
    if (!key || event.target.closest?.("input, textarea")) return;
    if (![...all(document)].some((shown) => selection.containsNode(shown, true))) return;
    event.clipboardData.setData("text/plain", selection.toString().replaceAll(masked(key), key));
    event.preventDefault();
  }

  // --- The dialog ---

  const parts = document.getElementById("own-key").content.cloneNode(true);
  const part = (selector) => parts.querySelector(selector);
  const [open, box, said] = [part("button"), part("dialog"), part(".own-key__said")];
  const [form, field, fault, used] = [part("form"), part("input"), part(".own-key__fault"), part(".own-key__used")];

  const dialog = {
    /** Says whether a key is in use. */
    tell(key) {
      const words = key ? `Your key ${masked(key)} is in the examples` : "Use your key in the examples";
      open.title = words;
      open.setAttribute("aria-label", words);
      open.classList.toggle("own-key__open--used", Boolean(key));
      used.hidden = !key;
      used.querySelector("code").textContent = key ? masked(key) : "";
    },
    open() {
      dialog.refuse("");
      box.showModal();
      field.focus();
    },
    close(words) {
      box.close();
      said.textContent = words;
      clearTimeout(said.timer);
      said.timer = setTimeout(() => (said.textContent = ""), 4000);
    },
    refuse(why) {
      fault.textContent = why;
      field.setAttribute("aria-invalid", String(Boolean(why)));
    },
  };

  function enter(event) {
    event.preventDefault();
    const key = field.value.trim();
    dialog.refuse(faultOf(key));
    if (fault.textContent) return field.focus();
    store(key);
    show();
    dialog.close(`The examples on this site now copy ${masked(key)}`);
  }

  // A tab that was duplicated has a copy of the key: it forgets too. No key is in the message.
  const tabs = "BroadcastChannel" in window ? new BroadcastChannel("own-key") : null;

  function drop() {
    store(null);
    show();
  }

  function forget() {
    drop();
    tabs?.postMessage("forget");
    dialog.close("Your key is forgotten");
  }

  /** A click on a placeholder opens the dialog; the end of a selection is none. */
  function pick(event) {
    if (event.target.closest?.(`.highlight .${SHOWN}`) && getSelection().isCollapsed) dialog.open();
  }

  function start() {
    find();
    show();
  }

  open.addEventListener("click", dialog.open);
  form.addEventListener("submit", enter);
  part("[value=cancel]").addEventListener("click", () => box.close());
  part(".own-key__forget").addEventListener("click", forget);
  // A selection that begins in the field may end beside the dialog: that is no click on what is beside.
  let pressed;
  box.addEventListener("pointerdown", (event) => (pressed = event.target));
  box.addEventListener("click", (event) => event.target === box && pressed === box && box.close());
  box.addEventListener("close", () => {
    field.value = "";
    open.focus();
  });
  // Beside the palette's switch, where nothing else moves for it.
  (document.querySelector(".palette") ?? document.querySelector(".md-header__title")).before(open);
  document.body.append(box, said);

  document.addEventListener("click", copyByButton, true);
  document.addEventListener("click", pick);
  document.addEventListener("copy", copySelection);
  if (tabs) tabs.onmessage = drop;
  // A page that comes back from the browser's cache may show what was forgotten since.
  addEventListener("pageshow", (event) => event.persisted && show());
  // In a task of its own, after the theme's: a phone may have to answer a finger between the two.
  if (window.document$) window.document$.subscribe(() => setTimeout(start));
  else start();
})();
