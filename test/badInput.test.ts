/** A mistake stops `serverless package`, and with it `serverless deploy`, before anything is made, and says how to mend it. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { copyOfProject, serverlessPackage } from './packageService.ts';

let folder: string;
beforeAll(async () => {
  folder = await copyOfProject();
}, 300_000);
afterAll(() => rm(folder, { recursive: true }));

/** Puts a file into the copy with one text replaced, for the time of a test. */
const replaced = async (from: string, to: string, text: string | RegExp, by: string) => {
  const before = await readFile(path.join(folder, from), 'utf8');
  const after = before.replace(text, () => by);
  expect(after).not.toBe(before);
  await mkdir(path.dirname(path.join(folder, to)), { recursive: true });
  await writeFile(path.join(folder, to), after);
  return () => (from === to ? writeFile(path.join(folder, to), before) : rm(path.join(folder, to)));
};

const output = 'packaged';
const printed = async (...options: readonly string[]): Promise<string> => {
  await rm(path.join(folder, output), { recursive: true, force: true });
  return serverlessPackage(folder, '--package', output, ...options).then(
    () => 'packaged',
    (error: unknown) => {
      const { stdout, stderr } = error as { readonly stdout: string; readonly stderr: string };
      return stdout + stderr;
    },
  );
};

const WRONG_ACCOUNT = `"uploads": {"name": "x-bucket", "vendRoleArn": "arn:aws:iam::123456789012:role/theirs"}`;

describe('serverless package', () => {
  it.each<{ what: string; options?: readonly string[]; change?: Parameters<typeof replaced>; says: readonly string[] }>(
    [
      {
        what: 'a missing parameter',
        options: ['--param', 'userPoolId=us-east-1_Theirs'],
        says: ['the parameter userPoolClientId: is missing', 'Add --param userPoolClientId='],
      },
      {
        what: 'a value with which the function would not start',
        options: ['--param', 'sessionTokenOverhead=much'],
        says: ['the parameter sessionTokenOverhead: is "much", which is not a number of bytes', 'Give it as --param'],
      },
      {
        // The AppSync plugin would refuse it, too, without saying what to do.
        what: 'a number that the command line cannot give',
        options: ['--param', 'queryDepthLimit=6'],
        says: ['the parameter queryDepthLimit: is "6"', 'Give it under params in serverless.yml'],
      },
      {
        what: 'an unknown stage',
        options: ['--stage', 'staging'],
        says: [
          '--stage staging: is no stage of this service; there are dev, prod',
          'add staging under params in serverless.yml',
        ],
      },
      {
        what: 'a grants.ts that names an undeclared resource',
        change: ['grants.ts', 'grants.ts', "notes: { kind: 'dynamodb' },", ''],
        says: ['grants[3].resource: "notes" is not declared in resources', 'Declare it under resources of grants.ts'],
      },
      {
        what: 'a grants.ts with a resource that the deployment does not name',
        change: [
          'grants.ts',
          'grants.ts',
          "notes: { kind: 'dynamodb' },",
          "notes: { kind: 'dynamodb' },\n    archive: { kind: 's3' },",
        ],
        says: ['RESOURCES.archive: is missing', 'deploy/vended.yml', '"archive": {"name": "<its real name>"}'],
      },
      {
        what: 'a grants.ts that cannot be read',
        change: ['grants.ts', 'grants.ts', /\}\);\s*$/, ''],
        says: ['grants.ts: Transform failed', 'Correct it; npm run types says more.'],
      },
      {
        what: 'a name that refers to nothing',
        change: ['deploy/vended.yml', 'own/vended.yml', '${ReportingRole.Arn}', '${Nowhere.Arn}'],
        says: ['names Nowhere, which the template does not hold', 'write the name that you gave it'],
      },
      {
        what: 'a statement with a misspelt element',
        change: ['deploy/vendPolicy.yml', 'own/vendPolicy.yml', 'Effect: Allow', 'Efect: Allow'],
        says: ['the policies of scopevend-dev-VendRole', 'has an element "Efect"', 'own/vendPolicy.yml'],
      },
      {
        what: 'a Vend role of the wrong account',
        change: ['deploy/vended.yml', 'own/vended.yml', /"uploads": \{.*?\}"?\}/, WRONG_ACCOUNT],
        says: [
          'RESOURCES.uploads.vendRoleArn: is a role of the account 123456789012, but the resource is said to be in',
          '"account": "123456789012"',
        ],
      },
      {
        what: 'a Vend policy without what a grant needs',
        change: ['deploy/vendPolicy.yml', 'own/vendPolicy.yml', /- Sid: OwnNotes[^]*?(?=# What follows)/, ''],
        says: [
          'grants.ts, READ of the grant "own-notes"',
          'Add to the statements of the Vend policy',
          'Resource: !Sub ${self:custom.notes.arn}',
        ],
      },
    ],
  )(
    'stops on $what',
    async ({ options = [], change, says }) => {
      const restore = change && (await replaced(...change));
      try {
        const text = await printed(...options);
        expect(text).toContain('Nothing was packaged or deployed.');
        for (const part of says) expect(text).toContain(part);
        expect(existsSync(path.join(folder, output))).toBe(false);
      } finally {
        await restore?.();
      }
    },
    300_000,
  );

  it('takes a team’s own files before those of the project', async () => {
    const files = ['vended.yml', 'vendPolicy.yml'];
    for (const file of files) await replaced(`deploy/${file}`, `own/${file}`, /^/, '# Ours.\n');
    await writeFile(path.join(folder, 'own/resources.yml'), 'Resources: { Ours: { Type: AWS::S3::Bucket } }\n');
    expect(await printed()).toBe('packaged');
    const template = await readFile(path.join(folder, output, 'cloudformation-template-update-stack.json'), 'utf8');
    expect(JSON.parse(template)).toMatchObject({ Resources: { Ours: { Type: 'AWS::S3::Bucket' }, VendPolicy: {} } });
    await rm(path.join(folder, 'own'), { recursive: true });
  }, 300_000);
});
