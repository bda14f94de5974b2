/**
 * The registry of shop adapters. To add one: copy a file in extension/shops/, and list it here.
 */
import oscar from "../shops/oscar.json";
import type { Adapter } from "./extract/format";

export const SHOPS: readonly Adapter[] = [oscar];
