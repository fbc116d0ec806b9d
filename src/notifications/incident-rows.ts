import type { Fact, RecordedFact } from '../change/facts.ts';
import { openIncident } from '../change/incident.ts';
import type { Change } from '../change/model.ts';
import type { Policy } from '../change/policy.ts';
import type { NewDelivery } from '../journal/delivery-rows.ts';
import { incidentKey } from '../journal/open-incident-rows.ts';
import { quoted, sentence, when } from '../slack/blocks.ts';
import { whoSaid } from '../slack/words.ts';
import { feedbackNote } from './notes-feedback.ts';
import { heededEmergencyNote } from './notes-incident.ts';
import { loggedNote } from './notes-work.ts';
import { decider, implementer, named } from './said.ts';
import type { Line } from './scene.ts';

type Of<T extends Fact['type']> = Extract<Fact, { type: T }>;

/** The incident's own message in the incident channel, kept up to date, and a note below it for each word about it and each that is missing. */
export function incidentRows(change: Change, recorded: RecordedFact, policy: Policy): readonly NewDelivery[] {
  const { fact, seq } = recorded;
  if (change.incident === undefined || !(isAbout(recorded) || fact.type === 'changeEnded')) return [];
  const { incidents } = policy.channels;
  const row = { channel: incidents, lane: incidentKey(change.id) };
  const screen: NewDelivery = {
    ...row,
    key: incidentKey(change.id),
    kind: 'live',
    position: 5,
    view: 'handOver',
    data: {},
  };
  const note: NewDelivery = {
    ...row,
    key: `${change.id}/${seq}/incident`,
    kind: 'note',
    position: 6,
    view: 'incidentNote',
    data: { seq },
  };
  return incidentLine(change, recorded, policy) ? [screen, note] : [screen];
}

function isAbout({ fact }: RecordedFact): boolean {
  return (
    fact.type === 'incidentDeclared' ||
    fact.type === 'incidentUpdated' ||
    fact.type === 'incidentResolved' ||
    fact.type === 'emergencyHeeded' ||
    fact.type === 'playbookTicked' ||
    (fact.type === 'logged' && fact.ts === undefined) ||
    fact.type === 'feedbackGiven' ||
    (fact.type === 'milestoneReached' && fact.milestone === 'incidentUpdate')
  );
}

/** What a fact says in the incident's thread. */
export function incidentLine(change: Change, { fact, by, at }: RecordedFact, policy: Policy): Line | undefined {
  switch (fact.type) {
    case 'incidentUpdated':
      return { text: `${whoSaid(by)}: ${sentence(fact.text, 1500)} The people affected are told.` };
    case 'incidentResolved':
      return {
        text: `*Over, says ${whoSaid(by)}:* ${sentence(fact.text, 1500)} The people affected are told, and changes that waited for it may go on.`,
        broadcast: true,
      };
    case 'emergencyHeeded':
      return heededEmergencyNote(fact);
    case 'logged':
      return loggedNote(fact, { by, at });
    case 'feedbackGiven':
      return openIncident(change) && feedbackNote(fact, { after: change, by });
    case 'playbookTicked':
      return tickedLine(change, fact, by);
    case 'milestoneReached':
      return fact.milestone === 'incidentUpdate' ? missing(change, policy) : undefined;
    default:
      return undefined;
  }
}

/** What was done about it, into its log. */
function tickedLine({ runs }: Change, { run, step }: Of<'playbookTicked'>, by: string): Line | undefined {
  const playbook = runs.find((r) => r.run === run)?.playbook;
  const done = playbook?.steps[step - 1];
  return (
    done && { text: `${whoSaid(by)} did step ${step} of “${quoted(playbook.title, 75)}”: ${sentence(done.text, 500)}` }
  );
}

/** Those affected wait for a word (001-NTF-09); nobody is asked any more once it is over. */
function missing(change: Change, policy: Policy): Line | undefined {
  const incident = openIncident(change);
  if (!incident) return undefined;
  const last = incident.updates.at(-1)?.at ?? incident.declaredAt;
  return {
    text: `*An update is due.* Nothing has been said of ${named(change)} since ${when(last)}. ${implementer(change)}, ${decider(change, policy)}: press *Update* above and say what is known and done, or *Resolved* when it is over. The people affected hear it.`,
  };
}
