/** One client of the load: does this and that with what is its own and what is not, and holds every answer against what it knows. */
import type { UnsignedRequest } from '../../local/calls/sendSigned.ts';
import { openConnection } from './connection.ts';
import type { RawAnswer } from './connection.ts';
import type { Started } from './messages.ts';
import { deleteRequest, dynamodbRequest, getRequest, listRequest, putRequest } from './requests.ts';
import { signedBytes } from './signedBytes.ts';
import type { VendedSession } from './vendSessions.ts';

/** Keys and items that each client has. Few, so that what it wrote is soon overwritten. */
const KEYS = 20;

/** What was asked and how it was taken. */
export interface Tally {
  allowed: number;
  denied: number;
}

/** A client. */
export interface LoadClient {
  readonly tally: Tally;
  /** One operation, chosen at random. @throws Error for an answer that is not right */
  act(): Promise<void>;
  /** Whether all that it wrote last is there, and nothing else. @throws Error */
  checkAll(): Promise<void>;
  close(): void;
}

/** A generator of whole numbers below a limit: the same seed, the same numbers. */
const randomFrom = (seed: number) => {
  let state = seed * 2_654_435_761 + 1;
  return (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
};

const sorted = (texts: Iterable<string>): string => [...texts].sort().join(' ');

/** @param own whose client it is @param rival whose things it must not get at @param number of the client, for what it writes */
export const createLoadClient = (
  started: Started,
  own: VendedSession,
  rival: VendedSession,
  number: number,
): LoadClient => {
  const { bucket, table } = started;
  const port = Number(new URL(started.url).port);
  const random = randomFrom(number);
  const objects = new Map<string, string>();
  const items = new Map<string, string>();
  const tally: Tally = { allowed: 0, denied: 0 };
  let connection = openConnection(port);
  let written = 0;

  const send = async (request: UnsignedRequest): Promise<RawAnswer> => {
    const answer = await connection.send(signedBytes(started, own, request));
    if (/\r\nconnection: close/i.test(answer.head)) {
      connection.close();
      connection = openConnection(port);
    }
    return answer;
  };
  const expectThat = (holds: boolean, request: UnsignedRequest, { head, body }: RawAnswer): void => {
    if (holds) return;
    const asked = `${request.method} ${request.path} ${request.headers?.['x-amz-target'] ?? ''}`;
    throw new Error(`Client ${String(number)}, ${asked}: ${head.split('\r\n')[0] ?? ''}\n${body.toString()}`);
  };
  const allowed = async (request: UnsignedRequest, isRight: (body: string, status: number) => boolean) => {
    const answer = await send(request);
    tally.allowed += 1;
    expectThat(isRight(answer.body.toString(), answer.status), request, answer);
  };
  const denied = async (action: string, request: UnsignedRequest) => {
    const answer = await send(request);
    tally.denied += 1;
    const [status, code] = request.service === 's3' ? [403, '<Code>AccessDenied<'] : [400, '#AccessDeniedException"'];
    const { body } = answer;
    const isDenied = answer.status === status && body.includes(code) && body.includes(`perform: ${action} `);
    expectThat(isDenied, request, answer);
  };

  const folder = (sub: string) => `users/${sub}/load/`;
  const someKey = () => `key-${String(random(KEYS))}`;
  const newContent = () => `${String(number)}/${String((written += 1))} `.padEnd(1 + random(3000), `${own.sub} `);
  const ofItem = (sub: string, id: string) => ({ owner: { S: sub }, id: { S: id } });
  const queryOf = (sub: string) =>
    dynamodbRequest('Query', {
      TableName: table,
      KeyConditionExpression: '#owner = :owner AND begins_with(id, :begin)',
      ExpressionAttributeNames: { '#owner': 'owner' },
      ExpressionAttributeValues: { ':owner': { S: sub }, ':begin': { S: 'key-' } },
    });
  const putItemOf = (sub: string, id: string, text: string) =>
    dynamodbRequest('PutItem', { TableName: table, Item: { ...ofItem(sub, id), text: { S: text } } });
  const getItemOf = (sub: string, id: string) =>
    dynamodbRequest('GetItem', { TableName: table, Key: ofItem(sub, id), ConsistentRead: true });

  const putObject = (key: string, content: string) =>
    allowed(putRequest(bucket, folder(own.sub) + key, content), (_body, status) => {
      objects.set(key, content);
      return status === 200;
    });
  const getObject = (key: string) => {
    const content = objects.get(key);
    return allowed(getRequest(bucket, folder(own.sub) + key), (body, status) =>
      // Who may list a folder only is not told whether there is an object.
      content === undefined
        ? status === 403 && body.includes('perform: s3:ListBucket')
        : status === 200 && body === content,
    );
  };
  const deleteObject = (key: string) =>
    allowed(deleteRequest(bucket, folder(own.sub) + key), (_body, status) => {
      objects.delete(key);
      return status === 204;
    });
  const listObjects = () =>
    allowed(listRequest(bucket, folder(own.sub)), (body, status) => {
      const listed = [...body.matchAll(/<Key>(.*?)<\/Key>/g)].map(([, key = '']) => key.slice(folder(own.sub).length));
      return status === 200 && sorted(listed) === sorted(objects.keys());
    });
  const putItem = (id: string, text: string) =>
    allowed(putItemOf(own.sub, id, text), (_body, status) => {
      items.set(id, text);
      return status === 200;
    });
  const getItem = (id: string) =>
    allowed(getItemOf(own.sub, id), (body, status) => {
      const { Item } = JSON.parse(body) as { Item?: { text: { S: string } } };
      return status === 200 && Item?.text.S === items.get(id);
    });
  const query = () =>
    allowed(queryOf(own.sub), (body, status) => {
      const { Items = [] } = JSON.parse(body) as { Items?: { id: { S: string }; text: { S: string } }[] };
      const found = Items.map(({ id, text }) => `${id.S}=${text.S}`);
      return status === 200 && sorted(found) === sorted([...items].map(([id, text]) => `${id}=${text}`));
    });

  const theirs = () => folder(rival.sub) + someKey();
  const acts: readonly (() => Promise<void>)[] = [
    () => putObject(someKey(), newContent()),
    () => putObject(someKey(), newContent()),
    () => getObject(someKey()),
    () => getObject(someKey()),
    () => deleteObject(someKey()),
    listObjects,
    () => putItem(someKey(), newContent()),
    () => getItem(someKey()),
    () => getItem(someKey()),
    query,
    () => denied('s3:GetObject', getRequest(bucket, theirs())),
    () => denied('s3:PutObject', putRequest(bucket, theirs(), newContent())),
    () => denied('s3:DeleteObject', deleteRequest(bucket, theirs())),
    () => denied('s3:ListBucket', listRequest(bucket, folder(rival.sub))),
    () => denied('dynamodb:GetItem', getItemOf(rival.sub, someKey())),
    () => denied('dynamodb:PutItem', putItemOf(rival.sub, someKey(), newContent())),
    () => denied('dynamodb:Query', queryOf(rival.sub)),
  ];

  return {
    tally,
    act: async () => acts[random(acts.length)]?.(),
    checkAll: async () => {
      for (let key = 0; key < KEYS; key += 1) await getObject(`key-${String(key)}`);
      await listObjects();
      await query();
    },
    close: () => {
      connection.close();
    },
  };
};
