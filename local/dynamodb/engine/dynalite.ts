/**
 * The parts of dynalite that are used, with types. Its own server is not: an error in a callback there ends the process, and
 * it would be a second way in. docs/decisions/dynamodb-conditions.md says more.
 */
import { createRequire } from 'node:module';
import type { AttributeValue } from '../attributeValue.ts';
import type { Iterated } from './closeIterators.ts';

const require = createRequire(import.meta.url);

/** A parameter's or an answer's members. */
export type Fields = Readonly<Record<string, unknown>>;

/** Node's kind of callback. */
export type Callback = (error: unknown, result?: unknown) => void;

/** Keys and values of one table or index. */
export interface KeyValues {
  get(key: string, done: Callback): void;
  put(key: string, value: unknown, done: Callback): void;
  del(key: string, done: Callback): void;
  batch(operations: readonly unknown[], done: Callback): void;
  lock(key: string, then: (release: (done: Callback) => Callback) => void): void;
  createKeyStream(options?: unknown): NodeJS.EventEmitter;
  createValueStream(options?: unknown): NodeJS.EventEmitter;
}

/** Where dynalite keeps everything. */
export interface Store {
  readonly options: Readonly<Record<string, unknown>>;
  readonly db: Iterated & { close(done: Callback): void };
  readonly tableDb: KeyValues & { awsAccountId: string; awsRegion: string };
  getItemDb(table: string): KeyValues;
  getIndexDb(kind: string, table: string, index: string): KeyValues;
  getTagDb(table: string): KeyValues;
  deleteItemDb(table: string, done: Callback): void;
  deleteIndexDb(kind: string, table: string, index: string, done: Callback): void;
  deleteTagDb(table: string, done: Callback): void;
  getTable(name: string, checkStatus: boolean | Callback, done?: Callback): void;
}

/** What an operation's parameters must be. */
export interface Rules {
  readonly types: Readonly<Record<string, unknown>>;
  readonly custom?: ((parameters: Fields, store: Store) => string | undefined) | undefined;
}

interface Validations {
  /** Parameters of the right types; others and unknown ones are dropped. Throws BackendRefusal. */
  checkTypes(parameters: Fields, types: Rules['types']): Fields;
  /** Throws BackendRefusal. Numbers are normalised in place. */
  checkValidations(parameters: Fields, types: Rules['types'], custom: Rules['custom'], store: Store): void;
  /** What is wrong with a value, if anything. */
  validateAttributeValue(value: AttributeValue): string | undefined;
  validateExpressions(parameters: Fields): string | undefined;
}

/** An error that stands for an answer. */
export interface BackendRefusal {
  readonly statusCode: number;
  readonly body: { readonly __type: string; readonly message?: string; readonly Message?: string };
}

export const validations = require('dynalite/validations') as Validations;
export const { create } = require('dynalite/db') as { create: (options: Fields) => Store };

/** The operations that are run there. */
export type Action =
  | 'getItem'
  | 'putItem'
  | 'updateItem'
  | 'deleteItem'
  | 'query'
  | 'scan'
  | 'batchGetItem'
  | 'batchWriteItem'
  | 'createTable'
  | 'deleteTable'
  | 'describeTable'
  | 'listTables';

/** What an operation's parameters must be. */
export const rulesOf = (action: Action): Rules => require(`dynalite/validations/${action}`) as Rules;

/** What does an operation. */
export const actionOf = (action: Action) =>
  require(`dynalite/actions/${action}`) as (store: Store, parameters: Fields, done: Callback) => void;
