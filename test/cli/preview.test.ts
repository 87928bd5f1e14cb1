/** `scopevend preview` and `grants` for people: what a table of rows leaves out is said below it. */
import { grantsText } from '../../client/cli/commands/grants.ts';
import { previewText } from '../../client/cli/commands/preview.ts';
import type { Grants, Preview } from '../../client/cli/graphql.ts';
import { callersGrants } from '../../core/answers.ts';
import { grantsOf } from '../../core/authorize.ts';
import { previewCredentials } from '../../core/preview.ts';
import { grantOn, member, serviceWith, SUB } from '../fixtures.ts';

const service = serviceWith();
const previewOf = (count: number): Preview =>
  // The answer as AppSync would pass it on, with every field that the command asks for.
  previewCredentials(service, member, {
    scope: {
      s3: Array.from({ length: count }, (_, at) => ({
        resource: 'uploads',
        prefix: `users/${SUB}/${'x'.repeat(60)}${String(at)}/`,
        access: ['READ'],
      })),
    },
  });

it('shows the session policy of what fits, and about how large the token is', () => {
  const text = previewText(previewOf(1));
  expect(text).toMatch(/^session policy, \d+ of 2,048 characters:$/m);
  expect(text).toMatch(/^session token +at most about [\d,]+ of 4,096 bytes$/m);
  expect(text).not.toContain('Too large');
});

it('lists the scopes to vend of what is too large, each on a line to copy', () => {
  const answer = previewOf(60);
  const [, list = ''] = previewText(answer).split(/^Too large for one session policy, .* characters\. .*:$/m);
  expect(answer.split?.length).toBeGreaterThan(1);
  expect(list.trim().split('\n')).toEqual(answer.split);
});

it('says under which conditions a grant is', () => {
  const conditions = { sourceIp: ['198.51.100.0/24'] };
  const grants = (more: object) =>
    callersGrants(grantsOf(serviceWith(grantOn({ prefix: 'users/${sub}/', ...more })).grants, member)) as Grants;
  expect(grantsText(grants({ conditions }))).toMatch(
    /^Under the grant .+ every request must meet \{"IpAddress":\{"aws:SourceIp":"198\.51\.100\.0\/24"\}\}$/m,
  );
  expect(grantsText(grants({}))).not.toContain('must meet');
});
