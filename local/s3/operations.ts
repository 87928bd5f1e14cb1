/** Every operation that the gate knows, and which of them a request is. What is none of them gets no further. */
import type { S3Request } from './call.ts';
import type { Operation, Shape } from './operation.ts';
import { acl } from './operations/acl.ts';
import { getObjectAttributes } from './operations/attributes.ts';
import { buckets } from './operations/buckets.ts';
import { completeUpload } from './operations/completeUpload.ts';
import { deleteObjects } from './operations/deleteObjects.ts';
import { getObject } from './operations/getObject.ts';
import { listObjects } from './operations/listObjects.ts';
import { listUploadOperations } from './operations/listUploads.ts';
import { notServed } from './operations/notServed.ts';
import { putObject } from './operations/putObject.ts';
import { tagging } from './operations/tagging.ts';
import { uploads } from './operations/uploads.ts';
import { notImplemented, S3Error } from './s3Error.ts';

/** The table. */
export const operations: readonly Operation[] = [
  ...buckets,
  ...listObjects,
  ...getObject,
  ...putObject,
  ...deleteObjects,
  ...tagging,
  ...acl,
  getObjectAttributes,
  ...uploads,
  completeUpload,
  ...listUploadOperations,
  ...notServed,
];

const marks = new Set(operations.flatMap((operation) => operation.marks));
const methods = new Set(operations.map(({ method }) => method));

const placeOf = ({ method, on, copies }: Pick<Shape, 'method' | 'on' | 'copies'>) =>
  `${method} ${on} ${String(copies)}`;
const byPlace = new Map<string, Operation[]>();
for (const operation of operations)
  byPlace.set(placeOf(operation), [...(byPlace.get(placeOf(operation)) ?? []), operation]);

/** S3 takes no notice of parameters of this form. */
const meansNothing = (name: string) => name.toLowerCase().startsWith('x-');

/**
 * Finds the one operation that a request means. A query parameter that it does not take makes it no operation at all.
 * @throws S3Error MethodNotAllowed, NotImplemented
 */
export const operationOf = (request: S3Request): Operation => {
  const { method, bucket, key, parameters, headers } = request;
  if (!methods.has(method)) {
    throw new S3Error(405, 'MethodNotAllowed', 'The specified method is not allowed against this resource.', {
      Method: method,
    });
  }
  const on = bucket === undefined ? 'service' : key === undefined ? 'bucket' : 'object';
  const copies = 'x-amz-copy-source' in headers;
  const names = [...parameters.keys()].filter((name) => !meansNothing(name));
  const candidates = byPlace.get(placeOf({ method, on, copies })) ?? [];
  const taken = (operation: Operation) =>
    operation.marks.every((mark) => parameters.has(mark)) &&
    names.every((name) => operation.marks.includes(name) || operation.parameters.includes(name));
  const [found, another] = candidates.filter(taken);
  if (found && !another) return found;
  const asked = names.filter((name) => marks.has(name) || !candidates.some((row) => row.parameters.includes(name)));
  throw notImplemented(
    `${method} of ${on === 'object' ? 'an object' : `the ${on}`}${copies ? ' with x-amz-copy-source' : ''}${asked.length > 0 ? ` with ${asked.join(', ').slice(0, 200)}` : ''}`,
  );
};
