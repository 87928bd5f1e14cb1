/** For tests of checks: the service of this project as deployed, with grants or a Vend policy that are wrong on purpose. */
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
