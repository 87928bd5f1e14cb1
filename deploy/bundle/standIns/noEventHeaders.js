/** Stands in for `./HeaderFormatter` of `@smithy/signature-v4`, which writes the headers of event streams: STS has none. */
export class HeaderFormatter {
  format() {
    throw new Error('Event streams are not in the built function: deploy/bundle/standIns.js');
  }
}
