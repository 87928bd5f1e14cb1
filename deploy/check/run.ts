/** `npm run check:roles`: judges what each stage would deploy, without packaging it; prints what is wrong and how to mend it. */
import path from 'node:path';
import { entries } from '../../local/checked.ts';
import { readConfiguration } from '../../local/configuration.ts';
import { runCommand } from '../../local/terminal/runCommand.ts';
import { allChecks } from './allChecks.ts';
import { audiencesOf } from './audience.ts';
import { awsActions } from './awsActions.ts';
import { type Finding, findingsText } from './finding.ts';
import { grantWarnings } from './grantWarnings.ts';
import { readProject } from './readProject.ts';

const USAGE = `Usage: npm run check:roles

Judges roles, policies and parameters of each stage against grants.ts. It needs no account and packages nothing. Exit code 1 with findings.`;

const project = path.resolve(import.meta.dirname, '../..');

await runCommand(USAGE, async () => {
  const { params } = await readConfiguration(project);
  const actions = await awsActions();
  const stages = entries(params, 'params').flatMap(([name]) => (name === 'default' ? [] : [name]));

  const found = new Map<string, Finding>();
  const warned = new Set<string>();
  for (const stage of stages) {
    const read = await readProject(project, stage);
    if ('grants' in read) {
      for (const warning of await grantWarnings(read.deployed, read.grants, audiencesOf(read.declaration)))
        warned.add(findingsText([warning]));
    }
    for (const finding of await allChecks({ project, stage, params, options: {} }, actions)) {
      // The same fault of every stage is one fault; names of resources begin with the stage.
      const text = findingsText([finding]).replaceAll(`-${stage}-`, '-<stage>-');
      if (!found.has(text)) found.set(text, finding);
    }
  }
  if (warned.size > 0) process.stdout.write(`To be looked at:\n\n${[...warned].join('\n')}\n`);
  if (found.size > 0) {
    process.stdout.write(`${[...found.keys()].join('\n')}\n${String(found.size)} found in what would be deployed.\n`);
    process.exitCode = 1;
  } else {
    process.stdout.write(`Nothing found in what would be deployed, on the stages ${stages.join(', ')}.\n`);
  }
});
