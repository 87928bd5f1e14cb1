/**
 * Stands in for `./parseRetryAfterHeader` of `@smithy/core`, without its many forms of a date: JavaScript's own reading does for the one
 * that HTTP has. https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
export const parseRetryAfterHeader = ({ headers = {} } = {}) => {
  const { 'retry-after': given, 'x-amz-retry-after': milliseconds } = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const at = milliseconds
    ? Date.now() + Number(milliseconds)
    : /^\d+(\.\d+)?$/.test(given)
      ? Date.now() + Number(given) * 1000
      : Date.parse(given);
  return Number.isNaN(at) ? undefined : new Date(at);
};
