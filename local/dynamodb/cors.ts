/** Cross-origin requests of browsers: DynamoDB lets every page ask, since what admits a request is its signature. */
import type { DataRequest, DataResponse } from '../dataService.ts';

type Headers = DataRequest['headers'];

/** Headers of an answer, for a browser that says which page asks. */
export const corsHeaders = ({ origin }: Headers): Headers =>
  origin === undefined
    ? {}
    : {
        'access-control-allow-origin': '*',
        'access-control-expose-headers': 'x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date',
      };

const echoed = (headers: Headers, asked: string, allowed: string): Headers => {
  const value = headers[asked];
  return value === undefined ? {} : { [allowed]: value };
};

/** The answer to a browser that asks first: whatever it asks for. Nothing is done, and nobody is known yet. */
export const preflight = (headers: Headers): DataResponse => ({
  status: 200,
  headers: {
    ...corsHeaders(headers),
    ...echoed(headers, 'access-control-request-headers', 'access-control-allow-headers'),
    ...echoed(headers, 'access-control-request-method', 'access-control-allow-methods'),
    'access-control-max-age': '172800',
  },
  body: '',
});
