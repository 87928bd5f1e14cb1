/** Nothing is sent after a purge, in whichever moment it comes: whoever is signed in by then has not asked. */
import { jest } from '@jest/globals';
import { refused, START, startFixture, vended } from './fixture.ts';
import { vendedCredentials } from './vendedCredentials.ts';
import { vendedCredentialsFor } from './vendedCredentialsFor.ts';
import type { ServiceOptions, VendResponse } from './vendOptions.ts';

afterEach(() => {
  jest.useRealTimers();
});

/** More than there are steps from an answer to what follows of it. */
const MOMENTS = 60;

const uploads = (prefix: string) => ({ s3: [{ resource: 'uploads', prefix, access: ['READ' as const] }] });

const one = (options: ServiceOptions) => {
  const provider = vendedCredentials(options);
  return { ask: () => provider(), purge: provider.purge };
};
const several = (options: ServiceOptions, forceRefresh: boolean) => {
  const providers = vendedCredentialsFor({ ...options, asks: [uploads('a/')] });
  return { ask: () => providers.for({ resource: 'uploads', key: 'a/b/1' })({ forceRefresh }), purge: providers.purge };
};

/** Read by promises alone, so that its moments can be counted. */
const read = async (response: Response): Promise<VendResponse> => {
  const text = await response.text();
  return { status: response.status, headers: response.headers, text: () => Promise.resolve(text) };
};
const forUploads = async (): Promise<Response> => {
  const answer = (await vended(1, START).json()) as { data: { vendCredentials: object } };
  const scope = {
    s3: [{ ...uploads('a/').s3[0], bucket: 'b', region: 'eu-central-1', key: null }],
    dynamodb: [],
    role: null,
  };
  return Response.json({ data: { vendCredentials: { ...answer.data.vendCredentials, scope } } });
};

it.each([
  ['it was asked for', one, undefined],
  ['the token was not taken', one, () => new Response('', { status: 401 })],
  ['the service could not be had', one, () => refused('StsUnavailable')],
  [
    'the scope was too large',
    (options: ServiceOptions) => several(options, false),
    () => refused('ScopeTooLarge', { split: [uploads('a/b/')] }),
  ],
  ['credentials came that are to be renewed', (options: ServiceOptions) => several(options, true), forUploads],
])('sends nothing after a purge, however soon it comes after %s', async (_what, start, answer) => {
  const faults: string[] = [];
  for (let moments = 0; moments < MOMENTS; moments += 1) {
    const { options, open, sent, pass } = startFixture();
    let count = 0;
    const { ask, purge } = start({ ...options, token: () => `token-${String((count += 1))}` });
    const response = answer && (await read(await answer()));
    const outcome = ask().catch((error: unknown) => error);
    if (response !== undefined) {
      await pass(0);
      open[0]?.answer(response);
    }
    for (let passed = 0; passed < moments; passed += 1) await Promise.resolve();
    const before = sent.length;
    purge();
    await pass(120_000);
    if (sent.length > before) faults.push(`sent anew after ${String(moments)}`);
    const { code } = (await outcome) as { readonly code?: string };
    if (code !== 'Purged') faults.push(`${String(code)} after ${String(moments)}`);
  }
  expect(faults).toEqual([]);
});
