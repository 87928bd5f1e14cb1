/** `npm run --silent token -- <user>`: prints a token of a sample user, and nothing else, on stdout. */
import { parseArgs } from 'node:util';
import { portsUsage, runCommand, signInAs, UsageError } from './command.ts';

const usage = `Prints a token of a sample user of the running local stack.

Usage: npm run --silent token -- <user> [access]

  <user>   member, editor, rival or guest
  access   an access token; otherwise an ID token. --access does the same
  --help   this text

${portsUsage}`;

await runCommand(usage, async () => {
  const { values, positionals } = parseArgs({ options: { access: { type: 'boolean' } }, allowPositionals: true });
  const [user, kind, ...more] = positionals;
  // A word, too: without `--` in front of it npm takes --access for its own setting and tells nobody.
  if ((kind !== undefined && kind !== 'access') || more.length > 0) {
    throw new UsageError('Say one user only, and access after it for an access token.');
  }
  const { tokens } = await signInAs(user);
  process.stdout.write(`${values.access || kind === 'access' ? tokens.accessToken : tokens.idToken}\n`);
});
