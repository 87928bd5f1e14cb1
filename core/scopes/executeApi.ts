/** Amazon API Gateway: requests to one stage of a REST or HTTP API, by method, under a path or to one path. */
import { literal } from '../policy/pattern.ts';
import type { Resource } from '../resources.ts';
import { defineScope } from './defineScope.ts';
import { type PathPart, pathPart, text } from './pathPart.ts';
import { arnOf, permit } from './permit.ts';

const invoke = (method: string) =>
  permit(
    (resource: Resource, part: PathPart) => ({
      // The stage `$default` has a character of IAM's in its name.
      resource: arnOf(
        'execute-api',
        resource,
        `${literal(resource.name)}/${method}/${literal(text(part))}${part.exact ? '' : '*'}`,
      ),
    }),
    'execute-api:Invoke',
  );

/**
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonapigateway.html and
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-control-access-using-iam-policies-to-invoke-api.html
 */
export const executeApi = defineScope({
  name: 'executeApi',
  realName: 'api',
  // With the stage, since a `*` in its place would take in what follows.
  resourceName: /^[a-z0-9]{1,64}\/(\$default|[\w-]{1,128})$/,
  // Only what no client writes in two ways: AWS does not say whether it asks IAM before or after percent-decoding.
  part: pathPart({ prefix: 'pathPrefix', exact: 'path', maxBytes: 1024, segment: /^[\w.~-]*$/ }),
  access: {
    GET: invoke('GET'),
    HEAD: invoke('HEAD'),
    OPTIONS: invoke('OPTIONS'),
    POST: invoke('POST'),
    PUT: invoke('PUT'),
    PATCH: invoke('PATCH'),
    DELETE: invoke('DELETE'),
  },
});
