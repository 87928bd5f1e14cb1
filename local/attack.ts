/** `npm run attack`: sends what an attacker would to the running local stack and prints how each attempt is refused. */
import { parseArgs } from 'node:util';
import { isRefusedRightly } from './attack/attack.ts';
import type { Attack, Reaction } from './attack/attack.ts';
import { prepareMeans } from './attack/prepareMeans.ts';
import { findStack } from '../client/cli/findStack.ts';
import { portsUsage, runCommand } from './terminal/runCommand.ts';
import { ownEnvironment } from './terminal/ownEnvironment.ts';
import { paintFor } from './terminal/paint.ts';

const usage = `Sends what an attacker would to the running local stack.

Usage: npm run attack

Exit code 1 when something is not refused, or not for the right reason.
${portsUsage}`;

const paint = paintFor(process.stdout, process.env);

const onOneLine = (text: string): string => text.replace(/\s+/g, ' ');

const verdict = (attack: Attack, reaction: Reaction): string => {
  const { code, message } = reaction;
  if (isRefusedRightly(attack, reaction)) {
    return `  ${paint('green', '✓')} ${attack.what}\n    ${paint('dim', `${code ?? ''}: ${onOneLine(message)}`)}\n`;
  }
  const fault = code === undefined ? 'NOT REFUSED' : `REFUSED AS ${code}, NOT AS ${attack.refusal.join(' or ')}`;
  return `  ${paint('red', `✗ ${attack.what}: ${fault}`)}\n    ${onOneLine(message)}\n`;
};

await runCommand(usage, async () => {
  // Takes no arguments: any is refused.
  parseArgs();
  ownEnvironment(process.env);
  const means = await prepareMeans(await findStack(process.env));
  // Loaded only now: the AWS SDK reads the environment when it is loaded.
  const { attackGroups } = await import('./attack/attacks.ts');
  process.stdout.write(
    `Attacking ${means.stack.graphqlUrl} and ${means.stack.awsUrl} as member, editor, guest and nobody.\n`,
  );
  let [missed, made] = [0, 0];
  for (const { title, attacks: group } of attackGroups) {
    process.stdout.write(`\n${paint('bold', title)}\n`);
    for (const attack of group) {
      const reaction = await attack.attempt(means);
      made += 1;
      if (!isRefusedRightly(attack, reaction)) missed += 1;
      process.stdout.write(verdict(attack, reaction));
    }
  }
  if (missed > 0) throw new Error(`\n${String(missed)} of ${String(made)} attacks were not refused as they should be.`);
  process.stdout.write(`\n${paint('green', `All ${String(made)} attacks were refused.`)}\n`);
});
