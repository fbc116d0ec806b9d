import { shownId } from '../change/change-id.ts';
import { openIncident, updateDueAt, type Incident } from '../change/incident.ts';
import type { Change } from '../change/model.ts';
import type { Policy } from '../change/policy.ts';
import { actions, context, fields, linesOf, mention, quoted, section, sentence, when } from '../slack/blocks.ts';
import { incidentButtons } from '../slack/buttons.ts';
import { whoSaid } from '../slack/words.ts';
import { restoreLines } from './restore-words.ts';
import { decider, implementer, named, said, serviceNames, type Said } from './said.ts';
import { stepLines } from './step-words.ts';

/** The incident's own message: what is known, so that others can take over, and what may be pressed (002-INC-02, 002-INC-04). */
export function handOver(change: Change, policy: Policy): Said {
  const { incident } = change;
  if (!incident) return said(`${named(change)} has no incident.`, [section(`${named(change)} has no incident.`)]);
  const reason = sentence(incident.reason, 1500);
  const restore = restoreLines(change, policy);
  const emergencies = incident.emergencies.map(
    (e) => `${shownId(e.change)} ${quoted(e.title, 120)}, by ${mention(e.by)}`,
  );
  const steps = stepLines(change, policy);
  const buttons = incidentButtons(change);
  const state = stateOf(change, incident, policy);
  return said(
    `Incident on ${serviceNames(change, policy)} (${shownId(change.id)}): ${reason} ${state.replaceAll('\n', ' ')}`,
    [
      section(
        `*${incident.resolved ? 'Incident over' : 'Incident'}: ${serviceNames(change, policy)}*\n${reason}\nDeclared by ${whoSaid(incident.by)} ${when(incident.declaredAt)}, from ${named(change)}.`,
      ),
      section(state),
      fields(['Held by', implementer(change)], ['Decides', decider(change, policy)]),
      ...(steps.length > 0 ? [section(linesOf(steps))] : []),
      ...(restore.length > 0 && !incident.resolved ? [section(linesOf(restore))] : []),
      ...(emergencies.length > 0 ? [section(linesOf(['Emergencies for it:', ...emergencies]))] : []),
      context(
        ...(incident.resolved
          ? []
          : ['Replies in this thread are kept as its log. Other changes of these services wait until it is over.']),
        `Everything that was said and done before is in the thread of ${shownId(change.id)} in <#${policy.channels.changes}>.`,
      ),
      ...(buttons.length > 0 ? [actions(...buttons)] : []),
    ],
  );
}

/** How it stands, and when the next word is due. */
function stateOf(change: Change, { resolved, updates }: Incident, policy: Policy): string {
  if (resolved) return `Over since ${when(resolved.at)}, says ${whoSaid(resolved.by)}: ${quoted(resolved.text, 1000)}`;
  const last = updates.at(-1);
  const now = last ? `${whoSaid(last.by)} ${when(last.at)}: ${quoted(last.text, 1000)}` : 'No update yet.';
  const due = openIncident(change) ? updateDueAt(change, policy) : undefined;
  return due === undefined ? now : `${now}\nThe people affected expect the next update by ${when(due)}.`;
}
