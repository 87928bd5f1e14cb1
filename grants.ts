/**
 * Who may ask for what. The one file to edit: resources by alias, and grants on them.
 * docs/grants.md explains every field; the service refuses to start on a mistake and says where it is.
 */
import { defineGrants } from './core/grants.ts';

export default defineGrants({
  resources: {
    uploads: { kind: 's3' },
    notes: { kind: 'dynamodb' },
    reporting: { kind: 'role' },
  },
  sessionTags: { tenant: '${claims.tenant}' },
  grants: [
    {
      name: 'own-files',
      to: { group: 'members' },
      resource: 'uploads',
      prefix: 'users/${sub}/',
      access: ['READ', 'WRITE', 'DELETE', 'LIST'],
    },
    {
      name: 'tenant-shared',
      to: { group: 'members' },
      resource: 'uploads',
      prefix: 'tenants/${claims.tenant}/shared/',
      access: ['READ', 'LIST'],
    },
    {
      name: 'tenant-editing',
      to: { group: 'editors' },
      resource: 'uploads',
      prefix: 'tenants/${claims.tenant}/shared/',
      access: ['WRITE', 'DELETE'],
    },
    { name: 'own-notes', to: { group: 'members' }, resource: 'notes', leadingKey: '${sub}', access: ['READ', 'WRITE'] },
    { name: 'reporting', to: { group: 'editors' }, role: 'reporting' },
  ],
});
