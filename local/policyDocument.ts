/** A policy document as a template holds it. */
import type { PolicyDocument } from '../core/policy/document.ts';
import { fields, list } from './checked.ts';

/** Its shape only: what it says is read when it is judged. @throws Error that names the place */
export const policyDocument = (value: unknown, path: string): PolicyDocument => {
  const document = fields(value, path);
  list(document['Statement'], `${path}.Statement`);
  return document as unknown as PolicyDocument;
};
