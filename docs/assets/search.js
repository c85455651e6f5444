/* The theme's search, in its worker, with another order of what it finds.

   The theme adds up how often words occur, and favours whole pages. A reader who types "expired key" wants the
   section of that name. So a section comes first that holds every word: in its title, in its first lines, or in
   the title of its page. Rare words count for more. */

const SETUP = 0; // the theme's messages; 1 is "ready"
const QUERY = 2;
const RESULT = 3;

const SIGNPOSTS = new Set(["next steps", "see also"]);
/* Sections that only lead elsewhere. */

const LEAD = 160; // characters: about two lines

const leads = new Map();
/* Address of a section → the words of its first lines. A result has only the lines that hold a word. */

const post = self.postMessage.bind(self);
self.postMessage = (message) => {
  if (message.type === RESULT) message.data.items = ordered(message.data.items);
  post(message);
};

self.addEventListener("message", (event) => {
  if (event.data.type === SETUP) {
    for (const { location, text } of event.data.data.docs) {
      leads.set(location, wordsOf(text.replace(/<pre>.*?<\/pre>/gs, "").slice(0, LEAD)));
    }
  }
  if (!event.isTrusted || event.data.type !== QUERY) return;
  event.stopImmediatePropagation();
  self.dispatchEvent(new MessageEvent("message", { data: { ...event.data, data: singular(event.data.data) } }));
});

// The address of the theme's own worker stands behind the question mark of this one's.
importScripts(new URL(self.location.search.slice(1), self.location));

/** The theme looks for words that begin as those typed do: a plural would miss its singular. */
function singular(query) {
  return query.replace(/(?<=\p{L}{3})(?<![isu])s(?!\p{L})/giu, "");
}

/** Groups of results, one a page: the page and its sections. Both best first. */
function ordered(groups) {
  const weights = rarity(groups.flat());
  return groups
    .map((group) => {
      const page = group.find((found) => !found.location.includes("#"));
      const ranked = group.map((found) => ({ ...found, score: score(found, page, weights) }));
      return ranked.sort((a, b) => b.score - a.score);
    })
    .sort((a, b) => b[0].score - a[0].score);
}

/** Word → how much it tells: the fewer sections have it, the more. */
function rarity(all) {
  const counts = {};
  for (const found of all) {
    for (const [word, held] of Object.entries(found.terms)) counts[word] = (counts[word] ?? 0) + held;
  }
  const weigh = (count) => (count ? Math.log(1 + all.length / count) : 0);
  return Object.fromEntries(Object.entries(counts).map(([word, count]) => [word, weigh(count)]));
}

function score(found, page, weights) {
  const words = Object.keys(found.terms);
  if (words.length === 0) return 0;
  const total = words.reduce((sum, word) => sum + weights[word], 0);
  const share = (test) => words.reduce((sum, word) => sum + (test(word) ? weights[word] : 0), 0) / total;

  const title = wordsOf(found.title);
  const above = found === page ? [] : wordsOf(page.title);
  const lead = leads.get(found.location) ?? [];
  const among = (list) => (word) => list.some((each) => each.startsWith(word));

  const held = share((word) => found.terms[word] || among(above)(word));
  const named = share(among(title));
  const led = share(among(lead));
  const whole = named * Math.min(1, words.length / title.length);
  const weight = (found.boost ?? 1) ** 0.5 * (SIGNPOSTS.has(title.join(" ")) ? 0.2 : 1);
  return weight * held ** 3 * (1 + 2 * named + whole + led + Math.log10(1 + found.score) / 10);
}

function wordsOf(html) {
  return html.replace(/<[^>]+>/g, "").toLowerCase().split(/[^\p{L}\p{N}_]+/u).filter(Boolean);
}
