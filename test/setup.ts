/** Before each test file: the AWS SDK's notice about Node 20 stays out of the test output. */
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
