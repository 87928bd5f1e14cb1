/** GetSessionToken: an IAM user's whole permissions for a while. It takes no policy, so it narrows nothing. */
import { checkNumber, checkOptional, readInteger, refuse } from './constraints.ts';
import type { StringConstraint } from './constraints.ts';
import { giveCredentials, lifetime } from './newSession.ts';
import type { Operation } from './operation.ts';
import { userSession } from './session.ts';
import { checkTokenSize, refuseMfa } from './sessionParameters.ts';
import { longTermKeysOnly } from './stsError.ts';

const serialNumber: StringConstraint = {
  min: 9,
  max: 256,
  pattern: /^[\w+=/:,.@-]*$/,
  patternText: String.raw`[\w+=/:,.@-]*`,
};
const tokenCode: StringConstraint = { min: 6, max: 6, pattern: /^\d*$/, patternText: String.raw`[\d]*` };

/** Seconds, for IAM users. */
const duration = { min: 900, max: 129_600, whenLeftOut: 43_200 };

/**
 * No policy has a say in it: everybody with long-term keys may call it.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
 */
export const getSessionToken: Operation = (parameters, caller, surroundings) => {
  const durationSeconds = readInteger(parameters.get('DurationSeconds'));
  const minimumSessionTokenSize = readInteger(parameters.get('MinimumSessionTokenSize'));
  refuse([
    ...checkNumber('durationSeconds', durationSeconds, duration.min, duration.max),
    ...checkOptional('serialNumber', parameters.get('SerialNumber'), serialNumber),
    ...checkOptional('tokenCode', parameters.get('TokenCode'), tokenCode),
    ...checkTokenSize(minimumSessionTokenSize),
  ]);
  if (caller.user === undefined || caller.by !== 'long-term keys') throw longTermKeysOnly('GetSessionToken');
  refuseMfa(parameters);
  const session = userSession(caller.user, {
    by: 'GetSessionToken',
    ...lifetime(surroundings.clock(), durationSeconds ?? duration.whenLeftOut),
  });
  const passed = { minimumSessionTokenSize: minimumSessionTokenSize ?? 0 };
  const { credentials, size } = giveCredentials(session, passed, surroundings);
  return { Credentials: credentials, ...size };
};
