/** `npm run --silent vend -- <user> [scope] [seconds]`: vends as a sample user and prints the answer as JSON. */
import type { ScopeInput } from '../../core/schema.ts';
import { vendOverHttp } from '../calls/vendOverHttp.ts';
import { runCommand, signInAs, UsageError } from './command.ts';

const usage = `Vends credentials as a sample user of the running local stack and prints the answer as JSON.

Usage: npm run --silent vend -- <user> [scope] [seconds]

  <user>     member, editor, rival or guest
  [scope]    a ScopeInput as JSON, or null: everything that the user's grants allow
             for example '{"s3":[{"resource":"uploads","access":["READ"]}]}'
  [seconds]  how long the credentials live: 900 to 3600
  --help     this text

A refusal is printed as JSON on stderr, and the exit code is 1.
PORT is where the stack is, 4000 unless set.`;

const scopeFrom = (text: string | undefined): ScopeInput | undefined => {
  if (text === undefined || text === '') return undefined;
  try {
    // Whether it is a scope is for the API to say.
    return (JSON.parse(text) as ScopeInput | null) ?? undefined;
  } catch (error) {
    throw new UsageError(
      `The scope is no JSON: ${error instanceof Error ? error.message : ''}. Quote it in the shell.`,
    );
  }
};

const secondsFrom = (text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  // Whether it is within bounds is for the API to say.
  if (!/^-?[0-9]{1,10}$/.test(text)) throw new UsageError(`The seconds are no whole number: ${JSON.stringify(text)}.`);
  return Number(text);
};

await runCommand(usage, async () => {
  const [user, scopeText, secondsText, ...more] = process.argv.slice(2);
  if (more.length > 0) throw new UsageError('There are too many arguments. Quote the scope in the shell.');
  const variables = { scope: scopeFrom(scopeText), durationSeconds: secondsFrom(secondsText) };
  const { stack, tokens } = await signInAs(user);
  const answer = await vendOverHttp({ graphqlUrl: stack.graphqlUrl, token: tokens.idToken }, variables);
  if ('vended' in answer) process.stdout.write(`${JSON.stringify(answer.vended, null, 2)}\n`);
  else {
    process.stderr.write(`${JSON.stringify(answer.refused, null, 2)}\n`);
    process.exitCode = 1;
  }
});
