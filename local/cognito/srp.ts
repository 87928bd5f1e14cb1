/**
 * The server's side of SRP-6a as Cognito speaks it, over the 3,072-bit group of RFC 3526 with SHA-256.
 *
 * Numbers are hashed in their shortest two's-complement form. The npm package `cognito-srp` hashes B and S at full width
 * instead, so one sign-in in 256 fails with the right password; hence this file. BigInt arithmetic is not constant
 * in time: good for a local stack, not for a server on a network.
 */
import { createHash, createHmac, getDiffieHellman, hkdfSync, randomBytes } from 'node:crypto';

/** What a server keeps of a password. */
export interface SrpCredential {
  readonly userId: string;
  readonly salt: bigint;
  readonly verifier: bigint;
}

/** One sign-in that is under way: what is sent, and the proof that must come back. */
export interface SrpExchange {
  readonly B: bigint;
  /** HMAC that a client with the right password computes over the secret block and its timestamp. */
  expectedSignature(secretBlock: Buffer, timestamp: string): Buffer;
}

const toBigInt = (bytes: Buffer): bigint => BigInt(`0x${bytes.toString('hex')}`);

const N = toBigInt(getDiffieHellman('modp15').getPrime());
const g = 2n;

const modPow = (base: bigint, exponent: bigint): bigint => {
  let result = 1n;
  let square = base % N;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % N;
    square = (square * square) % N;
  }
  return result;
};

/** Shortest two's-complement bytes of a natural number: a first byte of 80 or more gets a zero in front. */
export const srpBytes = (value: bigint): Buffer => {
  const hex = value.toString(16);
  const even = hex.length % 2 ? `0${hex}` : hex;
  return Buffer.from(even >= '8' ? `00${even}` : even, 'hex');
};

const sha256 = (...parts: readonly (Buffer | string)[]): Buffer =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();

const k = toBigInt(sha256(srpBytes(N), srpBytes(g)));

/** `poolName` is the pool's id after the underscore. About 4 ms. */
export const srpVerifier = (poolName: string, userId: string, password: string, salt: bigint): bigint =>
  modPow(g, toBigInt(sha256(srpBytes(salt), sha256(`${poolName}${userId}:${password}`))));

/** A verifier from any 48 bytes or more, for a user that does not exist: no password is known for it. */
export const srpVerifierWithoutPassword = (bytes: Buffer): bigint => toBigInt(bytes) % N;

/**
 * Answers a client's public value A. `b` is given by tests only.
 * @returns undefined for an A that would make the result known without a password (RFC 5054, 2.5.4).
 */
export const srpExchange = (
  poolName: string,
  { userId, verifier }: SrpCredential,
  A: bigint,
  b: bigint = toBigInt(randomBytes(32)),
): SrpExchange | undefined => {
  if (A % N === 0n || A >= N) return undefined;
  const B = (k * verifier + modPow(g, b)) % N;
  const u = toBigInt(sha256(srpBytes(A), srpBytes(B)));
  if (B === 0n || u === 0n) return undefined;
  return {
    B,
    expectedSignature: (secretBlock, timestamp) => {
      const S = modPow(A * modPow(verifier, u), b);
      const key = hkdfSync('sha256', srpBytes(S), srpBytes(u), 'Caldera Derived Key', 16);
      return createHmac('sha256', Buffer.from(key))
        .update(poolName)
        .update(userId)
        .update(secretBlock)
        .update(timestamp)
        .digest();
    },
  };
};
