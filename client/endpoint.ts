/** Where vends go: only where a token may be sent. */

// React Native's URL has no parts to read, hence an expression.
const HTTPS = /^https:\/\/[\w.-]+(:\d+)?(\/[^\s#]*)?$/i;
const LOOPBACK = /^http:\/\/(localhost|127(\.\d+){3}|\[::1\])(:\d+)?(\/[^\s#]*)?$/i;

/** JavaScript may give anything, or nothing. */
const textOf = (endpoint: unknown): string => {
  const url =
    typeof endpoint === 'string' ? endpoint : (endpoint as { readonly href?: unknown } | null | undefined)?.href;
  return typeof url === 'string' ? url : '';
};

/**
 * The endpoint's URL.
 *
 * @throws TypeError when it is none or left out, has a user in it, or would send the token in the clear
 */
export const endpointUrl = (endpoint: string | { readonly href: string }): string => {
  const url = textOf(endpoint);
  if (HTTPS.test(url) || LOOPBACK.test(url)) return url;
  throw new TypeError(
    'endpoint must be an https URL without a user in it (http only on loopback): the GraphQL URL of the API.',
  );
};
