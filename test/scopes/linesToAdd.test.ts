/** Whoever does what the checks say, and nothing else, has a Vend policy in which the checks find nothing: for every service. */
import type { PolicyDocument, Statement } from '../../core/policy/document.ts';
import { type ServiceName, serviceNames } from '../../core/scopes/index.ts';
import { awsActions } from '../../deploy/check/awsActions.ts';
import { conditionKeys } from '../../deploy/check/conditionKeys.ts';
import { deadAccess, vendRole } from '../../deploy/check/deadAccess.ts';
import { deployed, grantsWith, naming, statementsIn } from '../../deploy/check/fixture.ts';
import { missingDenials } from '../../deploy/check/missingDenials.ts';
import { unexplained } from '../../deploy/check/reasons.ts';
import { widerAccess } from '../../deploy/check/widerAccess.ts';
import { sampleIn } from './sampleIn.ts';
import { samples } from './samples.ts';

const actions = await awsActions();
const role = vendRole(deployed);
/** The role with nothing but these statements. */
const having = (...Statement: readonly Statement[]) => ({
  ...role,
  policies: [{ Version: '2012-10-17', Statement: [...Statement, NOTHING] } satisfies PolicyDocument],
});
const NOTHING = { Effect: 'Deny', Action: 'none:*', Resource: '*' } as const;

const encrypted: readonly ServiceName[] = ['s3', 'sqs', 'sns', 'kinesis', 'secretsManager', 'ssm'];
const rows = [
  ...serviceNames.map((name) => ({ name, what: name, more: {} })),
  ...encrypted.map((name) => ({
    name,
    what: `${name} with a key`,
    more: { kmsKeyArn: `arn:aws:kms:${deployed.place.region}:111122223333:key/1a2b3c4d-5e6f-4a7b-8c9d-0e1f2a3b4c5d` },
  })),
];

it.each(rows)('the lines for $what make a Vend policy that is complete and no wider', ({ name, more }) => {
  const { grant } = samples[name];
  const also = naming({ sample: { ...sampleIn(name, deployed.place), ...more } });
  const grants = grantsWith(
    {
      resources: { sample: { kind: name } },
      sessionTags: { tenant: '${claims.tenant}' },
      grants: [{ name: 'sample', to: 'everyone', resource: 'sample', ...grant }],
    },
    also,
  );
  const dead = deadAccess(also, grants, [having()]);
  expect(dead.length).toBeGreaterThan(0);
  const allowing = dead.flatMap(({ mend }) => statementsIn(mend));
  expect(widerAccess(having(...allowing), grants, actions)).toEqual([]);

  const open = missingDenials(also, having(...allowing), grants, actions);
  const isNamed = allowing.some(({ Resource }) => Resource !== '*');
  expect(open.length > 1).toBe(isNamed);
  const mended = having(...allowing, ...open.flatMap(({ mend }) => statementsIn(mend)));
  expect(missingDenials(also, mended, grants, actions)).toEqual([]);
  expect(deadAccess(also, grants, [mended])).toEqual([]);
  expect(
    conditionKeys(
      mended.policies.map(({ Statement }) => ({ Version: '2012-10-17', Statement: Statement.slice(0, -1) })),
      name,
      actions,
    ),
  ).toEqual([]);
  expect(open.flatMap(({ mend }) => unexplained('the lines', mend))).toEqual([]);
});
