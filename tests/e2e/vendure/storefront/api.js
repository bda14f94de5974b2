/**
 * What the storefront asks Vendure's Shop API for.
 */
const PRICE = "priceWithTax { ... on PriceRange { min } ... on SinglePrice { value } }";
const FOUND = `totalItems items { productName slug sku ${PRICE} }
  facetValues { count facetValue { id name } }`;
const ORDER = `id totalQuantity totalWithTax lines {
  id quantity unitPriceWithTax linePriceWithTax
  productVariant { id sku name product { slug } }
}`;

/** Send one GraphQL document; an answer with errors is thrown. */
async function ask(query, variables = {}) {
  const response = await fetch("/shop-api", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  if (errors) throw new Error(errors[0].message);
  return data;
}

/** Products by words and category, `take` of them from number `skip`. */
export async function search({ term = "", category = null, skip = 0, take = 12 }) {
  const input = { term, skip, take, groupByProduct: true, sort: { name: "ASC" } };
  if (category) input.facetValueFilters = [{ and: category }];
  const query = `query ($input: SearchInput!) { search(input: $input) { ${FOUND} } }`;
  return (await ask(query, { input })).search;
}

/** One product with its variants, or null. */
export async function product(slug) {
  const query = `query ($slug: String!) { product(slug: $slug) {
    name description optionGroups { name }
    variants { id sku priceWithTax options { name } customFields { gtin brand mpn } }
  } }`;
  return (await ask(query, { slug })).product;
}

/** The basket as it is, or null where nothing was put in it. */
export async function basket() {
  return (await ask(`{ activeOrder { ${ORDER} } }`)).activeOrder;
}

/** Put `quantity` of a variant in the basket; return the basket. */
export async function add(variant, quantity) {
  const query = `mutation ($id: ID!, $n: Int!) {
    addItemToOrder(productVariantId: $id, quantity: $n) { ... on Order { ${ORDER} } } }`;
  return (await ask(query, { id: variant, n: quantity })).addItemToOrder;
}

/** Change a line's quantity, 0 to take it out; return the basket. */
export async function adjust(line, quantity) {
  const query = `mutation ($id: ID!, $n: Int!) {
    adjustOrderLine(orderLineId: $id, quantity: $n) { ... on Order { ${ORDER} } } }`;
  return (await ask(query, { id: line, n: quantity })).adjustOrderLine;
}
