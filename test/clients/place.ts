/** Where an app of a test finds the service: what its build would have from the deployment. */

/** All of it is public. */
export interface Place {
  /** The GraphQL API's URL. */
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  readonly userPoolId: string;
  readonly userPoolClientId: string;
}
