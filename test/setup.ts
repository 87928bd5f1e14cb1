/** Before each test file: what the suite writes is watched, and the AWS SDK's notice about Node 20 stays out of it. */
import { watchConsole } from './logWatch.ts';

process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
watchConsole(console);
