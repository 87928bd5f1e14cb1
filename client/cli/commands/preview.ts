/** `scopevend preview`: what a vend would do. No credentials are made. */
import { withGivenScope } from '../givenServices.ts';
import { preview, type Preview } from '../graphql.ts';
import { identify } from '../identity.ts';
import type { Invocation } from '../invocation.ts';
import { formOf, waiting, write, writeJson } from '../output.ts';
import { printable, printableLines } from '../printable.ts';
import { askIn } from '../scopeOption.ts';
import { scopeTable, unusableText } from '../scopeTable.ts';
import { table } from '../table.ts';

const indented = (policy: string): string => {
  try {
    return JSON.stringify(JSON.parse(policy), null, 2);
  } catch {
    return policy;
  }
};

const counted = (count: number): string => count.toLocaleString('en');

const sizeText = ({
  sessionPolicyCharacters,
  sessionPolicyLimit,
}: Pick<Preview, 'sessionPolicyCharacters' | 'sessionPolicyLimit'>): string =>
  `${counted(sessionPolicyCharacters ?? 0)} of ${counted(sessionPolicyLimit)} characters`;

const tokenRow = ({ sessionTokenBound, sessionTokenLimit }: Preview): string[][] =>
  sessionTokenBound === null
    ? []
    : [['session token', `at most about ${counted(sessionTokenBound)} of ${counted(sessionTokenLimit)} bytes`]];

/** How to vend a scope that is too large for one session policy. */
const splitText = ({ split, ...sizes }: Preview): string => {
  if (split === null) return '';
  const what = `\nToo large for one session policy, ${sizeText(sizes)}`;
  if (split.length === 0) return `${what}, by one ask alone.\n`;
  return `${what}. Vend these one by one:\n${split.map((scope) => `${printable(scope)}\n`).join('')}`;
};

const policyText = ({ sessionPolicy, ...sizes }: Preview): string =>
  sessionPolicy === null ? '' : `\nsession policy, ${sizeText(sizes)}:\n${printableLines(indented(sessionPolicy))}\n`;

/** For people. */
export const previewText = (answer: Preview): string => {
  const { durationSeconds, minDurationSeconds, maxDurationSeconds } = answer;
  const bounds = `${String(minDurationSeconds)} to ${String(maxDurationSeconds)}`;
  const admitted = answer.admissions.map(({ resource, part, access, grant }) => [
    grant,
    resource,
    part ?? '',
    access ?? '',
  ]);
  const head = table(undefined, [
    ['role', answer.roleArn],
    ['duration', `${String(durationSeconds)} s, of ${bounds}`],
    ['session tags', answer.sessionTags.join(', ')],
    ...tokenRow(answer),
  ]);
  const admissions = table(['grant', 'resource', 'part', 'access'], admitted);
  return `${head}\n${scopeTable(answer.scope)}\n${admissions}${policyText(answer)}${splitText(answer)}${unusableText(answer.unusableGrants)}`;
};

export const run = async (invocation: Invocation): Promise<void> => {
  const { options } = invocation;
  const ask = await askIn(invocation);
  const identity = await identify(options, process.env);
  const answer = await waiting('Asking', preview(identity, ask));
  if (formOf(options, process.stdout) === 'json') writeJson(withGivenScope(answer));
  else write(previewText(answer));
};
