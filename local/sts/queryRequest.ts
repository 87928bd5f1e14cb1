/** Reads a request of the AWS query protocol: the parameters of its query string and of its form body. */
import type { AwsRequest } from '../awsService.ts';
import { queryParameters } from '../signRequest.ts';
import { StsError } from './stsError.ts';

/** Parameter name → value. A Map, since the names come from outside. */
export type Parameters = ReadonlyMap<string, string>;

/**
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/programming.html
 * @throws StsError MalformedInput for a name that comes twice: which one counts would be a guess.
 * @throws SignatureError MalformedQueryString
 */
export const readParameters = (request: AwsRequest): Parameters => {
  const [, ...query] = request.url.split('?');
  const form = request.method === 'POST' ? request.body.toString('utf8') : '';
  const parameters = new Map<string, string>();
  for (const [name, value] of [...queryParameters(query.join('?')), ...queryParameters(form)]) {
    if (parameters.has(name)) throw new StsError('MalformedInput', 'A parameter is given more than once.');
    parameters.set(name, value);
  }
  return parameters;
};

/**
 * The members of a list of structures, `Tags.member.1.Key=…`, in the order of their numbers; of a list of strings with
 * `field` left out. A member that lacks a field is there with the fields that it has.
 */
export const readList = (parameters: Parameters, list: string, fields: readonly string[] = []): Parameters[] => {
  const members = new Map<number, Map<string, string>>();
  for (const [name, value] of parameters) {
    const [, index, field] =
      (name.startsWith(`${list}.member.`) && /^([1-9]\d{0,5})(?:\.(\w+))?$/.exec(name.slice(list.length + 8))) || [];
    if (index === undefined || !(field === undefined ? fields.length === 0 : fields.includes(field))) continue;
    const member = members.get(Number(index)) ?? new Map<string, string>();
    members.set(Number(index), member.set(field ?? '', value));
  }
  return [...members].sort(([a], [b]) => a - b).map(([, member]) => member);
};
