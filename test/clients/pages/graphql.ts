/** A page that vends by each GraphQL client. */
export { byApollo, byGraphcache, byGraphqlRequest, byUrql } from '../graphql.ts';
export { storedText } from '../stored.ts';
