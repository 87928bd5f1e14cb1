/** PutItem, UpdateItem and DeleteItem. */
import type { Operation } from './operation.ts';
import type { WriteKind } from './write.ts';
import { readWrite, writeTypes } from './write.ts';

/** The operation of one kind of write. */
export const writeItem =
  (kind: Exclude<WriteKind, 'ConditionCheckItem'>): Operation =>
  (parameters, database) => {
    const request = database.backend.readTypes(parameters, writeTypes(kind));
    const write = readWrite(kind, request, database);
    const run = async () => {
      if (request['ConditionExpression'] !== undefined) write.checkCondition(await write.current());
      return write.apply();
    };
    return { asks: write.asks, run: () => database.turns.write(run) };
  };
