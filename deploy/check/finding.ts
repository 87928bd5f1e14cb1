/** What a check says: where something is wrong, what it is, and how to mend it. */

/** Where the Vend policy stands: a copy of a team's own goes before the project's. */
export const VEND_POLICY_FILE = 'deploy/vendPolicy.yml, or your own/vendPolicy.yml';

/** One fault. All three are for people. */
export interface Finding {
  /** A path in grants.ts, a file, a resource of the template, a parameter. */
  readonly where: string;
  readonly what: string;
  /** What to do, in full: lines to add, a command to run. */
  readonly mend: string;
}

/** Findings as text, one after the other, with the mend indented below. */
export const findingsText = (findings: readonly Finding[]): string =>
  findings.map(({ where, what, mend }) => `${where}: ${what}\n${mend.replaceAll(/^(?=.)/gm, '    ')}\n`).join('\n');
