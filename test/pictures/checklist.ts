import type { Phase } from '../../src/change/checklist.ts';
import { checklist } from '../../src/notifications/checklist.ts';
import { anActor, liveThrough } from '../support/a-change.ts';
import { aChecklist, anItem, LISTED, listing, skip, tick } from '../support/a-checklist.ts';
import { aPolicy, HOUR } from '../support/a-policy.ts';
import { checked, PRE_CHECK_AT } from '../support/lives.ts';
import type { Scene } from './scenes.ts';

const PHASES: readonly Phase[] = [
  {
    name: 'assessment',
    owner: 'infrastructure',
    items: [
      anItem({ id: 'inventory', text: 'List the services and machines that are touched.', gate: 'nextPhase' }),
      anItem({ id: 'baseline', text: 'Measure what is usual: load, response time, errors.', evidence: true }),
    ],
  },
  {
    name: 'planning',
    owner: 'infrastructure',
    items: [
      anItem({ id: 'agreed', text: 'The change authority has agreed.', shownBy: 'approved' }),
      anItem({ id: 'usage', text: 'Choose a window of low usage.' }),
      anItem({ id: 'space', text: 'Look for room on both sides of the move.' }),
      anItem({ id: 'team', text: 'Tell the team who does what on the night.', gate: 'goNogo' }),
    ],
  },
  {
    name: 'backup',
    owner: 'infrastructure',
    items: [
      anItem({ id: 'proven', text: 'The backup is there and valid.', shownBy: 'backupProven', gate: 'start' }),
      anItem({ id: 'restored', text: 'It was restored on trial.', shownBy: 'restoreTested' }),
    ],
  },
  {
    name: 'verification',
    owner: 'testing',
    items: [anItem({ id: 'peak', text: 'Look at the evening peak.', evidence: true, gate: 'close' })],
  },
];

/** A checklist two weeks before its window: what people did, what the record shows, and what is left of the phase. */
export function listed(): Scene {
  const policy = listing(aPolicy(), aChecklist(PHASES));
  const lived = { policy, content: LISTED };
  const ada = anActor('U0ADA', policy);
  const done = [
    tick('inventory'),
    tick('baseline', '40 % load at noon, 180 ms'),
    tick('usage'),
    skip('space', 'Nothing is moved between machines.'),
  ];
  const story = liveThrough(
    policy,
    done.map((intent, i) => [intent, ada, PRE_CHECK_AT + (i + 1) * HOUR]),
    checked(lived),
  );
  const said = checklist(story.change, policy);
  if (!said) throw new Error('the story of the checklist has none');
  const at = PRE_CHECK_AT + 5 * HOUR;
  return { file: 'checklist.png', as: 'U0ADA', channel: 'C0CHANGES', messages: [{ at, said }], height: 900 };
}
