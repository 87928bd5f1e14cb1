/**
 * Stands in for `@aws-sdk/signature-v4-multi-region`: Signature V4 for one Region, as STS wants it. Signatures for several Regions
 * (SigV4a) need a package that is not installed, so the SDK would refuse them too.
 */
import { SignatureV4 } from '@smithy/signature-v4';

export class SignatureV4MultiRegion extends SignatureV4 {
  static sigv4aDependency() {
    return 'none';
  }

  async sign(request, options) {
    if (options?.signingRegion === '*')
      throw new Error('SigV4a is not in the built function: deploy/bundle/standIns.js');
    return super.sign(request, options);
  }
}
