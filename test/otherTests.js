/** Says after a run of all tests that there are more, which need a browser and packages of their own. */

/** A reporter of Jest. */
export default class OtherTests {
  constructor(config) {
    this.ranAll = config.nonFlagArgs.length === 0;
  }

  onRunComplete() {
    if (!this.ranAll) return;
    process.stderr.write(
      '\nAmplify, Apollo, urql and pages in Chromium have tests of their own: npm run test:clients\n',
    );
  }
}
