/**
 * For tests: the client's side of Cognito's SRP, written from the protocol's description and sharing nothing with srp.ts.
 * https://datatracker.ietf.org/doc/html/rfc5054 (SRP-6a), https://datatracker.ietf.org/doc/html/rfc3526#section-4 (group)
 */
import { createHash, createHmac } from 'node:crypto';

const group = `
  FFFFFFFF FFFFFFFF C90FDAA2 2168C234 C4C6628B 80DC1CD1 29024E08 8A67CC74 020BBEA6 3B139B22 514A0879 8E3404DD
  EF9519B3 CD3A431B 302B0A6D F25F1437 4FE1356D 6D51C245 E485B576 625E7EC6 F44C42E9 A637ED6B 0BFF5CB6 F406B7ED
  EE386BFB 5A899FA5 AE9F2411 7C4B1FE6 49286651 ECE45B3D C2007CB8 A163BF05 98DA4836 1C55D39A 69163FA8 FD24CF5F
  83655D23 DCA3AD96 1C62F356 208552BB 9ED52907 7096966D 670C354E 4ABC9804 F1746C08 CA18217C 32905E46 2E36CE3B
  E39E772C 180E8603 9B2783A2 EC07A28F B5C55DF0 6F4C52C9 DE2BCBF6 95581718 3995497C EA956AE5 15D22618 98FA0510
  15728E5A 8AAAC42D AD33170D 04507A33 A85521AB DF1CBA64 ECFB8504 58DBEF0A 8AEA7157 5D060C7D B3970F85 A6E1E4C7
  ABF5AE8C DB0933D7 1E8C94E0 4A25619D CEE3D226 1AD2EE6B F12FFA06 D98A0864 D8760273 3EC86A64 521F2B18 177B200C
  BBE11757 7A615D6C 770988C0 BAD946E2 08E24FA0 74E5AB31 43DB5BFC E0FD108E 4B82D120 A93AD2CA FFFFFFFF FFFFFFFF`;

export const N = BigInt(`0x${group.replace(/\s/g, '')}`);

/** base^exponent mod N, by the exponent's bits from the left. */
const power = (base: bigint, exponent: bigint): bigint =>
  Array.from(exponent.toString(2)).reduce((sofar, bit) => (sofar * sofar * (bit === '1' ? base : 1n)) % N, 1n);

/** As Java's BigInteger.toByteArray. */
const javaBytes = (value: bigint): number[] => {
  const bytes: number[] = [];
  for (let rest = value; rest > 0n; rest /= 256n) bytes.unshift(Number(rest % 256n));
  return (bytes[0] ?? 128) >= 128 ? [0, ...bytes] : bytes;
};

const sha256 = (bytes: readonly number[]): number[] => [
  ...createHash('sha256').update(Uint8Array.from(bytes)).digest(),
];
const hmac = (key: readonly number[], bytes: readonly number[]): number[] => [
  ...createHmac('sha256', Uint8Array.from(key)).update(Uint8Array.from(bytes)).digest(),
];
const utf8 = (text: string): number[] => [...Buffer.from(text, 'utf8')];
const natural = (bytes: readonly number[]): bigint => bytes.reduce((sofar, byte) => sofar * 256n + BigInt(byte), 0n);
const modulo = (value: bigint): bigint => ((value % N) + N) % N;

export interface SrpClient {
  readonly A: bigint;
  /** What the client proves: HMAC over pool, user, secret block and timestamp. Also S, for tests of its width. */
  prove(challenge: { userId: string; salt: bigint; B: bigint; secretBlock: Buffer; timestamp: string }): {
    signature: Buffer;
    S: bigint;
  };
}

export const srpClient = (poolName: string, password: string, a: bigint): SrpClient => {
  const A = power(2n, a);
  return {
    A,
    prove: ({ userId, salt, B, secretBlock, timestamp }) => {
      const k = natural(sha256([...javaBytes(N), 2]));
      const u = natural(sha256([...javaBytes(A), ...javaBytes(B)]));
      const x = natural(sha256([...javaBytes(salt), ...sha256(utf8(`${poolName}${userId}:${password}`))]));
      const S = power(modulo(B - k * power(2n, x)), a + u * x);
      const key = hmac(hmac(javaBytes(u), javaBytes(S)), [...utf8('Caldera Derived Key'), 1]).slice(0, 16);
      const message = [...utf8(poolName), ...utf8(userId), ...secretBlock, ...utf8(timestamp)];
      return { signature: Buffer.from(hmac(key, message)), S };
    },
  };
};
