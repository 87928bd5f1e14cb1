/** Stage and parameters of a deployment: whether they are known, well formed and complete. */
import { entries } from '../../local/checked.ts';
import type { Parameters } from './deployed.ts';
import type { Finding } from './finding.ts';

interface Form {
  readonly form: RegExp;
  readonly means: string;
  /** Another parameter that goes with it. */
  readonly needs?: string;
}

/** Parameters that name something of the team's own. */
const OWN: Readonly<Record<string, Form>> = {
  userPoolId: {
    form: /^[\w-]{1,35}_[0-9a-zA-Z]{1,19}$/,
    means: 'the id of a user pool, for example eu-central-1_AbCdEfGhI',
    needs: 'userPoolClientId',
  },
  userPoolClientId: {
    form: /^[a-z0-9]{1,128}$/,
    means: 'the id of an app client of that user pool',
    needs: 'userPoolId',
  },
  userPoolIssuer: {
    form: /^(issuer-)?cognito-idp$/,
    means: 'cognito-idp, or for a pool with the updated issuer issuer-cognito-idp',
    needs: 'userPoolId',
  },
  uploadsBucket: { form: /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, means: 'the name of a bucket' },
  notesTable: { form: /^[\w.-]{3,255}$/, means: 'the name of a table, not its ARN' },
  alarmTopicArn: {
    form: /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/,
    means: 'the ARN of an SNS topic',
  },
};

// deploy/userPool/own.yml and its like are chosen by this name.
const FILES = ['own', 'existing'];

type Params = Readonly<Record<string, unknown>>;

const stagesOf = (params: unknown): ReadonlyMap<string, Params> =>
  new Map(entries(params, 'params').map(([stage, values]) => [stage, (values ?? {}) as Params]));

const stageFindings = (stage: string, stages: ReadonlyMap<string, Params>): readonly Finding[] => {
  const known = [...stages.keys()].filter((name) => name !== 'default');
  if (known.includes(stage)) return [];
  return [
    {
      where: `--stage ${stage}`,
      what: `is no stage of this service; there are ${known.join(', ')}`,
      mend: `Deploy one of them, or add ${stage} under params in serverless.yml: "${stage}: {}" has the defaults, which are those for real users.`,
    },
  ];
};

const formFindings = (name: string, value: unknown): readonly Finding[] => {
  const { form, means } = OWN[name] ?? { form: /^/, means: '' };
  if (typeof value === 'string' && form.test(value) && !FILES.includes(value)) return [];
  return [
    {
      where: `the parameter ${name}`,
      what: `is ${JSON.stringify(value)}, which is not ${means}`,
      mend: `Give it as --param ${name}=…, or under params in serverless.yml.`,
    },
  ];
};

const neededFindings = (given: ReadonlyMap<string, unknown>): readonly Finding[] =>
  Object.entries(OWN).flatMap(([name, { needs }]) =>
    needs === undefined || !given.has(name) || given.has(needs)
      ? []
      : [
          {
            where: `the parameter ${needs}`,
            what: `is missing: ${name} is given, and goes with it`,
            mend: `Add --param ${needs}=…, ${OWN[needs]?.means ?? ''}.`,
          },
        ],
  );

/**
 * Checks what a deployment was given. A parameter that nobody knows is refused: a misspelt userPoolId would make a new user pool.
 *
 * @param params of serverless.yml: stage → name → value
 * @param options values of `--param`
 * @param region where the deployment goes, if that is known
 */
export const parameterFindings = (
  stage: string,
  params: unknown,
  options: Parameters,
  region?: string,
): readonly Finding[] => {
  const stages = stagesOf(params);
  const inFile: Params = { ...stages.get('default'), ...stages.get(stage) };
  const known = [...new Set([...Object.keys(OWN), ...[...stages.values()].flatMap((values) => Object.keys(values))])];
  const given = new Map(Object.entries({ ...inFile, ...options }));
  const unknown = Object.keys(options).filter((name) => !known.includes(name));
  const poolId = given.get('userPoolId');
  const poolRegion = typeof poolId === 'string' ? /^([\w-]+)_/.exec(poolId)?.[1] : undefined;
  return [
    ...stageFindings(stage, stages),
    ...unknown.map((name) => ({
      where: `--param ${name}`,
      what: 'is no parameter of this service',
      mend: `Known are ${known.join(', ')}. docs/parameters.md explains them.`,
    })),
    ...Object.keys(OWN).flatMap((name) => (given.has(name) ? formFindings(name, given.get(name)) : [])),
    ...neededFindings(given),
    ...(poolRegion === undefined || region === undefined || poolRegion === region
      ? []
      : [
          {
            where: 'the parameter userPoolId',
            what: `is of a user pool in ${poolRegion}, but the service goes to ${region}`,
            mend: `Deploy with --region ${poolRegion}, or name a user pool in ${region}.`,
          },
        ]),
  ];
};
