/**
 * The options page: the service, the shops, looks, and in plain words what is sent and kept.
 */
import { el } from "../ui/dom";
import { followPicks, pickSection } from "./pick";
import { keptSection, sentSection, tick } from "./privacy";
import { serviceForm } from "./service";
import { begin, fill, looks } from "./shared";
import { shopSections } from "./shops";

const shops = el("div", {});

async function listShops(): Promise<void> {
  shops.replaceChildren(...(await shopSections(await begin(show))));
}

async function show(): Promise<void> {
  const page = await begin(show);
  const { words } = page;
  const [list, pick] = await Promise.all([shopSections(page), pickSection(page)]);
  shops.replaceChildren(...list);
  document.title = `${words.options} · Indkøbskompas`;
  const icon = el("img", { src: "icons/icon-48.png", alt: "", width: 40, height: 40 });
  fill(
    el("header", {}, icon, el("h1", {}, "Indkøbskompas")),
    el("section", {}, el("h2", {}, words.service), serviceForm(page)),
    el("section", {}, el("h2", {}, words.shops), shops),
    el("section", {}, el("h2", {}, words.looks), looks(page)),
    el(
      "section",
      {},
      el("h2", {}, words.swapsTitle),
      tick(page, "swaps", words.swaps, words.swapsHelp),
    ),
    sentSection(page),
    keptSection(page),
    pick,
  );
}

for (const event of [chrome.permissions.onAdded, chrome.permissions.onRemoved]) {
  event.addListener(() => void listShops());
}
// Policy may arrive seconds after the browser started; Firefox tells of values that did not change.
chrome.storage.onChanged.addListener(({ policy, shops: list }, area) => {
  if (area !== "local") return;
  if (policy && JSON.stringify(policy.oldValue) !== JSON.stringify(policy.newValue)) void show();
  else if (list) void listShops();
});
followPicks(show);
void show();
