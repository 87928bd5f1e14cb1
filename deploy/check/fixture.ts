/** For tests of checks: the service of this project as deployed, with grants or a Vend policy that are wrong on purpose. */
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Grants } from '../../core/compileGrants.ts';
import type { GrantsDeclaration } from '../../core/grants.ts';
import type { PolicyDocument, Statement } from '../../core/policy/document.ts';
import type { Role } from '../../local/service.ts';
import sample from '../../grants.ts';
import { type Deployed, readDeployed } from './deployed.ts';
import { namedGrants } from './namedGrants.ts';

export const project = path.resolve(import.meta.dirname, '../..');

/** The stage dev, as serverless.yml has it. */
export const deployed = await readDeployed({ project, stage: 'dev' });

export const sampleGrants = sample as unknown as GrantsDeclaration;

/** Grants that fit the deployment. */
export const grantsWith = (declaration: unknown, of: Deployed = deployed): Grants => {
  const read = namedGrants(of, declaration);
  if ('grants' in read) return read.grants;
  throw new Error(JSON.stringify(read.findings));
};

/** The sample, with one grant more. */
export const sampleAnd = (grant: Readonly<Record<string, unknown>>) => ({
  ...sampleGrants,
  grants: [...sampleGrants.grants, { to: 'everyone', ...grant }],
});

type Change = (statement: Statement) => readonly Statement[];

/** The role with its statements changed: those with a Sid, or all. */
export const changed = (role: Role, sid: string | undefined, change: Change): Role => {
  const found = new Set<string | undefined>();
  const policies = role.policies.map((document): PolicyDocument => {
    const Statement = [document.Statement].flat().flatMap((statement: Statement) => {
      if (sid !== undefined && statement.Sid !== sid) return [statement];
      found.add(statement.Sid);
      return change(statement);
    });
    return { ...document, Statement };
  });
  if (found.size === 0) throw new Error(`No statement ${String(sid)}.`);
  return { ...role, policies };
};

/** The deployment with more in RESOURCES: alias → what is said of it. */
export const naming = (more: Readonly<Record<string, unknown>>, of: Deployed = deployed): Deployed => ({
  ...of,
  functions: of.functions.map((fn) => {
    const { RESOURCES = '{}', ...environment } = fn.environment;
    const named = JSON.stringify({ ...(JSON.parse(RESOURCES) as object), ...more });
    return { ...fn, environment: { ...environment, RESOURCES: named } };
  }),
});

const framework = createRequire(import.meta.url);
const yaml = createRequire(framework.resolve('serverless/package.json'))('js-yaml') as {
  readonly load: (text: string, options: unknown) => unknown;
};
const schema = framework('serverless/lib/utils/serverless-utils/cloudformation-schema') as unknown;

/** Lines of YAML, read as the framework and CloudFormation would read them. */
export const readLines = (lines: string, of: Deployed = deployed): unknown => {
  const written = lines.replaceAll(/\$\{self:custom\.(\w+)\.arn\}/g, (_, name: string) => {
    const custom = of.configuration['custom'] as Readonly<Record<string, { readonly arn?: string } | undefined>>;
    return custom[name]?.arn ?? `no custom.${name}.arn`;
  });
  return of.resolve(yaml.load(written, { schema }), 'lines');
};

/** The statements that a mend says to add, or to put in place of others. */
export const statementsIn = (mend: string, of: Deployed = deployed): readonly Statement[] => {
  const lines = [...mend.matchAll(/^- Sid: .*\n(?: +.*\n)*/gm)].join('');
  return (readLines(lines, of) ?? []) as readonly Statement[];
};
