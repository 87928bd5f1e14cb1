/** What the AWS CLI says of a user pool, its clients and its identity providers, recognised by what is in each file. */
import { fields, list, text } from '../../local/checked.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A user pool as far as it was described. What a client or provider that is only listed is like is not known. */
export interface PoolDescription {
  /** Of `describe-user-pool`. */
  readonly pool: Fields;
  /** Of `describe-user-pool-client`, by client id. */
  readonly clients: ReadonlyMap<string, Fields>;
  /** Of `describe-identity-provider`, by name. */
  readonly providers: ReadonlyMap<string, Fields>;
  /** Client ids of `list-user-pool-clients`; undefined when there was no list. */
  readonly listedClients: readonly string[] | undefined;
  /** Names of `list-identity-providers`; undefined when there was no list. */
  readonly listedProviders: readonly string[] | undefined;
}

const EXPECTED =
  'the JSON of describe-user-pool, list-user-pool-clients, describe-user-pool-client, list-identity-providers or describe-identity-provider';

/** A list that goes on in another answer is no list of all. */
const whole = (answer: Fields, file: string): void => {
  if (answer['NextToken'] !== undefined)
    throw new Error(`${file} is only the first part of a list: call it again without --max-items or --no-paginate.`);
};

/**
 * Reads files of the AWS CLI's JSON.
 *
 * @param files name and content of each
 * @throws Error that names the file, for what is none of them, of another user pool, or described twice; and without a user pool
 */
export const readDescription = (files: readonly (readonly [name: string, content: string])[]): PoolDescription => {
  const pools: Fields[] = [];
  const clients = new Map<string, Fields>();
  const providers = new Map<string, Fields>();
  const owners: (readonly [file: string, poolId: unknown])[] = [];
  let listedClients: readonly string[] | undefined;
  let listedProviders: readonly string[] | undefined;
  const put = (into: Map<string, Fields>, name: string, value: Fields, file: string): void => {
    if (into.has(name)) throw new Error(`${file} describes ${name} a second time.`);
    into.set(name, value);
    owners.push([file, value['UserPoolId']]);
  };
  const take = (answer: Fields, file: string): void => {
    const { UserPool, UserPoolClient, UserPoolClients, IdentityProvider, Providers } = answer;
    if (UserPool !== undefined) pools.push(fields(UserPool, `${file}: UserPool`));
    else if (UserPoolClient !== undefined) {
      const client = fields(UserPoolClient, `${file}: UserPoolClient`);
      put(clients, text(client['ClientId'], `${file}: ClientId`), client, file);
    } else if (IdentityProvider !== undefined) {
      const provider = fields(IdentityProvider, `${file}: IdentityProvider`);
      put(providers, text(provider['ProviderName'], `${file}: ProviderName`), provider, file);
    } else if (UserPoolClients !== undefined) {
      whole(answer, file);
      listedClients = list(UserPoolClients, file).map((one) =>
        text(fields(one, file)['ClientId'], `${file}: ClientId`),
      );
    } else if (Providers !== undefined) {
      whole(answer, file);
      listedProviders = list(Providers, file).map((one) =>
        text(fields(one, file)['ProviderName'], `${file}: ProviderName`),
      );
    } else throw new Error(`${file} is not ${EXPECTED}.`);
  };
  for (const [file, content] of files) {
    let answer: unknown;
    try {
      answer = JSON.parse(content);
    } catch {
      throw new Error(`${file} is no JSON. It must be ${EXPECTED}, with --output json.`);
    }
    take(fields(answer, file), file);
  }
  const [pool, another] = pools;
  if (pool === undefined || another !== undefined)
    throw new Error('Give the JSON of describe-user-pool once: aws cognito-idp describe-user-pool --user-pool-id …');
  const stray = owners.find(([, poolId]) => poolId !== pool['Id']);
  if (stray !== undefined) throw new Error(`${stray[0]} is not of the user pool ${String(pool['Id'])}.`);
  return { pool, clients, providers, listedClients, listedProviders };
};
