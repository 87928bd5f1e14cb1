/**
 * Stands in for `@aws/lambda-invoke-store`: the store of the Lambda runtime, where it has one, else none, and the SDK then reads
 * the trace id from the environment. What is left out is a store of one's own, which nothing here would fill.
 */
export const InvokeStore = {
  getInstanceAsync: () => Promise.resolve(globalThis.awslambda?.InvokeStore),
};
