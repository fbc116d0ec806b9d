import { expect, test } from 'vitest';
import { FEEDBACK_MAX } from '../../src/change/decide/feedback.ts';
import type { Intent } from '../../src/change/intents.ts';
import { OPENS_AT, THE_CLOCK, anActor } from '../support/a-change.ts';
import { aPolicy, HOUR } from '../support/a-policy.ts';
import { given } from '../support/given.ts';
import {
  AFTER_THE_WATCH,
  CLOSE,
  INCIDENT,
  ROLL_BACK,
  applied,
  approved,
  implemented,
  ready,
  settle,
  started,
  watching,
} from '../support/lives.ts';

const policy = aPolicy();
const at = OPENS_AT + 2 * HOUR;
const SAID = { type: 'giveFeedback', text: ' Search finds nothing. ', channel: 'C0MAINT', ts: '1.2' } as const;
const GUEST = { ...anActor('U0GUEST', policy), outsider: true };
const nth = (n: number): Intent => ({ ...SAID, text: `Me too ${n}.`, ts: `2.${n}` });

test('whoever is affected is heard while the work goes on and until the change is closed, guests as well, and nothing follows of it', () => {
  const rolling = given(applied('failed')).when(ROLL_BACK, { by: 'U0ADA', at }).story;
  const failed = given(applied('failed')).when(INCIDENT, { by: 'U0ADA', at }).story;
  for (const story of [started(), watching(), rolling, settle(rolling, policy, at), failed, implemented()]) {
    const { change } = given(story)
      .when(SAID, { by: GUEST, at })
      .yields({ type: 'feedbackGiven', text: 'Search finds nothing.', channel: 'C0MAINT', ts: '1.2' })
      .becomes(story.change.status).story;
    expect(change.feedback).toMatchObject([{ by: 'U0GUEST', at, channel: 'C0MAINT', ts: '1.2' }]);
  }
});

test('before the start and once it is closed nobody is there to hear it, and no machine says it', () => {
  for (const story of [approved(), ready()])
    given(story).when(SAID, { by: 'U0EVE', at: OPENS_AT }).refuses('notInStatus');
  const late = { by: 'U0ADA', at: AFTER_THE_WATCH };
  given(given(implemented()).when(CLOSE, late).story).when(SAID, late).refuses('notInStatus');
  given(started()).when(SAID, { by: THE_CLOCK, at }).refuses('outsider');
  given(started())
    .when({ ...SAID, text: ' ' }, { by: 'U0EVE', at })
    .refuses('reasonNeeded');
});

test('a member makes an issue of it, by its own words; whoever is no member does not', () => {
  const told = given(implemented()).when(SAID, { by: GUEST, at }).story;
  const issue: Intent = { type: 'reportIssue', text: '', reply: '1.2' };
  given(told).when(issue, { by: GUEST, at }).refuses('outsider');
  given(told)
    .when(issue, { by: 'U0EVE', at })
    .yields({ type: 'issueFound', text: 'Search finds nothing.' }, { type: 'debtOwed', what: 'pir' });
});

test('a change keeps so much of it and no more, while its own log goes on', () => {
  let story = started();
  for (let n = 0; n < FEEDBACK_MAX; n += 1) story = given(story).when(nth(n), { by: GUEST, at }).story;
  given(story).when(nth(FEEDBACK_MAX), { by: GUEST, at }).refuses('enoughSaid', { most: FEEDBACK_MAX });
  given(story).when({ type: 'log', text: 'Many write.' }, { by: 'U0ADA', at }).yields({ type: 'logged' });
});
