/** The recipes for the AWS CLI and boto3, where they are installed: as a signed-in user runs them, in a home of its own. */
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { awsTools } from '../cli/awsTools.ts';
import { bin, makeHome, scopevend, start } from '../cli/runCli.ts';
import type { Home } from '../cli/runCli.ts';
import { secretIn } from '../logWatch.ts';
import { objectReader } from './objects.ts';
import type { World } from './world.ts';
import { startWorld, subOf } from './world.ts';

const recipes = path.join(import.meta.dirname, 'recipes');
const [own, foreign] = ['member', 'rival'].map((name) => `users/${subOf(name)}/`) as [string, string];

let world: World;
let home: Home;
let environment: NodeJS.ProcessEnv;

beforeAll(async () => {
  world = await startWorld();
  home = await makeHome();
  const programs = path.join(home.directory, 'bin');
  await mkdir(programs);
  await writeFile(path.join(programs, 'scopevend'), `#!/bin/sh\nexec "${process.execPath}" "${bin}" "$@"\n`, {
    mode: 0o755,
  });
  await mkdir(path.join(home.directory, '.aws'));
  await copyFile(path.join(recipes, 'aws.config'), path.join(home.directory, '.aws', 'config'));
  await writeFile(path.join(home.directory, 'report.txt'), 'all is well');
  environment = {
    ...home.environment,
    PATH: `${programs}${path.delimiter}${process.env['PATH'] ?? ''}`,
    AWS_ENDPOINT_URL: world.stack.awsUrl,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  const signedIn = await scopevend(['login', '--endpoint', world.place.endpoint, '--token', '-'], {
    environment,
    input: await world.tokenOf('member'),
  });
  expect(signedIn.code).toBe(0);
});
afterAll(async () => {
  await home.remove();
  await world.close();
});

const recipeFor = (tool: string) =>
  tool.startsWith('boto3')
    ? { program: 'python3', file: 'uploadReport.py', args: (folder: string) => [world.place.bucket, folder] }
    : { program: 'sh', file: 'awsCli.sh', args: (folder: string) => [`s3://${world.place.bucket}/${folder}`] };

describe.each(awsTools)('$title', ({ title, isInstalled }) => {
  const { program, file, args } = recipeFor(title);
  const run = (folder: string) => {
    // The report is where the user is.
    const script = 'cd "$1" && shift && exec "$@"';
    const words = [program, path.join(recipes, file), ...args(folder)];
    return start('sh', ['-c', script, 'sh', home.directory, ...words], { environment }).ended;
  };

  (isInstalled ? it : it.skip)('copies into the own folder, and nowhere else, on one vend', async () => {
    const vends = world.vends();
    const done = await run(own);
    expect(done).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(/report\.txt/) });
    expect(await (await objectReader(world, 'member'))(`${own}report.txt`)).toBe('all is well');
    const denied = await run(foreign);
    expect([denied.code === 0, denied.stderr]).toEqual([false, expect.stringContaining('AccessDenied')]);
    expect(secretIn([done, denied].map(({ stdout, stderr }) => stdout + stderr).join('\n'))).toBeUndefined();
    // The test's own reader vended once; what the first tool was vended serves the second.
    expect(world.vends() - vends).toBeLessThanOrEqual(2);
  });
});
