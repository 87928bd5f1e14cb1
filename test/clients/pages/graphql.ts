/** A page that vends by each GraphQL client. */
export { byApollo, byGraphqlRequest, byUrql } from '../graphql.ts';
export { storedText } from '../stored.ts';
