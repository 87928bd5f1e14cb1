/** `scopevend exec -- command`: runs a command with vended credentials in its environment. */
import { changed, keysEnvironment } from '../awsEnvironment.ts';
import { UsageError } from '../failures.ts';
import { identify } from '../identity.ts';
import type { Invocation } from '../invocation.ts';
import { waiting } from '../output.ts';
import { endAs, runProgram } from '../runProgram.ts';
import { askIn } from '../scopeOption.ts';
import { vend } from '../vend.ts';

export const run = async (invocation: Invocation): Promise<void> => {
  const { options, command } = invocation;
  if (command.length === 0) {
    throw new UsageError('Say which command to run, behind --: scopevend exec -- aws sts get-caller-identity');
  }
  const ask = await askIn(invocation);
  const identity = await identify(options, process.env);
  const vended = await waiting('Vending', vend(identity, ask));
  const place = { region: vended.region, awsUrl: identity.stack?.awsUrl };
  endAs(await runProgram(command, changed(process.env, keysEnvironment(vended, place, process.env))));
};
