/**
 * Stands in for `./endpoint/endpointResolver` of `@aws-sdk/client-sts`, which interprets a decision diagram that every client of the SDK
 * has in another form. `stsEndpoint.test.ts` holds it to that one, for every Region and setting.
 * https://docs.aws.amazon.com/general/latest/gr/sts.html
 */
import { partition } from '@aws-sdk/core/client';

const fault = (text) => {
  throw Object.assign(new Error(text), { name: 'EndpointError' });
};

const hostOf = ({ Region, UseDualStack, UseFIPS, UseGlobalEndpoint }) => {
  if (UseGlobalEndpoint || Region === 'aws-global' || !Region)
    return fault('The built function calls STS in its own Region only: set AWS_REGION');
  const { name, dnsSuffix, dualStackDnsSuffix, supportsFIPS, supportsDualStack } = partition(Region);
  if ((UseFIPS && !supportsFIPS) || (UseDualStack && !supportsDualStack))
    return fault(
      `The partition of ${Region} has no such endpoint: unset AWS_USE_FIPS_ENDPOINT, AWS_USE_DUALSTACK_ENDPOINT`,
    );
  // There the plain endpoints are FIPS endpoints.
  const sts = UseFIPS && (UseDualStack || name !== 'aws-us-gov') ? 'sts-fips' : 'sts';
  return `${sts}.${Region}.${UseDualStack ? dualStackDnsSuffix : dnsSuffix}`;
};

/** @throws EndpointError */
export const defaultEndpointResolver = (parameters) => {
  const { Endpoint, UseDualStack, UseFIPS } = parameters;
  if (Endpoint && (UseDualStack || UseFIPS))
    return fault('A custom endpoint of STS goes with neither FIPS nor dual stack');
  return { url: new URL(Endpoint ?? `https://${hostOf(parameters)}`), properties: {}, headers: {} };
};
