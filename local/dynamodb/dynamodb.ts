/** DynamoDB on this machine: verifies who calls, judges what is asked, and only then touches the data. */
import { PolicyError } from '../../core/policy/evaluate.ts';
import type { Context } from '../../core/policy/evaluate.ts';
import type { Clock } from '../awsService.ts';
import type { DataRequest, DataResponse, DataService } from '../dataService.ts';
import type { Authenticator } from '../gate/authenticator.ts';
import { createGate as createOwnGate } from '../gate/gate.ts';
import type { CreateGate } from '../gate/gate.ts';
import { GateError } from '../gate/gateError.ts';
import type { Service } from '../service.ts';
import type { Session } from '../sts/session.ts';
import { createAdmin } from './admin.ts';
import type { Admin } from './admin.ts';
import { corsHeaders, preflight } from './cors.ts';
import { DynamodbError } from './dynamodbError.ts';
import { createBackend } from './engine/backend.ts';
import { createTurns } from './engine/turns.ts';
import { createIdempotency } from './operations/idempotency.ts';
import type { Ask, Database } from './operations/operation.ts';
import { denied, operations } from './operations/operations.ts';
import { parseBody, readBody, targetOf } from './readRequest.ts';
import { failure, success } from './respond.ts';

/** DynamoDB, and a way to its data for whoever sets it up. */
export interface Dynamodb {
  readonly serve: DataService;
  readonly admin: Admin;
  close(): Promise<void>;
}

/** What DynamoDB is told of the service, and its surroundings. */
export interface DynamodbOptions {
  readonly service: Pick<Service, 'tables' | 'account' | 'partition' | 'region'>;
  readonly sts: Authenticator['sts'];
  readonly clock?: Clock;
  /** A folder to keep the data in; in memory when left out. */
  readonly folder?: string | undefined;
  /** What makes its gate. Left out, as in every local stack, the one that verifies and judges. */
  readonly createGate?: CreateGate;
}

const unknownOperation = () => new DynamodbError('UnknownOperationException', 'DynamoDB has no such operation.');

const deniedText = (session: Session, operation: string, why: string) =>
  `User: ${session.arn} is not authorized to perform: dynamodb:${operation} on resource: * because ${why}`;

/** What is unforeseen is left to the endpoint. */
const refusalOf = (error: unknown): DynamodbError | GateError => {
  if (error instanceof DynamodbError || error instanceof GateError) return error;
  if (error instanceof PolicyError) {
    return new DynamodbError('AccessDeniedException', `A policy cannot be judged here. ${error.message}`);
  }
  throw error;
};

/** Makes the tables of the service. In a folder that has them, they keep their items. */
export const createDynamodb = async ({
  service,
  sts,
  clock = Date.now,
  folder,
  createGate = createOwnGate,
}: DynamodbOptions): Promise<Dynamodb> => {
  const { partition, region, account } = service;
  const backend = createBackend({ region, account, folder });
  const database: Database = {
    backend,
    turns: createTurns(),
    tables: new Map(),
    tableArn: (name) => `arn:${partition}:dynamodb:${region}:${account}:table/${name}`,
  };
  const admin = createAdmin(database);
  for (const table of service.tables) await admin.createTable(table);
  const resourcePolicies = new Map(
    service.tables.flatMap(({ arn, resourcePolicy }) => (resourcePolicy === undefined ? [] : [[arn, resourcePolicy]])),
  );
  const gate = createGate({ sts, region, clock, resourcePolicies });
  const served = operations(createIdempotency(clock));

  const allow = (session: Session, asks: readonly Ask[], context: Context): void => {
    if (asks.length === 0) throw new Error('An operation asked for nothing.');
    for (const ask of asks) gate.judge(session, () => ({ ...ask, context: { ...context, ...ask.context } }));
  };

  const answer = async (request: DataRequest): Promise<DataResponse> => {
    const { session, headers, body, presigned, context } = await gate.authenticate(request, 'dynamodb');
    const name = targetOf(headers['x-amz-target']) ?? '';
    const why = denied.get(name);
    if (why !== undefined) throw new DynamodbError('AccessDeniedException', deniedText(session, name, why));
    const found = served.get(name);
    if (found === undefined || request.method !== 'POST' || presigned) throw unknownOperation();
    const parameters = parseBody(await readBody(body, found.maxBody));
    const { asks, run } = found.operation(parameters, database);
    allow(session, asks, context);
    return success(await run());
  };

  return {
    serve: async (request) => {
      if (request.method === 'OPTIONS') return preflight(request.headers);
      let response: DataResponse;
      try {
        response = await answer(request);
      } catch (error) {
        response = failure(refusalOf(error));
      }
      return { ...response, headers: { ...response.headers, ...corsHeaders(request.headers) } };
    },
    admin,
    close: () => database.turns.write(() => backend.close()),
  };
};
