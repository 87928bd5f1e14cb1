/** Requests below a tenant's own path, to one method of an API. */
import type { ScopeSample } from '../sample.ts';

const api = 'arn:aws:execute-api:eu-central-1:123456789012:a1b2c3d4e5/prod';
const own = 'tenants/${aws:PrincipalTag/vend:tenant}';

export const executeApi: ScopeSample = {
  resource: { name: 'a1b2c3d4e5/prod' },
  grant: { pathPrefix: 'tenants/${claims.tenant}/', access: ['GET', 'POST'] },
  ask: { pathPrefix: 'tenants/acme/orders/', access: ['GET'] },
  policy: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: `${api}/GET/tenants/acme/orders/*` }],
  vendPolicy: [
    { Effect: 'Allow', Action: 'execute-api:Invoke', Resource: [`${api}/GET/${own}/*`, `${api}/POST/${own}/*`] },
  ],
  allowed: [{ action: 'execute-api:Invoke', resource: `${api}/GET/tenants/acme/orders/7/items` }],
  denied: [
    { action: 'execute-api:Invoke', resource: `${api}/POST/tenants/acme/orders/7` },
    { action: 'execute-api:Invoke', resource: `${api}/GET/tenants/acme/orders` },
    { action: 'execute-api:Invoke', resource: `${api}/GET/tenants/acme/ordersArchive/7` },
    { action: 'execute-api:Invoke', resource: `${api}/GET/tenants/acme2/orders/7` },
    { action: 'execute-api:Invoke', resource: `${api}2/GET/tenants/acme/orders/7` },
    { action: 'execute-api:InvalidateCache', resource: `${api}/GET/tenants/acme/orders/7` },
    { action: 'execute-api:ManageConnections', resource: `${api}/GET/tenants/acme/orders/7` },
  ],
};
