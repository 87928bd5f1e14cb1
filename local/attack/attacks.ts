/** Every attack, by what it goes for. */
import type { Attack } from './attack.ts';
import { itemAttacks } from './itemAttacks.ts';
import { objectAttacks } from './objectAttacks.ts';
import { requestAttacks } from './requestAttacks.ts';
import { scopeAttacks } from './scopeAttacks.ts';
import { stsAttacks } from './stsAttacks.ts';
import { tokenAttacks } from './tokenAttacks.ts';

/** Attacks under a heading. */
export interface AttackGroup {
  readonly title: string;
  readonly attacks: readonly Attack[];
}

export const attackGroups: readonly AttackGroup[] = [
  { title: 'Tokens: becoming somebody else', attacks: tokenAttacks },
  { title: 'Scopes: reaching further than the grants', attacks: scopeAttacks },
  { title: 'Requests: by their shape', attacks: requestAttacks },
  { title: 'AWS STS: past the API', attacks: stsAttacks },
  { title: 'AWS S3: past the session policy', attacks: objectAttacks },
  { title: 'AWS DynamoDB: past the session policy', attacks: itemAttacks },
];
