/**
 * The options page: the service, the shops, and in plain words what is sent.
 */
import { shopPatterns } from "../background/grants";
import { patternOf } from "../origins";
import { cleanService, policyKeys, type Settings, saveSettings } from "../settings";
import { el } from "../ui/dom";
import { begin, request, requiredPatterns, shopName } from "./shared";
import type { PageWords } from "./words";

interface Fields {
  service: HTMLInputElement;
  token: HTMLInputElement;
  language: HTMLSelectElement;
  sendNames: HTMLInputElement;
}

function field(label: string, input: HTMLElement, help: string | null): HTMLElement {
  const id = input.id;
  const helpId = `${id}-help`;
  if (help) input.setAttribute("aria-describedby", helpId);
  return el(
    "div",
    { class: "field" },
    el("label", { for: id }, label),
    input,
    help && el("p", { class: "help", id: helpId }, help),
  );
}

function makeFields(settings: Settings, words: PageWords): Fields {
  const text = { type: "text", autocomplete: "off", spellcheck: "false" };
  const languages = (["auto", "da", "en"] as const).map((code) =>
    el("option", { value: code, selected: settings.language === code }, words.languages[code]),
  );
  return {
    service: el("input", { ...text, id: "service", inputmode: "url", value: settings.service }),
    token: el("input", { ...text, id: "token", type: "password", value: settings.token }),
    language: el("select", { id: "language" }, ...languages),
    sendNames: el("input", { type: "checkbox", id: "send-names", checked: settings.sendNames }),
  };
}

function serviceForm(fields: Fields, words: PageWords, fixed: Set<string>): HTMLElement {
  const note = el("p", { class: "status", role: "status" });
  const help = (key: string, text: string | null) => (fixed.has(key) ? words.fixed : text);
  const form = el(
    "form",
    { novalidate: true },
    field(words.serviceUrl, fields.service, help("service", words.serviceHelp)),
    field(words.token, fields.token, help("token", words.tokenHelp)),
    field(words.language, fields.language, help("language", null)),
    el("div", { class: "row" }, el("button", { class: "primary" }, words.save), note),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const service = cleanService(fields.service.value.trim());
    if (fields.service.value.trim() !== "" && service === "") {
      note.textContent = words.serviceWrong;
      fields.service.setAttribute("aria-invalid", "true");
      fields.service.focus();
      return;
    }
    fields.service.removeAttribute("aria-invalid");
    // Without this grant the service must allow the extension by CORS; either will do.
    const pattern = patternOf(service);
    if (pattern) request(pattern).catch(() => false);
    const language = fields.language.value as Settings["language"];
    void saveSettings({ service, token: fields.token.value.trim(), language }).then(() => {
      note.textContent = words.saved;
    });
  });
  return form;
}

async function shopList(list: HTMLElement, words: PageWords): Promise<void> {
  const required = requiredPatterns();
  const rows = (await shopPatterns()).map((pattern) => {
    const name = shopName(pattern);
    if (required.has(pattern)) {
      return el("li", {}, el("span", {}, name), el("span", { class: "help" }, words.required));
    }
    const button = el("button", { "aria-label": words.removeNamed(name) }, words.remove);
    button.addEventListener("click", () => void chrome.permissions.remove({ origins: [pattern] }));
    return el("li", {}, el("span", {}, name), button);
  });
  list.replaceChildren(
    ...(rows.length > 0 ? rows : [el("li", {}, el("span", { class: "help" }, words.noShops))]),
  );
}

function shopForm(words: PageWords): HTMLElement {
  const input = el("input", { type: "text", id: "shop", inputmode: "url", autocomplete: "off" });
  const note = el("p", { class: "status", role: "status" });
  const form = el(
    "form",
    { novalidate: true },
    field(words.shopUrl, input, null),
    el("div", { class: "row" }, el("button", {}, words.allow), note),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const typed = input.value.trim();
    const pattern = patternOf(/^https?:\/\//i.test(typed) ? typed : `https://${typed}`);
    note.textContent = pattern ? "" : words.shopWrong;
    if (pattern) void request(pattern).then((granted) => granted && form.reset());
  });
  return form;
}

async function show(): Promise<void> {
  const { settings, words } = await begin();
  const fixed = await policyKeys();
  const fields = makeFields(settings, words);
  for (const key of ["service", "token", "language", "sendNames"] as const) {
    fields[key].disabled = fixed.has(key);
  }
  fields.sendNames.addEventListener("change", () => {
    void saveSettings({ sendNames: fields.sendNames.checked });
  });
  const list = el("ul", { class: "shops" });
  await shopList(list, words);
  for (const event of [chrome.permissions.onAdded, chrome.permissions.onRemoved]) {
    event.addListener(() => void shopList(list, words));
  }
  document.title = `${words.options} · Indkøbskompas`;
  const icon = el("img", { src: "icons/icon-48.png", alt: "", width: 40, height: 40 });
  document
    .getElementById("page")
    ?.replaceChildren(
      el("header", {}, icon, el("h1", {}, "Indkøbskompas")),
      el("section", {}, el("h2", {}, words.service), serviceForm(fields, words, fixed)),
      el(
        "section",
        {},
        el("h2", {}, words.shops),
        el("p", { class: "help" }, words.shopsHelp),
        list,
        shopForm(words),
      ),
      el(
        "section",
        {},
        el("h2", {}, words.sentTitle),
        ...words.sentText.map((paragraph) => el("p", {}, paragraph)),
        el(
          "div",
          { class: "check" },
          fields.sendNames,
          el("label", { for: "send-names" }, words.sendNames),
        ),
        el("p", { class: "help" }, fixed.has("sendNames") ? words.fixed : words.sendNamesHelp),
      ),
    );
}

void show();
