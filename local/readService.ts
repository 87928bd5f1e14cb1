/** Reads the service as serverless.yml describes it: what the local stack runs. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { text } from './checked.ts';
import { readConfiguration } from './configuration.ts';
import type { Place } from './resourceNames.ts';
import type { Service } from './service.ts';
import { serviceOf } from './serviceOf.ts';
import { templateOf } from './template.ts';

/** Where the local stack pretends to be. Nothing of the machine or its environment goes in. */
export const localPlace = (prefix: string): Place => ({
  partition: 'aws',
  region: 'us-east-1',
  account: '000000000000',
  prefix,
});

/**
 * Reads serverless.yml as a deployment to the local place would come out. The same file gives the same service, to the byte.
 *
 * @param options the stage, dev when left out; the project's folder, this one when left out
 * @throws an error that names the place in serverless.yml, when something there is not known here
 */
export const readService = async ({
  stage,
  project = path.dirname(path.dirname(fileURLToPath(import.meta.url))),
}: { readonly stage?: string; readonly project?: string } = {}): Promise<Service> => {
  const configuration = await readConfiguration(project, stage);
  const chosen = stage ?? 'dev';
  const prefix = `${text(configuration['service'], 'service')}-${chosen}`;
  return { stage: chosen, ...serviceOf(templateOf(configuration, prefix), localPlace(prefix)) };
};
