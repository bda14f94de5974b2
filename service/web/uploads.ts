/** A file that is too large is told of before it is sent. */
export function checkFiles(page: Document): void {
  for (const input of page.querySelectorAll<HTMLInputElement>("input[type=file][data-most]")) {
    input.addEventListener("change", () => {
      const size = input.files?.[0]?.size ?? 0;
      const over = size > Number(input.dataset.most);
      input.setCustomValidity(over ? (input.dataset.tooBig ?? "") : "");
      input.reportValidity();
    });
  }
}
