/** The line of log of a refusal, and how a line leaves the function. */
import { jest } from '@jest/globals';
import { VendError } from '../core/errors.ts';
import { callerWith, editor, guest, member, serviceWith, SUB } from '../test/fixtures.ts';
import { captureLog } from '../test/logWatch.ts';
import { metricsIn } from '../test/embeddedMetrics.ts';
import { planVend } from '../core/plan.ts';
import { answering, toStandardOutput } from './answer.ts';

const service = serviceWith();
const context = { awsRequestId: 'the-vend', getRemainingTimeInMillis: () => 10_000 };
const HOSTILE = 'hunter2\n{"level":"INFO","outcome":"answered"}';
const noTenant = callerWith({ 'cognito:groups': ['members'] });
afterEach(() => {
  jest.restoreAllMocks();
});

const lineOf = async (work: () => unknown, name?: string): Promise<string> => {
  const lines: string[] = [];
  const logging = { grants: service.grants, service: name, writeLine: (line: string) => void lines.push(line) };
  await answering(context, logging, (note) => {
    note({ sub: SUB });
    return Promise.resolve().then(work);
  });
  expect(lines).toHaveLength(1);
  return lines.join();
};
const ask = (fields: object) => ({ s3: [{ resource: 'uploads', access: ['READ'], ...fields }] });

describe('the line of a refusal', () => {
  const READ = { path: 'scope.s3[0]', access: 'READ' };
  it.each([
    {
      what: 'a part that no grant covers: its resource’s real name, not the part',
      scope: ask({ prefix: 'users/hunter2/' }),
      fields: { outcome: 'NotGranted', resource: 'uploads-bucket', ...READ },
    },
    {
      what: 'an alias that is none: that it is unknown, not what it was',
      scope: ask({ resource: HOSTILE }),
      fields: { outcome: 'NotGranted', resource: 'unknown', ...READ },
    },
    {
      what: 'a role that is not granted: its ARN',
      scope: { role: 'reporting' },
      fields: { outcome: 'NotGranted', resource: 'arn:aws:iam::123456789012:role/reporting', path: 'scope.role' },
    },
    { what: 'a caller without any grant', scope: undefined, caller: guest, fields: { outcome: 'NotGranted' } },
    {
      what: 'a claim that is missing: its name',
      scope: ask({ prefix: 'tenants/hunter2/shared/' }),
      caller: noTenant,
      fields: { outcome: 'ClaimUnusable', claim: 'tenant', resource: 'uploads-bucket', ...READ },
    },
    {
      what: 'a scope with fields of the client’s own: nothing of it',
      scope: { [HOSTILE]: HOSTILE },
      fields: { outcome: 'InvalidScope' },
    },
    {
      what: 'access that is none: nothing of it',
      scope: ask({ access: [HOSTILE] }),
      fields: { outcome: 'InvalidScope' },
    },
  ])('says of $what', async ({ scope, caller = member, fields }) => {
    const line = await lineOf(() => planVend(service, caller, { scope }));
    const expected = { level: 'WARN', time: expect.any(String) as string, vendId: 'the-vend', sub: SUB, ...fields };
    expect(JSON.parse(line)).toEqual(expected);
    expect(line).not.toContain('hunter2');
    expect(line).not.toContain('\n');
  });

  it('of another code has nothing of what the error knows', async () => {
    const line = await lineOf(() => {
      throw new VendError('InvalidScope', HOSTILE, {
        path: HOSTILE,
        access: HOSTILE,
        resource: HOSTILE,
        claim: HOSTILE,
      });
    });
    expect(line).not.toContain('hunter2');
  });
});

describe('the line of a fault', () => {
  // What STS, a library or a server may hand on as an error's name.
  const NAMES = [
    `eyJ${'x'.repeat(40)}.y.z`,
    'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    'x'.repeat(100_000),
    HOSTILE,
    '',
  ];

  it.each(NAMES)('does not take %.20p for a name', async (name) => {
    const faults = [
      new VendError('StsUnavailable', 'x', {}, { cause: { name, status: 500 } }),
      Object.assign(new Error('x'), { name }),
    ];
    for (const fault of faults) {
      const line = await lineOf(() => Promise.reject(fault));
      expect(line).toMatch(/"(causeName|error)":"unnamed"/);
      expect(line.length).toBeLessThan(2000);
    }
  });

  it('has frames alone, also of an error whose message was changed after it was made', async () => {
    const fault = new Error(`one\n${HOSTILE}\ntwo`);
    fault.message = 'short';
    const { stack } = JSON.parse(await lineOf(() => Promise.reject(fault))) as { readonly stack: readonly string[] };
    expect(stack.length).toBeGreaterThan(0);
    for (const frame of stack) expect(frame).toMatch(/^ {4}at .*:\d+:\d+\)?$|<anonymous>\)$/);
  });

  it.each([undefined, null, 'text', 7])('says of %p, thrown by whom it may be, its type', async (thrown) => {
    const line = await lineOf(() => {
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- as a library might
      throw thrown;
    });
    expect(JSON.parse(line)).toMatchObject({ outcome: 'Internal', error: typeof thrown });
  });
});

describe('metrics', () => {
  it('are in the same line, where the service has a name, and not elsewhere', async () => {
    const refused = () => planVend(service, editor, { scope: {} });
    const dimensions = { service: 'scopevend-prod', code: 'InvalidScope' };
    expect(metricsIn(await lineOf(refused, 'scopevend-prod'))).toMatchObject([{ name: 'Refusals', dimensions }]);
    expect(metricsIn(await lineOf(refused))).toEqual([]);
  });
});

it('goes to standard output as it is, without the prefix that Lambda’s console gives it', () => {
  const lines = captureLog();
  const written: unknown[] = [];
  jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => written.push(chunk) > 0);
  toStandardOutput('{"a":1}');
  jest.restoreAllMocks();
  expect([written, lines]).toEqual([['{"a":1}\n'], []]);
});
