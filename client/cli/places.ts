/** Where the command keeps its files: the operating system's own places for settings, for lasting and for passing things. */
import path from 'node:path';
import envPaths from 'env-paths';
import { UsageError } from './failures.ts';

// A relative XDG_CACHE_HOME would put secrets wherever the shell happens to be.
const absolute = (place: string): string => {
  if (!path.isAbsolute(place)) {
    throw new UsageError(
      `${JSON.stringify(place)} is no place for files: HOME and the variables XDG_…_HOME must be absolute paths.`,
    );
  }
  return place;
};

// Lower case only, since some file systems know no other; the word in front keeps names like "con" possible on Windows.
const PROFILE = /^[a-z0-9][a-z0-9_-]{0,63}$/;

/** The profile that is used when none is named. */
export const DEFAULT_PROFILE = 'default';

/** @throws UsageError for a name that could not be the name of a file everywhere */
export const checkProfile = (profile: string): string => {
  if (!PROFILE.test(profile)) {
    throw new UsageError(
      `${JSON.stringify(profile)} is no name for a profile. It has 1 to 64 of a-z, 0-9, - and _, and begins with a letter or a digit.`,
    );
  }
  return profile;
};

/** The files of a profile. */
export interface Places {
  /** Where the service and its user pool are: nothing secret. */
  readonly settings: string;
  /** The sign-in: a refresh token and the tokens that it gave. */
  readonly signIn: string;
  /** The directory of vended credentials, for every profile. */
  readonly cache: string;
}

/** @param profile one that `checkProfile` lets pass */
export const placesOf = (profile: string): Places => {
  const { config, data, cache } = envPaths('scopevend', { suffix: '' });
  return {
    settings: path.join(absolute(config), `profile-${profile}.json`),
    signIn: path.join(absolute(data), `sign-in-${profile}.json`),
    cache: absolute(cache),
  };
};
