/** `scopevend preview`: what a vend would do. No credentials are made. */
import { preview } from '../graphql.ts';
import { identify } from '../identity.ts';
import type { Invocation } from '../invocation.ts';
import { formOf, waiting, write, writeJson } from '../output.ts';
import { printableLines } from '../printable.ts';
import { askIn } from '../scopeOption.ts';
import { scopeTable, unusableText } from '../scopeTable.ts';
import { table } from '../table.ts';

const policyText = (policy: string): string => {
  try {
    return JSON.stringify(JSON.parse(policy), null, 2);
  } catch {
    return policy;
  }
};

export const run = async (invocation: Invocation): Promise<void> => {
  const { options } = invocation;
  const ask = await askIn(invocation);
  const identity = await identify(options, process.env);
  const answer = await waiting('Asking', preview(identity, ask));
  if (formOf(options, process.stdout) === 'json') {
    writeJson(answer);
    return;
  }
  const { sessionPolicy, sessionPolicyCharacters, sessionPolicyLimit, minDurationSeconds, maxDurationSeconds } = answer;
  write(
    table(undefined, [
      ['role', answer.roleArn],
      [
        'duration',
        `${String(answer.durationSeconds)} s, of ${String(minDurationSeconds)} to ${String(maxDurationSeconds)}`,
      ],
      ['session tags', answer.sessionTags.join(', ')],
    ]),
  );
  write(`\n${scopeTable(answer.scope)}`);
  const admitted = answer.admissions.map(({ resource, part, access, grant }) => [
    grant,
    resource,
    part ?? '',
    access ?? '',
  ]);
  write(`\n${table(['grant', 'resource', 'part', 'access'], admitted)}`);
  if (typeof sessionPolicy === 'string') {
    const size = `${String(sessionPolicyCharacters ?? sessionPolicy.length)} of ${sessionPolicyLimit.toLocaleString('en')} characters`;
    write(`\nsession policy, ${size}:\n${printableLines(policyText(sessionPolicy))}\n`);
  }
  write(unusableText(answer.unusableGrants));
};
