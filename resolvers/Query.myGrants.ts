/** Query.myGrants: the function `preview` serves it. */
export { request, response } from './vendingFunction.ts';
