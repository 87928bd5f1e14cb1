/** When credentials end on the local clock, and when they are to be renewed. All times are milliseconds since 1970. */

/** AWS STS gives no temporary credentials a longer life: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_request.html */
const LONGEST_LIFE = 36 * 3_600_000;
/** Ahead of the end; of a short life, this part of it. */
const AHEAD = 300_000;
const PART = 5;

/** AWSDateTime: https://docs.aws.amazon.com/appsync/latest/devguide/scalars.html */
const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

/**
 * The end on the local clock: from the time of sending, as far off as it is from the server's own time. Without that time, the
 * local clock is believed. Undefined when there is no such end, it is past, or too far off to be true.
 */
export const localExpiry = (expiration: unknown, date: string | null, sentAt: number): number | undefined => {
  if (typeof expiration !== 'string' || !DATE_TIME.test(expiration)) return undefined;
  const serverTime = Date.parse(date ?? '');
  const life = Date.parse(expiration) - (Number.isNaN(serverTime) ? sentAt : serverTime);
  return life > 0 && life <= LONGEST_LIFE ? sentAt + life : undefined;
};

/** From when on credentials are renewed: five minutes before the end, of a short life a fifth of it, give or take a fifth of that. */
export const refreshTime = (sentAt: number, expiresAt: number, random: () => number): number =>
  expiresAt - Math.min(AHEAD, (expiresAt - sentAt) / PART) * (0.8 + 0.4 * random());
