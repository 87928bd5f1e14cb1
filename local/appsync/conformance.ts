/** The conformance table: what AppSync answers, as data with permanent ids. The ids are never reused or renumbered. */
import { authentication } from './conformance/authentication.ts';
import { fields } from './conformance/fields.ts';
import { http } from './conformance/http.ts';
import { queries } from './conformance/queries.ts';

/** Every case, of every part of the table. */
export const conformance = [...authentication, ...fields, ...queries, ...http];

/**
 * Rows of the facts that have no case here, and why.
 *
 * Subscriptions (subprotocol `graphql-ws`): the service has none, and a schema with a Subscription type is refused at start. A
 * WebSocket upgrade is answered as the plain GET that it is.
 */
export const leftOut = [{ id: 'appsync-58', rule: 'the handshake of a subscription', sure: 'H' }] as const;
