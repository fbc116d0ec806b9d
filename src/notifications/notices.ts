import { shownId } from '../change/change-id.ts';
import { fold } from '../change/evolve.ts';
import { endsAt } from '../change/ladder.ts';
import type { FactType, RecordedFact } from '../change/facts.ts';
import type { Change } from '../change/model.ts';
import type { NoticeName } from '../change/notice.ts';
import type { Policy } from '../change/policy.ts';
import { context, quoted, section, sentence, when } from '../slack/blocks.ts';
import { checksPassed } from './claims.ts';
import { said, serviceNames, type Said } from './said.ts';

export interface NoticeView {
  readonly change: Change;
  readonly policy: Policy;
  /** Where the order to tell stands among the facts. */
  readonly seq: number;
  readonly facts: readonly RecordedFact[];
  /** By the database's clock. */
  readonly now: number;
  /** What somebody does who has something to report, where they read it. */
  readonly tellUs?: string;
}

/** What people hear: a heading, and sentences for somebody who knows nothing of changes, as mrkdwn. */
export interface NoticeWords {
  readonly heading: string;
  readonly sentences: readonly string[];
}

type Scene = NoticeView & { readonly services: string; readonly tellUs: string };

/** Every notice in one place. Each claim rests on a fact; what no check has shown is not said. */
const NOTICES: { readonly [N in NoticeName]: (scene: Scene) => NoticeWords } = {
  planned: (scene) => ({
    heading: `Planned maintenance: ${scene.services}`,
    sentences: [`We will work on ${scene.services} ${during(scene.change)}.`, ...expectations(scene.change)],
  }),
  reminder: (scene) => ({
    heading: `Reminder: maintenance of ${scene.services}`,
    sentences: [
      `The maintenance of ${scene.services} takes place ${during(scene.change)}, as announced.`,
      ...expectations(scene.change),
    ],
  }),
  start: (scene) => ({
    heading: `${isEmergency(scene) ? 'Emergency work' : 'Maintenance'} has started: ${scene.services}`,
    sentences: [
      `The work on ${scene.services} started ${when(scene.change.startedAt ?? scene.change.content.opensAt)}. It is ${isEmergency(scene) ? 'thought' : 'planned'} to end by ${when(endsAt(scene.change))}; we will tell you here.`,
      ...expectations(scene.change),
    ],
  }),
  progress: (scene) => ({
    heading: `Still at work: ${scene.services}`,
    sentences: [
      ...wordsOf(scene),
      scene.change.status === 'watching'
        ? 'The work is done and we are watching the service; we will tell you here when it is over.'
        : `It is thought to end by ${when(endsAt(scene.change))}; we will tell you here.`,
    ],
  }),
  delay: (scene) => ({
    heading: `It takes longer: ${scene.services}`,
    sentences: [
      ...(endsAt(scene.change) > scene.now
        ? [`The work on ${scene.services} is now thought to end by ${when(endsAt(scene.change))}.`]
        : [
            `The work on ${scene.services} is not finished yet; it was to end by ${when(endsAt(scene.change))}.`,
            'We do not know yet when it will be, and will tell you here.',
          ]),
      ...wordsOf(scene),
    ],
  }),
  end: (scene) => ({
    heading: `Maintenance has ended: ${scene.services}`,
    sentences: [
      `The work on ${scene.services} is done.`,
      ...(checksPassed(scene.change) ? ['Checks passed.'] : []),
      `If something does not work as it should, ${scene.tellUs}.`,
    ],
  }),
  endWithIssues: (scene) => ({
    heading: `Maintenance has ended without the change: ${scene.services}`,
    sentences: [
      `The work on ${scene.services} did not go as planned and was undone.`,
      checksPassed(scene.change)
        ? 'Checks passed: the service is as it was before.'
        : `We are still looking at the service; if something does not work, ${scene.tellUs}.`,
    ],
  }),
  correction: (scene) => ({
    heading: `New time for the maintenance of ${scene.services}`,
    sentences: [
      `The maintenance of ${scene.services} has moved${formerly(scene)}. It is now planned ${during(scene.change)}.`,
      ...(scene.change.status === 'ready' ? [] : ['The new time is still to be confirmed.']),
      ...expectations(scene.change),
    ],
  }),
  postponement: (scene) => ({
    heading: `Maintenance postponed: ${scene.services}`,
    sentences: [
      `The maintenance of ${scene.services} that was announced${announced(scene)} does not take place then.`,
      'Nothing was changed. We will tell you here when there is a new time.',
    ],
  }),
  cancellation: (scene) => ({
    heading: `Maintenance called off: ${scene.services}`,
    sentences: [
      `The maintenance of ${scene.services} that was announced${announced(scene)} does not take place. You need not do anything.`,
    ],
  }),
  incident: (scene) => ({
    heading: `Incident: ${scene.services}`,
    sentences: [
      `The maintenance of ${scene.services} ran into a problem that we could not solve within it. The service may not work as it should.`,
      'We treat it as an incident and work on it now.',
    ],
  }),
  incidentUpdate: (scene) => ({
    heading: `Incident, update: ${scene.services}`,
    sentences: [...wordsOf(scene), 'We still work on it and will tell you here.'],
  }),
  incidentEnd: (scene) => ({
    heading: `Incident over: ${scene.services}`,
    sentences: [...wordsOf(scene), 'If something still does not work as it should, please tell us here.'],
  }),
};

