/**
 * The options' first part: the service's address and token, and a test of both.
 */
import { patternOf } from "../origins";
import { cleanService } from "../settings";
import { el } from "../ui/dom";
import { check } from "./check";
import { change, day, note, type Page, request, say } from "./shared";

const NOTE = "service-note";

function field(page: Page, key: "service" | "token", label: string, help: string) {
  const fixed = page.fixed.has(key);
  const input = el("input", {
    type: key === "token" ? "password" : "text",
    inputmode: key === "service" && "url",
    autocomplete: "off",
    spellcheck: "false",
    id: key,
    value: page.settings[key],
    disabled: fixed,
    "aria-describedby": `${key}-help`,
  });
  const box = el(
    "div",
    { class: "field" },
    el("label", { for: key }, label),
    input,
    el("p", { class: "help", id: `${key}-help` }, fixed ? page.words.fixed : help),
  );
  return { input, box };
}

/** The form; what is typed is tested as it stands, and kept only when it is saved. */
export function serviceForm(page: Page): HTMLElement {
  const { words, fixed } = page;
  const address = field(page, "service", words.serviceUrl, words.serviceHelp);
  const token = field(page, "token", words.token, words.tokenHelp);
  const test = el("button", { type: "button", id: "test" }, words.test);
  const save = el("button", { class: "primary", id: "save" }, words.save);
  const all = fixed.has("service") && fixed.has("token");
  const form = el(
    "form",
    { novalidate: true },
    address.box,
    token.box,
    el("div", { class: "row" }, !all && save, test, note(NOTE)),
  );

  /** What is typed, or null where the address is none, which is then said. */
  const typed = (): { service: string; token: string } | null => {
    const written = address.input.value.trim();
    const service = cleanService(written);
    const wrong = written !== "" && service === "";
    address.input.toggleAttribute("aria-invalid", wrong);
    if (wrong) address.input.setAttribute("aria-invalid", "true");
    say(NOTE, wrong ? words.serviceWrong : "");
    if (wrong) address.input.focus();
    return wrong ? null : { service, token: token.input.value.trim() };
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const values = typed();
    if (!values) return;
    // Without this grant the service must allow the extension by CORS; either will do.
    const pattern = patternOf(values.service);
    if (pattern && !fixed.has("service")) request(pattern).catch(() => false);
    void change(page, values, NOTE);
  });
  test.addEventListener("click", () => {
    const values = typed();
    if (!values) return;
    say(NOTE, words.testing);
    test.disabled = true;
    void check(values).then((found) => {
      test.disabled = false;
      say(
        NOTE,
        found.ok
          ? words.checked(found.ruleset, found.version, day(page, found.published))
          : words.checks[found.problem],
      );
    });
  });
  return form;
}
