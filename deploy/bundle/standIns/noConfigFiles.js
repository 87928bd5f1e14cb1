/**
 * Stands in for `./fromSharedConfigFiles` of `@smithy/core`: a Lambda function has no `~/.aws`, and looking for it costs time in every cold
 * start. So the SDK's settings come from the environment or are the defaults; asked for by name, the files are missed aloud.
 */
export const fromSharedConfigFiles = () => () => {
  const { AWS_PROFILE, AWS_CONFIG_FILE } = process.env;
  return Promise.reject(
    Object.assign(
      new Error('AWS_PROFILE and AWS_CONFIG_FILE mean nothing to the built function: it reads no such files'),
      {
        tryNextLink: AWS_PROFILE === undefined && AWS_CONFIG_FILE === undefined,
      },
    ),
  );
};
