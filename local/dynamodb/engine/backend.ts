/** The data: dynalite's storage and operations, called in this process, without a port of its own. */
import { DynamodbError, errorType, invalid } from '../dynamodbError.ts';
import type { DynamodbErrorCode } from '../dynamodbError.ts';
import type { AttributeValue } from '../attributeValue.ts';
import { closeIterators } from './closeIterators.ts';
import { actionOf, create, rulesOf, validations } from './dynalite.ts';
import type { Action, BackendRefusal, Fields, Rules } from './dynalite.ts';
import { guardedStore } from './guardedStore.ts';

/** Runs operations that were judged before. */
export interface Backend {
  /** Parameters of the right types, by an operation's rules or those given. @throws DynamodbError */
  readTypes(parameters: Fields, types: Rules['types']): Fields;
  /** Parameters within their bounds. Numbers are normalised in place. @throws DynamodbError */
  check(parameters: Fields, types: Rules['types'], custom?: Rules['custom']): void;
  /** @throws DynamodbError */
  checkValue(value: AttributeValue, where: string): void;
  /** Runs parameters that were checked. They are its own from then on. @throws DynamodbError */
  run(action: Action, parameters: Fields): Promise<Fields>;
  close(): Promise<void>;
}

/** Where the data is. */
export interface BackendOptions {
  readonly region: string;
  readonly account: string;
  /** A folder to keep it in; in memory when left out. */
  readonly folder?: string | undefined;
}

const isRefusal = (error: unknown): error is BackendRefusal =>
  typeof error === 'object' && error !== null && 'statusCode' in error && 'body' in error;

/** What dynalite refuses becomes an error of ours; a fault of its code stays what it is. */
const translate = (error: unknown): Error => {
  if (!isRefusal(error)) return error instanceof Error ? error : new Error('The backend failed.', { cause: error });
  const code = error.body.__type.split('#').at(-1) ?? '';
  const known = errorType(code) === error.body.__type || code === 'ValidationException';
  if (!known) return new Error('The backend refused in words that are not known here.', { cause: error });
  return new DynamodbError(code as DynamodbErrorCode, error.body.message ?? error.body.Message ?? '');
};

const translating = <T>(run: () => T): T => {
  try {
    return run();
  } catch (error) {
    throw translate(error);
  }
};

/** An operation that neither answers nor fails for this long is given up, in milliseconds: nobody may wait for ever for a turn. */
const patience = 10_000;

export const createBackend = ({ region, account, folder }: BackendOptions): Backend => {
  const store = create({
    createTableMs: 0,
    deleteTableMs: 0,
    updateTableMs: 0,
    ...(folder !== undefined && { path: folder }),
  });
  closeIterators(store.db);
  store.tableDb.awsAccountId = account;
  store.tableDb.awsRegion = region;
  return {
    readTypes: (parameters, types) => translating(() => validations.checkTypes(parameters, types)),
    check: (parameters, types, custom) => {
      translating(() => {
        validations.checkValidations(parameters, types, custom, store);
      });
    },
    checkValue: (value, where) => {
      const wrong = validations.validateAttributeValue(value);
      if (wrong !== undefined) throw invalid(`${where}: ${wrong}`);
    },
    run: (action, parameters) =>
      new Promise<Fields>((resolve, reject) => {
        const timer = setTimeout(() => {
          reject(new Error(`The backend did not end ${action} within ${String(patience)} ms.`));
        }, patience);
        const fail = (error: unknown) => {
          clearTimeout(timer);
          reject(translate(error));
        };
        try {
          const { types, custom } = rulesOf(action);
          // Again, on what is really run: this also reads the update that was written anew.
          validations.checkValidations(parameters, types, custom, store);
          actionOf(action)(guardedStore(store, fail), parameters, (error, result) => {
            if (error) {
              fail(error);
              return;
            }
            clearTimeout(timer);
            resolve(result as Fields);
          });
        } catch (error) {
          fail(error);
        }
      }),
    close: () =>
      new Promise((resolve) => {
        store.db.close(() => {
          resolve();
        });
      }),
  };
};
