/** `scopevend explain`: whether the credentials of a scope could make requests, and by which statement or why not. */
import { EXIT, UsageError, wordsOf } from '../failures.ts';
import { preview, type Preview } from '../graphql.ts';
import { identify } from '../identity.ts';
import type { Invocation } from '../invocation.ts';
import type { RequestInput } from '../../operations.ts';
import { formOf, waiting, write, writeJson } from '../output.ts';
import { printable } from '../printable.ts';
import { askIn, textOrFile } from '../scopeOption.ts';
import { table } from '../table.ts';

type Explanation = Preview['explanations'][number];

/** As JSON text, which is how a client sends an AWSJSON. */
const contextIn = async ({ context }: Invocation['options']): Promise<string | null> => {
  if (context === undefined) return null;
  try {
    return JSON.stringify(JSON.parse(await textOrFile(context, 'context')));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(
      `The context cannot be read as JSON (${wordsOf(error)}). Give it in single quotes, for example '{"s3:prefix":"a/"}'.`,
    );
  }
};

/** @throws UsageError for an action without a resource */
const requestsIn = async ({ positionals, options }: Invocation): Promise<RequestInput[]> => {
  if (positionals.length === 0 || positionals.length % 2 === 1)
    throw new UsageError('Give an action and its resource, for example s3:GetObject uploads/users/1/x.');
  const context = await contextIn(options);
  return positionals.flatMap((action, at) =>
    at % 2 === 1 ? [] : [{ action, resource: positionals[at + 1] ?? '', context }],
  );
};

const rowOf = ({ allowed, action, resource }: Explanation): string[] => [
  allowed ? 'allowed' : 'denied',
  action,
  resource,
];

const detailOf = ({ allowed, denial, statement, reason }: Explanation): string => {
  const word = allowed || denial === 'EXPLICIT' ? 'by' : 'the closest';
  return `\n${printable(reason)}\n${typeof statement === 'string' ? `  ${word} statement: ${printable(statement)}\n` : ''}`;
};

export const run = async (invocation: Invocation): Promise<void> => {
  const { options } = invocation;
  const requests = await requestsIn(invocation);
  const ask = await askIn({ options, positionals: [] });
  const identity = await identify(options, process.env);
  const { explanations } = await waiting('Asking', preview(identity, ask, requests));
  if (formOf(options, process.stdout) === 'json') writeJson(explanations);
  else {
    write(table(['', 'action', 'resource'], explanations.map(rowOf)));
    write(explanations.map(detailOf).join(''));
    write('\nThis is what the session policy says. The Vend policy and policies of the resource can still deny.\n');
  }
  if (!explanations.every(({ allowed }) => allowed)) process.exitCode = EXIT.refused;
};
