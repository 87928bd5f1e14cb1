import { conformance, leftOut } from './conformance.ts';
import { startFixture, tokensOf } from './fixture.ts';
import type { Fixture } from './fixture.ts';

let fixture: Fixture;
let tokens: ReturnType<typeof tokensOf>;

beforeAll(async () => {
  fixture = await startFixture();
  tokens = tokensOf(fixture.key);
});
afterAll(() => fixture.close());

describe('AppSync', () => {
  it.each(conformance)('$id $rule ($sure)', async ({ request: { token, scheme = '', ...request }, answer }) => {
    const { status, headers, text } = await fixture.send(
      token ? { ...request, authorization: scheme + tokens[token] } : request,
    );
    expect(status).toBe(answer.status ?? 200);
    for (const [name, value] of Object.entries(answer.headers ?? {})) expect(headers.get(name)).toBe(value);
    expect(headers.get('x-amzn-requestid')).toMatch(/^[\da-f-]{36}$/);
    // As text: the order of keys is AppSync's too.
    if (answer.body !== undefined) expect(text).toBe(JSON.stringify(answer.body));
    for (const part of answer.includes ?? []) expect(JSON.stringify(text)).toContain(JSON.stringify(part).slice(1, -1));
  });

  it('gives every case an id of its own', () => {
    const ids = [...conformance, ...leftOut].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
