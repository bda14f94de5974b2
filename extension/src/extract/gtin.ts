/**
 * Global trade item numbers: check digit, one 14-digit form, and which of them mean one product.
 */

/** The 14-digit form of a GTIN-8, -12, -13 or -14 with a right check digit; null for all else. */
export function normaliseGtin(value: string): string | null {
  if (!/^(\d{8}|\d{12}|\d{13}|\d{14})$/.test(value)) return null;
  const digits = value.padStart(14, "0");
  let sum = 0;
  for (let index = 0; index < 14; index += 1) {
    sum += Number(digits[index]) * (index % 2 === 0 ? 3 : 1);
  }
  return sum % 10 === 0 ? digits : null;
}

/**
 * Numbers that pass the check digit and yet name no product everywhere, as 14 digits: in-store and
 * variable-measure codes (02, 04, 2xx; 0 and 2 in eight digits), refunds and coupons (98x, 99), and
 * Danish location numbers (5790, 5798), which public buyers also call "EAN".
 */
const LOCAL = /^(0{6}[02]|00[24]|02|098[0-4]|099|0579[08])/;

/**
 * Read a value that its label or property declares to be a GTIN.
 *
 * Grouping blanks and hyphens are taken out, and one lost leading zero of a 12-digit number is put
 * back, which is only safe because the context names the number. Two numbers in one value are none.
 */
export function labelledGtin(value: string): string | null {
  const bare = value.replace(/^(gtin(-?(8|1[234]))?|ean|upc)\s*[:#]\s*/i, "");
  if (!/^[\d\s-]{8,24}$/.test(bare)) return null;
  const digits = bare.replace(/[\s-]/g, "");
  const gtin = normaliseGtin(digits.length === 11 ? `0${digits}` : digits);
  return gtin && !LOCAL.test(gtin) ? gtin : null;
}
