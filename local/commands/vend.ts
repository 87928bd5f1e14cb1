/** `npm run --silent vend -- <user> [scope] [seconds]`: vends as a sample user and prints the answer as JSON. */
import { parseArgs } from 'node:util';
import type { ScopeInput } from '../../core/schema.ts';
import { vendOverHttp } from '../calls/vendOverHttp.ts';
import { portsUsage, runCommand, signInAs, UsageError } from './command.ts';
import { exportLines } from './exportLines.ts';
import { EXAMPLE_SCOPE, hintFor } from './hint.ts';
import { asUsage, vendAs } from './vendAs.ts';

const usage = `Vends credentials as a sample user of the running local stack and prints the answer as JSON.

Usage: npm run --silent vend -- <user> [scope] [seconds] [--env] [--as federation]

  <user>     member, editor, rival or guest
  [scope]    a ScopeInput as JSON, or null: everything that the user's grants allow
             for example ${EXAMPLE_SCOPE}
  [seconds]  how long the credentials live: 900 to 3600
  --env      lines for the shell in place of JSON: eval "$(npm run --silent vend -- member --env)"
             points the AWS CLI and SDKs at the local stack, with the vended credentials
  --help     this text

${asUsage}

A refusal is printed as JSON on stderr, and the exit code is 1.
${portsUsage}`;

const scopeFrom = (text: string | undefined): ScopeInput | undefined => {
  if (text === undefined || text === '') return undefined;
  try {
    // Whether it is a scope is for the API to say.
    return (JSON.parse(text) as ScopeInput | null) ?? undefined;
  } catch (error) {
    throw new UsageError(
      `The scope cannot be read as JSON (${error instanceof Error ? error.message : ''}). Give it in single quotes, for example ${EXAMPLE_SCOPE}.`,
    );
  }
};

const secondsFrom = (text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  // Whether it is within bounds is for the API to say.
  if (!/^[0-9]+$/.test(text)) throw new UsageError(`The seconds are no whole number: ${JSON.stringify(text)}.`);
  if (text.length > 9) throw new UsageError(`The seconds are too many: ${text}. Credentials live for 900 to 3600.`);
  return Number(text);
};

/** By AssumeRole, as the service vends: the API does it all. */
const vendAsDeployed = async (user: string | undefined, variables: Parameters<typeof vendOverHttp>[1]) => {
  const { stack, tokens } = await signInAs(user);
  return { stack, answer: await vendOverHttp({ graphqlUrl: stack.graphqlUrl, token: tokens.idToken }, variables) };
};

await runCommand(usage, async () => {
  const { values, positionals } = parseArgs({
    options: { env: { type: 'boolean' }, as: { type: 'string' }, whole: { type: 'boolean' } },
    allowPositionals: true,
  });
  const [user, scopeText, secondsText, ...more] = positionals;
  if (more.length > 0) throw new UsageError('There are too many arguments. Quote the scope in the shell.');
  const variables = { scope: scopeFrom(scopeText), durationSeconds: secondsFrom(secondsText) };
  // Without `--` in front of it npm takes the option for its own, and tells only so.
  const env = values.env === true || process.env['npm_config_env'] === 'true';
  const { as, whole = false } = values;
  if (as === undefined && whole) throw new UsageError('--whole goes with --as session only.');
  const { stack, answer } = await (as === undefined
    ? vendAsDeployed(user, variables)
    : vendAs({ as, whole, env, user, ...variables }));
  if ('refused' in answer) {
    const hint = hintFor(answer.refused);
    process.stderr.write(`${JSON.stringify({ ...answer.refused, hint }, null, 2)}\n`);
    process.exitCode = 1;
  } else if (env) {
    process.stdout.write(exportLines(answer.vended, stack));
  } else {
    process.stdout.write(`${JSON.stringify(answer.vended, null, 2)}\n`);
  }
});
