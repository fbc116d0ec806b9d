import type { Attachment } from '../../change/attachments.ts';
import { shownId, readChangeId } from '../../change/change-id.ts';
import type { ChangeContent } from '../../change/model.ts';
import { named } from '../../change/named.ts';
import type { Policy } from '../../change/policy.ts';
import { fileValues } from '../../slack/files.ts';
import { typedValues, type PlainValues } from '../../slack/values.ts';

/** The value that says no runbook: people do the work and tell the bot. */
export const BY_HAND = '-';

/** What a form says that was not asked for these. */
export const DEFAULTS: PlainValues = { kind: 'normal', priority: 'medium', risk: 'low', runbook: BY_HAND };

/** A change, or as much of one as there is, as it would be typed into the form: read back by `readForm`, it is the same. */
export function valuesOf(content: Partial<ChangeContent>): PlainValues {
  const {
    params = {},
    links,
    documents,
    attachments = [],
    testedIn,
    follows,
    partOf,
    runbook = BY_HAND,
    downtimeMs,
    extraTimeMs,
    ...rest
  } = content;
  const { closesAt, estimateMs, patternVersion: _, ...asTyped } = rest;
  const window = closesAt === undefined || asTyped.opensAt === undefined ? undefined : closesAt - asTyped.opensAt;
  const spanMs = estimateMs ?? window;
  return defined({
    ...asTyped,
    runbook,
    duration: spanMs === undefined ? undefined : typedDuration(spanMs),
    testedIn: asShown(testedIn),
    follows: asShown(follows),
    partOf: asShown(partOf),
    downtime: downtimeMs === undefined ? undefined : typedDuration(downtimeMs),
    extraTime: extraTimeMs === undefined ? undefined : typedDuration(extraTimeMs),
    links: links?.join('\n'),
    documents: documents?.join('\n'),
    ...attachedValues(attachments),
    ...Object.fromEntries(Object.entries(params).map(([name, value]) => [`param:${name}`, value])),
  });
}

/** A change as people write it; what names none stays as it was typed. */
function asShown(typed: string | undefined): string | undefined {
  const known = readChangeId(typed ?? '');
  return known ? shownId(known) : typed;
}

function defined(values: Readonly<Record<string, PlainValues[string] | undefined>>): PlainValues {
  return Object.fromEntries(
    Object.entries(values).flatMap(([field, value]) => (value === undefined ? [] : [[field, value]])),
  );
}

/** Files as they stand in a form that begins with them: ticked, to be kept. */
export function attachedValues(files: readonly Attachment[]): PlainValues {
  return files.length === 0 ? {} : { attached: files.map(({ id }) => id), ...fileValues(files) };
}

/** For a file input that is drawn empty: what it held is attached already. */
export function allAttached(values: PlainValues): PlainValues {
  const typed = typedValues(values);
  const ids = new Set([...typed.list('attached'), ...typed.list('attachments')]);
  return ids.size === 0 ? values : { ...values, attached: [...ids], attachments: [] };
}

/** A change as another like it would begin: everything but when it is done and what belongs to the one it was. */
export function likeValues({ attachments: _files, ...content }: ChangeContent): PlainValues {
  const { opensAt: _at, maintenanceWindow: _window, testedIn: _tested, ...asTyped } = valuesOf(content);
  const { commit: _commit, incident: _incident, follows: _before, ...rest } = asTyped;
  return rest;
}

/** Whether a form holds anything that it did not begin with. */
export function holdsMore(typed: PlainValues, initial: PlainValues): boolean {
  const began: PlainValues = { ...DEFAULTS, ...initial };
  const plain = (value: PlainValues[string] = ''): string => JSON.stringify(value === '' ? [] : value);
  return Object.entries(typed).some(([field, value]) => plain(value) !== plain(began[field]));
}

/** A span as people type it, nothing rounded but what is below a second: `2h30m`. */
export function typedDuration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const units = [
    [Math.floor(seconds / 3600), 'h'],
    [Math.floor((seconds % 3600) / 60), 'm'],
    [seconds % 60, 's'],
  ] as const;
  const typed = units.filter(([count]) => count > 0).map(([count, unit]) => `${count}${unit}`);
  return typed.length === 0 ? '0m' : typed.join('');
}

/** Only what the chosen type and runbook ask for: a justification typed for an emergency is not one of a normal change. */
export function belonging(values: PlainValues, policy: Policy): PlainValues {
  const runbook = typedValues(values).text('runbook');
  const params = runbook === '' || runbook === BY_HAND ? {} : named(policy.runbooks, runbook)?.params;
  return Object.fromEntries(
    Object.entries(values).filter(([field]) => {
      if (field === 'pattern') return values['kind'] === 'standard';
      if (field === 'justification' || field === 'incident') return values['kind'] === 'emergency';
      return (
        !field.startsWith('param:') || params === undefined || named(params, field.slice('param:'.length)) !== undefined
      );
    }),
  );
}
