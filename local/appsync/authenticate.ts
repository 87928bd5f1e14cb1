/** Who sends a request: the JWT of the Authorization header, verified as AppSync verifies a Cognito user pool's. */
import type { IncomingMessage } from 'node:http';
import { CognitoJwtVerifier } from 'aws-jwt-verify';
import type { Clock } from '../awsService.ts';
import type { UserPool } from '../service.ts';
import { RefusedRequest } from './errors.ts';

/** Public keys, as a user pool's `/.well-known/jwks.json` gives them. */
export interface Jwks {
  readonly keys: readonly Readonly<Record<string, unknown>>[];
}

/** What a resolver gets as `ctx.identity`. */
export interface Identity {
  readonly claims: Readonly<Record<string, unknown>>;
  readonly defaultAuthStrategy: 'ALLOW';
  readonly groups: readonly string[] | null;
  readonly issuer: string;
  readonly sourceIp: readonly string[];
  readonly sub: string;
  readonly username: string;
}

const unauthorized = (message = 'Valid authorization header not provided.'): RefusedRequest =>
  new RefusedRequest(401, 'UnauthorizedException', message);

// X-Forwarded-For comes first and is whatever the caller wrote: as on AWS, only the last address is the connection's.
const sourceIpOf = ({ headers, socket }: IncomingMessage): string[] => {
  const forwarded = [headers['x-forwarded-for'] ?? []].flat().join(',').split(',');
  return [
    ...forwarded.map((address) => address.trim()).filter((address) => address !== ''),
    socket.remoteAddress ?? '',
  ];
};

const textOf = (claim: unknown): string => (typeof claim === 'string' ? claim : '');

/**
 * Makes the check of a request's JWT: an ID or access token, with or without `Bearer ` before it.
 *
 * Signature, issuer and token use are checked by aws-jwt-verify against the keys given, without network; expiry by
 * `clock`; the app client by `appIdClientRegex`, which must match the whole id.
 *
 * @throws (when made) if the expression is not anchored: AppSync would let every client in that merely contains it
 * @returns throws RefusedRequest 401 for anything but a JWT that verifies
 */
export const createAuthenticator = (options: {
  readonly userPool: Pick<UserPool, 'id' | 'issuer'>;
  readonly jwks: Jwks;
  readonly appIdClientRegex: string;
  readonly clock: Clock;
}): ((request: IncomingMessage) => Identity) => {
  const { userPool, appIdClientRegex, clock } = options;
  if (!/^\^.*\$$/s.test(appIdClientRegex)) {
    throw new Error(`appIdClientRegex is ${JSON.stringify(appIdClientRegex)}: begin it with ^ and end it with $.`);
  }
  const client = new RegExp(`^(?:${appIdClientRegex})$`);
  // aws-jwt-verify reads the machine's clock: with endless grace it leaves exp and nbf to the check below.
  const verifier = CognitoJwtVerifier.create({
    userPoolId: userPool.id,
    tokenUse: null,
    clientId: null,
    graceSeconds: Infinity,
  });
  verifier.cacheJwks(options.jwks as Parameters<typeof verifier.cacheJwks>[0]);

  return (request) => {
    const token = (request.headers.authorization ?? '').replace(/^Bearer /i, '').trim();
    let claims: Readonly<Record<string, unknown>>;
    try {
      claims = verifier.verifySync(token);
    } catch {
      // Which check failed is not for the sender, and the error may hold the token.
      throw unauthorized();
    }
    const now = clock() / 1000;
    if (typeof claims['exp'] !== 'number' || claims['exp'] <= now) throw unauthorized('Token has expired.');
    if (typeof claims['nbf'] === 'number' && claims['nbf'] > now) throw unauthorized();
    if (claims['iss'] !== userPool.issuer) throw unauthorized();
    if (!client.test(textOf(claims['token_use'] === 'id' ? claims['aud'] : claims['client_id']))) throw unauthorized();

    const groups = claims['cognito:groups'];
    return {
      claims,
      defaultAuthStrategy: 'ALLOW',
      groups: Array.isArray(groups) ? groups.filter((group) => typeof group === 'string') : null,
      issuer: userPool.issuer,
      sourceIp: sourceIpOf(request),
      sub: textOf(claims['sub']),
      username: textOf(claims['cognito:username'] ?? claims['username']),
    };
  };
};
