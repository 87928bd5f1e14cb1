/** The service as a deployment with some stage and parameters would come out: what the checks judge. */
import { createResolve, type Resolve, type TemplateResources } from '../../local/cloudFormation.ts';
import { readConfiguration } from '../../local/configuration.ts';
import { type OfType, resolvedResources } from '../../local/resolvedResources.ts';
import type { Place } from '../../local/resourceNames.ts';
import type { LambdaFunction, Role } from '../../local/service.ts';
import { functionsOf, rolesOf } from '../../local/serviceOf.ts';
import { templateOf } from '../../local/template.ts';

/** Values of `--param`, by name. */
export type Parameters = Readonly<Record<string, string>>;

/** What to read. */
export interface Reading {
  /** The folder of serverless.yml. */
  readonly project: string;
  readonly stage: string;
  readonly parameters?: Parameters;
  /** Where the deployment is pretended to be, without the prefix of names. */
  readonly place?: Omit<Place, 'prefix'>;
}

/** A deployment that nobody made. */
export interface Deployed {
  readonly place: Place;
  readonly configuration: Readonly<Record<string, unknown>>;
  readonly resources: TemplateResources;
  readonly resolve: Resolve;
  readonly ofType: OfType;
  readonly roles: readonly Role[];
  readonly functions: readonly LambdaFunction[];
}

/** An account that is nobody's and a Region that is not there: an account or a Region that files spell out is then seen to be another. */
const NOWHERE = { partition: 'aws', region: 'xx-nowhere-1', account: '000000000000' };

/** What can be judged of resources, as a packaged template or serverless.yml has them. */
export const deployedAt = (
  resources: TemplateResources,
  place: Place,
  configuration: Readonly<Record<string, unknown>> = {},
): Deployed => {
  const resolve = createResolve(resources, place);
  const ofType = resolvedResources(resources, resolve);
  const [roles, functions] = [rolesOf(ofType, resolve), functionsOf(ofType, resolve)];
  return { place, configuration, resources, resolve, ofType, roles, functions };
};

/** Reads serverless.yml. @throws an error that names the place in it, when something there is not known here */
export const readDeployed = async ({ project, stage, parameters, place = NOWHERE }: Reading): Promise<Deployed> => {
  const configuration = await readConfiguration(project, stage, parameters);
  const prefix = `${String(configuration['service'])}-${stage}`;
  return deployedAt(templateOf(configuration, prefix), { ...place, prefix }, configuration);
};

/** The role of the template with a logical id. */
export const roleNamed = ({ resolve, roles }: Deployed, logicalId: string): Role => {
  const arn = resolve({ 'Fn::GetAtt': [logicalId, 'Arn'] }, logicalId);
  const found = roles.find((role) => role.arn === arn);
  if (found === undefined) throw new Error(`The template holds no role ${logicalId}.`);
  return found;
};

/** The function of the template with a key. */
export const functionNamed = ({ functions }: Deployed, key: string): LambdaFunction => {
  const found = functions.find((candidate) => candidate.key === key);
  if (found === undefined) throw new Error(`The template holds no function ${key}.`);
  return found;
};
