/** How every resolver asks its function and hands on the answer. */
import { type Context, util } from '@aws-appsync/utils';
import type { Answer, Invocation } from '../core/invocation.ts';

/** The function verifies the caller's JWT itself, so that is what it gets: not what AppSync made of it. */
export const request = (ctx: Context<object>): { operation: 'Invoke'; payload: Invocation } => ({
  operation: 'Invoke',
  payload: {
    field: ctx.info.fieldName,
    arguments: ctx.args as Invocation['arguments'],
    authorization: (ctx.request.headers as Readonly<Record<string, string | undefined>>)['authorization'],
  },
});

/** A refusal becomes an error with errorType and errorInfo. Of a function that failed itself nothing is told. */
export const response = <Result>(ctx: Context<object, object, undefined, undefined, Answer<Result> | null>): Result => {
  if (ctx.error || !ctx.result) {
    util.error('The service did not answer. Try again.', 'Internal', null, {});
  }
  const { data, error } = ctx.result;
  if (error) {
    util.error(error.message, error.code, null, error.info);
  }
  return data;
};
