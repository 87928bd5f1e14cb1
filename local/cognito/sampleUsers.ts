/** The users that the local user pool starts with. */

/** A user of the local pool. `sub` is fixed so that tests and start-up text are stable. */
export interface SampleUser {
  readonly username: string;
  readonly sub: string;
  readonly password: string;
  readonly groups: readonly string[];
  /** Attributes as Cognito names them, `sub` left out: `custom:tenant`, `email` … */
  readonly attributes: Readonly<Record<string, string>>;
}

/** The password of every sample user: public, and good on this machine only. */
export const samplePassword = 'Local-password-1';

/** Two tenants, so that isolation shows; one user with more rights; one with none. */
export const sampleUsers: readonly SampleUser[] = [
  {
    username: 'member',
    sub: '6c1f0e52-8f3b-4f0c-9a57-2d4e6b7a1c01',
    password: samplePassword,
    groups: ['members'],
    attributes: { 'custom:tenant': 'acme' },
  },
  {
    username: 'editor',
    sub: 'b27d9f34-51c8-4e6a-8d0b-7f93a5e2c402',
    password: samplePassword,
    groups: ['members', 'editors'],
    attributes: { 'custom:tenant': 'acme' },
  },
  {
    username: 'rival',
    sub: 'd84a3b16-0e7f-4c92-b5d1-91c6f8e0a703',
    password: samplePassword,
    groups: ['members'],
    attributes: { 'custom:tenant': 'globex' },
  },
  {
    username: 'guest',
    sub: 'f5e82c70-a94d-4b31-8c26-30b7d1f9e504',
    password: samplePassword,
    groups: [],
    attributes: {},
  },
];
