/**
 * The goods of the shop: those of the Oscar shop, some of them joined to products with variants.
 *
 * `goods.csv` is shared with the Oscar shop; `families.csv` names the products with variants.
 */
import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";

const PLAIN = { æ: "ae", ø: "oe", å: "aa" };

/** Read a CSV file with a header into objects. */
function rows(file) {
  return parse(readFileSync(file, "utf8"), { columns: true });
}

/** Return a name as part of an address. */
export function slug(name) {
  const plain = name.toLowerCase().replace(/[æøå]/g, (letter) => PLAIN[letter]);
  return plain.replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
}

/**
 * Return the products: `{name, goods: [row of goods.csv], option, choices}`, in the file's order.
 * `option` and `choices` are empty where a product has no variants.
 */
export function products(goodsFile, familiesFile) {
  const families = new Map(rows(familiesFile).map((row) => [row.sku, row]));
  const found = new Map();
  for (const good of rows(goodsFile)) {
    const family = families.get(good.sku);
    const name = family?.family ?? good.name_da;
    const product = found.get(name) ?? { name, goods: [], option: family?.option ?? "", choices: [] };
    product.goods.push(good);
    if (family) product.choices.push(family.choice);
    found.set(name, product);
  }
  return [...found.values()];
}

/** Quote one field of a CSV file. */
const quoted = (value) => `"${String(value).replaceAll('"', '""')}"`;

/** Write rows of values as CSV. */
const csv = (table) => `${table.map((row) => row.map(quoted).join(",")).join("\n")}\n`;

const IMPORTED = [
  "name", "slug", "description", "assets", "facets", "optionGroups", "optionValues", "sku", "price",
  "taxCategory", "stockOnHand", "trackInventory", "variantAssets", "variantFacets",
  "variant:gtin", "variant:brand", "variant:mpn",
];

/** Return the products as the CSV that Vendure imports: a line per variant. */
export function toImport(found) {
  const lines = found.flatMap(({ name, goods, option, choices }) =>
    goods.map((good, at) => [
      ...(at ? ["", "", "", "", "", ""] : [name, slug(name), good.description_da, "", `kategori:${good.category}`, option]),
      choices[at] ?? "", good.sku, good.price_dkk, "standard", 500, "false", "", "",
      good.gtin, good.brand, good.mpn,
    ]),
  );
  return csv([IMPORTED, ...lines]);
}

/** Return the offers file that the scoring service loads: goods.csv with each page's path. */
export function toOffers(found) {
  const goods = found.flatMap(({ name, goods }) =>
    goods.map((good) => ({ ...good, path: `/vare/${slug(name)}` })),
  );
  const columns = Object.keys(goods[0]);
  return csv([columns, ...goods.map((good) => columns.map((column) => good[column]))]);
}
