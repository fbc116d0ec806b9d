import { shownId } from '../change/change-id.ts';
import type { Fact } from '../change/facts.ts';
import type { Change } from '../change/model.ts';
import { openIncidents } from '../change/open-incidents.ts';
import { watchMs } from '../change/timeline.ts';
import { linesOf, mention, quoted, sentence, when } from '../slack/blocks.ts';
import { incidentOn } from '../slack/incident-words.ts';
import { whoSaid } from '../slack/words.ts';
import { restoreLines } from './restore-words.ts';
import { implementer, named } from './said.ts';
import type { Line, Scene } from './scene.ts';

type Of<T extends Fact['type']> = Extract<Fact, { type: T }>;

export function incidentNote({ reason }: Of<'incidentDeclared'>, { by, after, policy }: Scene): Line {
  const restore = restoreLines(after, policy);
  return {
    text: linesOf([
      `*Incident declared by ${whoSaid(by)} on ${named(after)}:* ${sentence(reason, 1000)}`,
      `The people affected are being told, and other changes of these services wait until it is over. Work on it in the thread of its message in <#${policy.channels.incidents}>. A step that is running is left to end.`,
      ...restore,
    ]),
    broadcast: true,
  };
}

export function incidentUpdatedNote({ text }: Of<'incidentUpdated'>, { by }: Scene): Line {
  return { text: `*Incident*, ${whoSaid(by)}: ${sentence(text, 1500)}` };
}

export function incidentResolvedNote({ text }: Of<'incidentResolved'>, { by, after, at, policy }: Scene): Line {
  const until = when(Math.max(at, (after.endedAt ?? at) + watchMs(after, policy)));
  return {
    text: `*The incident is over, says ${whoSaid(by)}:* ${sentence(text, 1500)}\nThe people affected are told, and changes that waited for it may go on. ${named(after)} can be closed from ${until}, once nothing is owed any more.`,
    broadcast: true,
  };
}

/** In the thread of a change that an incident on its services stops, or stops no more. */
export function heededIncidentNote(fact: Of<'incidentHeeded'>, { after, policy }: Scene): Line {
  const { incident: change, became, services, since, holder } = fact;
  if (became === 'over')
    return { text: `*The incident of ${shownId(change)} is over* and stops this change no more. ${goingOn(after)}` };
  const incident = openIncidents(policy).find((i) => i.change === change) ?? { change, services, since, holder };
  const what = after.confirmed ? 'Nothing of it is applied' : 'It cannot start';
  return {
    text: `*Stopped by an open incident* on ${incidentOn(incident, policy)}. ${what} before that is over, and you are told here when it is. If it cannot wait: a second person may press Override, or the incident is mended by an emergency that names it, with \`/change emergency ${shownId(change)}\`.`,
  };
}

/** What can be done now that nothing holds it up any more. */
function goingOn(change: Change): string {
  switch (change.status) {
    case 'ready':
      return `${implementer(change)} can start it while its window is open.`;
    case 'missed':
      return 'Its window has passed: reschedule it, or withdraw it.';
    case 'implementing':
      return change.confirmed
        ? 'Press New attempt where its apply was held up.'
        : `${implementer(change)} can press Start.`;
    default:
      return 'Nothing is asked of you.';
  }
}

/** In the thread of a change whose incident an emergency is to end. */
export function heededEmergencyNote({ emergency, title, requester }: Of<'emergencyHeeded'>): Line {
  return {
    text: `${shownId(emergency)} ${quoted(title, 150)} was begun by ${mention(requester)} as an emergency for this incident.`,
  };
}
