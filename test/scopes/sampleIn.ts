/** The resource of a service's sample, called as it would be called elsewhere. */
import type { Deployment } from '../../core/resources.ts';
import type { ServiceName } from '../../core/scopes/index.ts';
import { samples } from './samples.ts';

/** What RESOURCES says of it there. */
export const sampleIn = (
  name: ServiceName,
  { partition, region, account }: Pick<Deployment, 'partition' | 'region' | 'account'>,
): Readonly<Record<string, string>> => {
  const inPlace = (text: string) =>
    text
      .replace('arn:aws:', `arn:${partition}:`)
      .replace('eu-central-1', region)
      .replace('123456789012', account)
      .replace(/\.amazonaws\.com$/, partition === 'aws-cn' ? '.amazonaws.com.cn' : '$&');
  return Object.fromEntries(Object.entries(samples[name].resource).map(([field, text]) => [field, inPlace(text)]));
};
