import { sampleUsers } from './sampleUsers.ts';
import { createSessions } from './sessions.ts';
import { srpExchange, srpVerifier } from './srp.ts';
import { createSrpChallenges } from './srpChallenges.ts';

const [member] = sampleUsers;
if (!member) throw new Error('no sample users');

describe('what the local Cognito remembers', () => {
  it('is bounded: the oldest session is forgotten', () => {
    const sessions = createSessions(60, () => 0, 2);
    const [first, second, third] = [sessions.start(member), sessions.start(member), sessions.start(member)];
    expect(() => sessions.resume(first.refreshToken)).toThrow('Invalid Refresh Token');
    expect(sessions.isLive(first.session.originJti)).toBe(false);
    expect(sessions.resume(second.refreshToken)).toBe(second.session);
    expect(sessions.resume(third.refreshToken)).toBe(third.session);
  });

  it('is bounded: the oldest SRP sign-in is forgotten', () => {
    const challenges = createSrpChallenges(() => 0, 1);
    const credential = { userId: 'u', salt: 1n, verifier: srpVerifier('p', 'u', 'w', 1n) };
    const exchange = srpExchange('p', credential, 4n, 1n);
    if (!exchange) throw new Error('refused');
    const [first, second] = [challenges.add('a', exchange), challenges.add('b', exchange)];
    expect(challenges.take(first)).toBeUndefined();
    expect(challenges.take(second)?.username).toBe('b');
  });
});
