/**
 * The registry of shop adapters. To add one: copy a file in extension/shops/, and list it here.
 */
import magento from "../shops/magento.json";
import oscar from "../shops/oscar.json";
import prestashop from "../shops/prestashop.json";
import shopify from "../shops/shopify.json";
import woocommerce from "../shops/woocommerce.json";
import type { Adapter } from "./extract/format";

export const SHOPS: readonly Adapter[] = [woocommerce, magento, shopify, prestashop, oscar];
