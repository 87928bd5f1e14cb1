/** Mutation.vendCredentials: the function `vend` serves it. */
export { request, response } from './vendingFunction.ts';