/** What the people affected are told, as the change stands; whether it may go out at all is `standingOf`'s to say. */
export function noticeWords(name: NoticeName, view: NoticeView): NoticeWords {
  return NOTICES[name]({ tellUs: 'please tell us here', ...view, services: serviceNames(view.change, view.policy) });
}

/** The same as a message in Slack. */
export function notice(name: NoticeName, view: NoticeView): Said {
  const { heading, sentences } = noticeWords(name, view);
  const id = shownId(view.change.id);
  return said(`${heading} (${id}). ${sentences.join(' ')}`, [
    section(`*${heading}*\n${sentences.join('\n')}`),
    context(`${id} · ${quoted(view.change.content.title, 150)}`),
  ]);
}

function during({ content }: Pick<Change, 'content'>): string {
  return `from ${when(content.opensAt)} to ${when(content.closesAt)}`;
}

/** Of an emergency nobody may have had the time to write it. */
function expectations({ content }: Change): readonly string[] {
  return content.impact === '' ? [] : [`What to expect: ${quoted(content.impact, 600)}`];
}

/** Facts whose text is for the people affected. */
const WORDED: readonly FactType[] = ['progressTold', 'incidentUpdated', 'incidentResolved'];

/** What whoever ordered a notice wants people to know. */
function wordsOf({ facts, seq }: Scene): readonly string[] {
  const { fact } = facts.findLast((f) => f.seq < seq) ?? {};
  const words =
    fact && WORDED.includes(fact.type) && 'text' in fact
      ? fact.text
      : fact?.type === 'extraTimeTaken'
        ? fact.words
        : undefined;
  return words === undefined ? [] : [sentence(words, 600)];
}

function isEmergency({ change }: Scene): boolean {
  return change.content.kind === 'emergency';
}

/** The change as it was just before the order to tell, when that was because of an edit. */
function formerly({ facts, seq }: Scene): string {
  const edited = facts.findLast((f) => f.seq < seq && f.fact.type === 'changeEdited');
  const before = edited && fold(facts.filter((f) => f.seq < edited.seq));
  return before ? `; it was to be ${during(before)}` : '';
}

function announced({ facts, seq, change }: Scene): string {
  const then = fold(facts.filter((f) => f.seq <= seq)) ?? change;
  return ` ${during(then).replace(/^from/, 'for')}`;
}
