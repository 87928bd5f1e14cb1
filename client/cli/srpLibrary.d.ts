/** The parts of amazon-cognito-identity-js that are used; its own declarations leave them out. */

declare module 'amazon-cognito-identity-js/lib/BigInteger.js' {
  /** Opaque here but for its text. */
  interface BigInteger {
    toString(radix: 16): string;
  }
  const module: { readonly default: new (digits: string, radix: 16) => BigInteger };
  export = module;
}

declare module 'amazon-cognito-identity-js/lib/AuthenticationHelper.js' {
  interface BigInteger {
    toString(radix: 16): string;
  }
  interface AuthenticationHelper {
    getLargeAValue(callback: (error: Error | null, A: BigInteger) => void): void;
    getPasswordAuthenticationKey(
      userId: string,
      password: string,
      B: BigInteger,
      salt: BigInteger,
      callback: (error: Error | null, key: Uint8Array) => void,
    ): void;
  }
  const module: { readonly default: new (poolName: string) => AuthenticationHelper };
  export = module;
}
