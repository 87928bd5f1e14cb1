/** The arithmetic of a sign-in by SRP, which is AWS's own: amazon-cognito-identity-js. The password stays in this process. */
import { createHmac } from 'node:crypto';
import authenticationHelper from 'amazon-cognito-identity-js/lib/AuthenticationHelper.js';
import bigInteger from 'amazon-cognito-identity-js/lib/BigInteger.js';

const { default: AuthenticationHelper } = authenticationHelper;
const { default: BigInteger } = bigInteger;

/** What Cognito says in the challenge PASSWORD_VERIFIER. */
export interface PasswordVerifier {
  readonly USER_ID_FOR_SRP: string;
  readonly SALT: string;
  readonly SRP_B: string;
  readonly SECRET_BLOCK: string;
}

/** One sign-in. */
export interface Srp {
  /** What goes out first, in hexadecimal. */
  readonly A: string;
  /** The proof that the password is known, in base64. */
  prove(challenge: PasswordVerifier, password: string, timestamp: string): Promise<string>;
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** As Cognito wants it: Java's `EEE MMM d HH:mm:ss z yyyy` in English and UTC; the day has no zero in front. */
export const srpTimestamp = (time: Date): string => {
  const clock = time.toISOString().slice(11, 19);
  const [day, month] = [DAYS[time.getUTCDay()] ?? '', MONTHS[time.getUTCMonth()] ?? ''];
  return `${day} ${month} ${String(time.getUTCDate())} ${clock} UTC ${String(time.getUTCFullYear())}`;
};

const settled = <Value>(start: (callback: (error: Error | null, value: Value) => void) => void): Promise<Value> =>
  new Promise((resolve, reject) => {
    start((error, value) => {
      if (error) reject(error);
      else resolve(value);
    });
  });

/** @param poolName the user pool's id after the underscore */
export const startSrp = async (poolName: string): Promise<Srp> => {
  const helper = new AuthenticationHelper(poolName);
  const A = await settled(helper.getLargeAValue.bind(helper));
  return {
    A: A.toString(16),
    prove: async ({ USER_ID_FOR_SRP: userId, SALT, SRP_B, SECRET_BLOCK }, password, timestamp) => {
      const [B, salt] = [new BigInteger(SRP_B, 16), new BigInteger(SALT, 16)];
      const key = await settled<Uint8Array>((callback) => {
        helper.getPasswordAuthenticationKey(userId, password, B, salt, callback);
      });
      return createHmac('sha256', key)
        .update(`${poolName}${userId}`, 'utf8')
        .update(SECRET_BLOCK, 'base64')
        .update(timestamp, 'utf8')
        .digest('base64');
    },
  };
};
