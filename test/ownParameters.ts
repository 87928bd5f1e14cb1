/** For tests: the parameters of a team that has a user pool, a bucket and a table of its own. */

/** As `--param` gives them. */
export const THEIRS = {
  userPoolId: 'us-east-1_TheirPool',
  userPoolClientId: '1h57kf5cpq17m0eml12example',
  uploadsBucket: 'their.bucket',
  notesTable: 'Their_Notes',
};
