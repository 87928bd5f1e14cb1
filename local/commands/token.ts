/** `npm run --silent token -- <user>`: prints a token of a sample user, and nothing else, on stdout. */
import { parseArgs } from 'node:util';
import { runCommand, signInAs, UsageError } from './command.ts';

const usage = `Prints a token of a sample user of the running local stack.

Usage: npm run --silent token -- <user> [--access]

  <user>     member, editor, rival or guest
  --access   an access token; otherwise an ID token
  --help     this text

PORT is where the stack is, 4000 unless set.`;

await runCommand(usage, async () => {
  const { values, positionals } = parseArgs({ options: { access: { type: 'boolean' } }, allowPositionals: true });
  const [user, ...more] = positionals;
  if (more.length > 0) throw new UsageError('Say one user only.');
  const { tokens } = await signInAs(user);
  process.stdout.write(`${values.access ? tokens.accessToken : tokens.idToken}\n`);
});
