import type {
  AllMiddlewareArgs,
  SlackShortcutMiddlewareArgs,
  SlackViewMiddlewareArgs,
  ViewSubmitAction,
} from '@slack/bolt';
import { canonicalJson, sha256 } from '../../canonical-json.ts';
import type { ChangeId } from '../../change/change-id.ts';
import { TEXT_MAX, TITLE_MAX } from '../../change/content.ts';
import { textFault } from '../../change/text-fault.ts';
import { cut } from '../../slack/blocks.ts';
import { unmarked } from '../../slack/unmarked.ts';
import { readValues } from '../../slack/values.ts';
import type { CommandDeps } from '../deps.ts';
import { addressOf, fromMessage } from '../file-change/from-message.ts';
import { errorsUnderInputs } from '../file-change/read-form.ts';
import { hearing, refused, type Answer } from '../hearing.ts';
import { inForceOrFile } from '../in-force.ts';
import { openView } from '../open-view.ts';
import { madeBefore, readCarried, readDraft, recordModal, recordOf, type RecordDraft } from './record-modal.ts';

type SubmitArgs = SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs;

/** "Record a change made", on the message that tells of it: a drift that was found, or what somebody did by hand. */
export function onRecordChange(deps: CommandDeps) {
  return async ({ ack, shortcut }: SlackShortcutMiddlewareArgs & AllMiddlewareArgs): Promise<void> => {
    await ack();
    if (shortcut.type !== 'message_action') return;
    const { channel, message, trigger_id: trigger, user } = shortcut;
    const [policy, address] = await Promise.all([inForceOrFile(deps), addressOf(deps, channel.id, message.ts)]);
    const { title, description, links } = fromMessage(message.text ?? '', address);
    const services = Object.keys(policy.services);
    const draft: RecordDraft = {
      title: String(title ?? ''),
      description: String(description ?? ''),
      reason: '',
      services: services.length === 1 ? services : [],
      kind: 'normal',
      ...madeBefore(message.ts),
      doneBy: user.id,
    };
    const link = typeof links === 'string' ? links : undefined;
    return openView(deps, undefined, trigger, recordModal(policy, draft, link));
  };
}

/** Heard first and acknowledged after. Where the same service has a record of that time, it is asked which it is, with all that was typed. */
export function onRecordGiven(deps: CommandDeps) {
  return async ({ ack, body, view }: SubmitArgs): Promise<void> => {
    const values = readValues(view.state.values);
    const draft = readDraft(values);
    const { link, same } = readCarried(view.private_metadata);
    const said =
      same !== undefined && values.text('cause') === 'same'
        ? await add(deps, { body, view }, same, draft)
        : await record(deps, { body, view }, draft, {
            apart: values.text('cause') === 'apart',
            ...(link === undefined ? {} : { link }),
          });
    if (said.ok) return ack();
    if (said.refusal?.code === 'recordedAlready') {
      const asked = recordModal(await inForceOrFile(deps), draft, link, said.refusal);
      return ack({ response_action: 'update', view: asked });
    }
    const errors =
      said.refusal?.code === 'invalidContent'
        ? errorsUnderInputs(said.refusal.problems, values.fields)
        : { [values.fields[0] ?? 'title']: unmarked(said.sentence) };
    return ack({ response_action: 'errors', errors });
  };
}

type At = Pick<SubmitArgs, 'body' | 'view'>;

function record(
  deps: CommandDeps,
  { body, view }: At,
  draft: RecordDraft,
  how: Parameters<typeof recordOf>[1],
): Promise<Answer> {
  const intent = recordOf(draft, how);
  const id = `form/${view.id}/${sha256(canonicalJson(intent)).slice(0, 16)}`;
  return hearing(deps, body.user.id, { change: 'new', intent, id, surface: 'shortcut' });
}

/** One more who saw the same: what they say goes to the record there is, once it is judged as the texts of a record are. */
async function add(
  deps: CommandDeps,
  { body, view }: At,
  change: ChangeId,
  { title, description }: RecordDraft,
): Promise<Answer> {
  const faults = { title: textFault(title, TITLE_MAX), description: textFault(description, TEXT_MAX) };
  const problems = (['title', 'description'] as const).flatMap((field) => {
    const problem = faults[field];
    return problem === undefined ? [] : [{ field, problem }];
  });
  if (problems.length > 0) return refused({ code: 'invalidContent', problems });
  const text = cut(description.startsWith(title) ? description : `${title}\n${description}`, TEXT_MAX);
  const id = `form/${view.id}/${sha256(text).slice(0, 16)}`;
  return hearing(deps, body.user.id, { change, intent: { type: 'log', text }, id, surface: 'shortcut' });
}
