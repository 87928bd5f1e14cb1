/** Answers of `scopevend` as JSON: only services of which they have something, and all else of the answer. */
import { jest } from '@jest/globals';
import { captureLog } from '../logWatch.ts';
import { startVendedStack, subOf } from '../vendedStack.ts';
import { makeHome, scopevend } from './runCli.ts';
import type { Home } from './runCli.ts';

jest.setTimeout(120_000);

let vended: Awaited<ReturnType<typeof startVendedStack>>;
let home: Home;
beforeAll(async () => {
  captureLog('log');
  vended = await startVendedStack();
  home = await makeHome();
});
afterAll(async () => {
  await vended.close();
  await home.remove();
});

const answerOf = async (...args: readonly string[]): Promise<unknown> => {
  const environment = { ...home.environment, PORT: new URL(vended.stack.graphqlUrl).port };
  const { code, stdout, stderr } = await scopevend(args, { environment });
  expect({ code, refusal: code === 0 ? '' : stderr }).toEqual({ code: 0, refusal: '' });
  return JSON.parse(stdout);
};

const scope = '{"s3":[{"resource":"uploads","access":["WRITE"]}]}';
const own = {
  resource: 'uploads',
  bucket: 'scopevend-dev-uploadsbucket',
  region: 'us-east-1',
  prefix: `users/${subOf('member')}/`,
  key: null,
  access: ['WRITE'],
};

it.each([
  { words: ['vend', scope, '--as', 'member'], holds: { s3: [own] } },
  { words: ['preview', scope, '--as', 'member'], holds: { s3: [own] } },
  { words: ['vend', scope, '--as', 'member', '--as', 'federation'], holds: { s3: [own] } },
  {
    words: ['vend', '{"role":"reporting"}', '--as', 'editor'],
    holds: { role: { resource: 'reporting', roleArn: expect.stringMatching(/:role\/scopevend-dev-ReportingRole$/) } },
  },
])('$words.0 $words.1 as $words.3: a scope holds nothing that it does not say', async ({ words, holds }) => {
  const answer = (await answerOf(...words)) as { readonly scope: unknown };
  expect(answer.scope).toEqual(holds);
  // All else stays, empty or not.
  expect(answer).toMatchObject({ unusableGrants: [] });
});

it('shows of a grant its own service, and the rest of it', async () => {
  const [first] = (await answerOf('grants', '--as', 'member')) as readonly unknown[];
  expect(first).toEqual({
    name: 'own-files',
    s3: { ...own, access: ['READ', 'WRITE', 'DELETE', 'LIST'] },
    conditions: null,
    maxDurationSeconds: 3600,
    unusable: null,
  });
});
