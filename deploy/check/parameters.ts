/** Stage and parameters of a deployment: whether they are known, well formed and complete. */
import { entries } from '../../local/checked.ts';
import type { Parameters } from './deployed.ts';
import type { Finding } from './finding.ts';
import { type Form, OF_STAGE, OWN } from './parameterForms.ts';

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

const isOfForm = (value: unknown, { isRight, only }: Form): boolean => {
  if (only === 'list') return Array.isArray(value) && value.length > 0 && value.every((item) => isRight(String(item)));
  if (only === 'number') return typeof value === 'number' && isRight(String(value));
  return ['string', 'number', 'boolean'].includes(typeof value) && isRight(String(value));
};

const formFindings = (name: string, value: unknown): readonly Finding[] => {
  const form = OWN[name] ?? OF_STAGE[name];
  // Null is as good as left out: a stage does without what others have.
  if (form === undefined || value === null || (isOfForm(value, form) && !FILES.some((file) => file === value)))
    return [];
  const { means, only } = form;
  return [
    {
      where: `the parameter ${name}`,
      what: `is ${JSON.stringify(value)}, which is not ${means}`,
      mend:
        only === undefined
          ? `Give it as --param ${name}=…, or under params in serverless.yml.`
          : `Give it under params in serverless.yml: on the command line it would be a text, and no ${only}.`,
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
    ...[...given].flatMap(([name, value]) => formFindings(name, value)),
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
