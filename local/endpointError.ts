/** What the AWS endpoint itself refuses, before any service sees it, and how it says so. */
import { randomUUID } from 'node:crypto';
import type { AwsResponse } from './awsService.ts';

/** A refusal of the endpoint's own. */
export class EndpointError extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** In JSON, or in the XML of the query services. */
export const failure = (error: { status: number; code: string; message: string }, json: boolean): AwsResponse => {
  const requestId = randomUUID();
  const { status, code, message } = error;
  const type = status < 500 ? 'Sender' : 'Receiver';
  const headers = { 'x-amzn-requestid': requestId, 'x-amzn-errortype': code };
  if (json) {
    return {
      status,
      headers: { ...headers, 'content-type': 'application/x-amz-json-1.1' },
      body: JSON.stringify({ __type: code, message }),
    };
  }
  const escaped = message.replace(/[^ -~]|[<>&]/g, (character) => `&#${String(character.codePointAt(0))};`);
  return {
    status,
    headers: { ...headers, 'content-type': 'text/xml' },
    body: `<ErrorResponse><Error><Type>${type}</Type><Code>${code}</Code><Message>${escaped}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
  };
};
