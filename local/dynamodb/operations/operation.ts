/** What an operation is: parameters to what is asked of IAM, and what is done once that is allowed. */
import type { Context } from '../../../core/policy/evaluate.ts';
import type { Backend } from '../engine/backend.ts';
import type { Fields } from '../engine/dynalite.ts';
import type { Turns } from '../engine/turns.ts';
import type { TableKeys } from '../tables.ts';

/** One action on one resource, with the condition keys that the request has for it. */
export interface Ask {
  readonly action: `dynamodb:${string}`;
  readonly resource: string;
  readonly context: Context;
}

/** What operations work on. */
export interface Database {
  readonly backend: Backend;
  readonly turns: Turns;
  /** By name. */
  readonly tables: Map<string, TableKeys>;
  /** The ARN of a table, whether or not there is one of that name. */
  tableArn(name: string): string;
}

/** A request that was read whole and is well formed. Nothing has been looked up or changed yet. */
export interface Prepared {
  /** All must be allowed. There is at least one. */
  readonly asks: readonly Ask[];
  /** Only after that. */
  readonly run: () => Promise<Fields>;
}

/** Reads a request. @throws DynamodbError for one that is not well formed */
export type Operation = (parameters: Fields, database: Database) => Prepared;
