import { member, editor, serviceWith, SUB } from '../test/fixtures.ts';
import { planVend } from './plan.ts';
import { scopeSummary, SUMMARY_LIMIT } from './scopeSummary.ts';

const summaryOf = (scope?: unknown, caller = member) => scopeSummary(planVend(serviceWith(), caller, { scope }));

describe('the summary of a scope', () => {
  it.each([
    {
      what: 'everything: real names, access in the schema’s order, how many parts',
      scope: undefined,
      summary: 's3 uploads-bucket READ WRITE DELETE LIST (2 parts), dynamodb notes-table READ WRITE',
    },
    {
      what: 'one ask',
      scope: { s3: [{ resource: 'uploads', prefix: `users/${SUB}/`, access: ['LIST', 'READ'] }] },
      summary: 's3 uploads-bucket READ LIST',
    },
    { what: 'a role', scope: { role: 'reporting' }, summary: 'role arn:aws:iam::123456789012:role/reporting' },
  ])('says of $what', ({ scope, summary }) => {
    expect(summaryOf(scope, editor)).toBe(summary);
  });

  it('has no word of the client’s', () => {
    const scope = { s3: [{ resource: 'uploads', prefix: `users/${SUB}/hunter2/`, access: ['READ'] }] };
    expect(summaryOf(scope)).toBe('s3 uploads-bucket READ');
  });

  it.each([1, 10, 20, 500])('of %i resources is bounded, and says how many it leaves out', (count) => {
    const { parts } = planVend(serviceWith(), member, {});
    const [part] = parts;
    if (part === undefined) throw new Error('there is no part');
    const many = Array.from({ length: count }, (_, at) => ({
      ...part,
      resource: { ...part.resource, alias: `a${String(at)}`, name: `${'x'.repeat(59)}${String(at).padStart(4, '0')}` },
    }));
    const summary = scopeSummary({ parts: many, role: undefined });
    expect(summary.length).toBeLessThanOrEqual(SUMMARY_LIMIT);
    const shown = summary.split(', ').length;
    expect(summary.endsWith(` and ${String(count - shown)} more`)).toBe(count > shown);
    expect(shown).toBe(Math.min(count, 10));
  });
});
