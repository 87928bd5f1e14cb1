/** What a JWT says of itself. It is not verified here: the service does that. */

/** Claims, as far as they are used here. */
export interface Claims {
  readonly issuer: string;
  readonly sub: string;
  /** As people know the user. */
  readonly username: string;
  readonly use: 'id' | 'access';
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

const payloadOf = (jwt: string): Readonly<Record<string, unknown>> | undefined => {
  const parts = jwt.split('.');
  if (parts.length !== 3 || !/^[\w.-]+$/.test(jwt)) return undefined;
  try {
    const payload: unknown = JSON.parse(Buffer.from(parts[1] ?? '', 'base64url').toString('utf8'));
    return typeof payload === 'object' && payload !== null ? (payload as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
};

/** Undefined for what is no ID or access token of a Cognito user pool. */
export const claimsOf = (jwt: string): Claims | undefined => {
  const payload = payloadOf(jwt);
  if (payload === undefined) return undefined;
  const { iss, sub, exp, token_use: use } = payload;
  const username = payload['cognito:username'] ?? payload['username'] ?? sub;
  return typeof iss === 'string' &&
    typeof sub === 'string' &&
    typeof exp === 'number' &&
    typeof username === 'string' &&
    (use === 'id' || use === 'access')
    ? { issuer: iss, sub, username, use, expiresAt: exp * 1000 }
    : undefined;
};
