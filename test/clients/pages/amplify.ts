/** A page of an app with Amplify. */
export * from '../amplify.ts';
export { storedText } from '../stored.ts';
