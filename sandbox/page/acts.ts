import type { HeldFile, HeldValue } from './held-value.ts';
import type { HeldValues } from './held-values.ts';
import type { State } from './state.ts';

/** What a person does on the page, as `POST /act` takes it. */
export type Act =
  | { readonly kind: 'command'; readonly channel: string; readonly text: string }
  | { readonly kind: 'message'; readonly channel: string; readonly text: string; readonly thread_ts?: string }
  | ({ readonly kind: 'click'; readonly channel: string; readonly ts: string } & Press)
  | ({ readonly kind: 'viewAction'; readonly view_id: string } & Press)
  | { readonly kind: 'viewSubmit'; readonly view_id: string; readonly values: BlockValues }
  | { readonly kind: 'viewClose'; readonly view_id: string }
  | { readonly kind: 'homeOpen' }
  | ({ readonly kind: 'homeClick' } & Press)
  | { readonly kind: 'shortcut'; readonly callback_id: string }
  | {
      readonly kind: 'messageShortcut';
      readonly callback_id: string;
      readonly channel: string;
      readonly ts: string;
    };

/** One use of an interactive element. `value` is absent for a plain button, else what the element then holds, in Slack's shape. */
export interface Press {
  readonly block_id: string;
  readonly action_id: string;
  readonly value?: HeldValue;
  readonly values: BlockValues;
}

type BlockValues = ReturnType<HeldValues['of']>;

export type ActAnswer = { readonly ok: true } | { readonly ok: false; readonly error: string };

let tail: Promise<unknown> = Promise.resolve();

/** Sends one act. Acts in modals go one after another, so that an input's action arrives before the submit that follows it. */
export async function sendAct(as: string, act: Act): Promise<ActAnswer> {
  const send = (): Promise<ActAnswer> => post('/act', { as, ...act });
  if (!act.kind.startsWith('view')) return send();
  const turn = tail.then(send);
  tail = turn;
  return turn;
}

export type UploadAnswer = { readonly ok: true; readonly file: HeldFile } | Extract<ActAnswer, { ok: false }>;

/** Uploads a file that a person chose in a form. */
export async function uploadFile(as: string, file: File): Promise<UploadAnswer> {
  try {
    const query = new URLSearchParams({ as, name: file.name });
    const response = await fetch(`/file?${query}`, { method: 'POST', body: file });
    return (await response.json()) as UploadAnswer;
  } catch {
    return { ok: false, error: `${file.name} was not uploaded: the sandbox does not answer.` };
  }
}

/** Moves the sandbox's clock to its next milestone. */
export async function skipToMilestone(): Promise<ActAnswer> {
  return post('/clock/skip', {});
}

/** Reads what one person sees now; the server picks the person when none is named. */
export async function readState(as: string): Promise<State> {
  const response = await fetch(`/state?as=${encodeURIComponent(as)}`, { cache: 'no-store' });
  if (!response.ok) throw new Error(`reading the sandbox's state: HTTP ${response.status}`);
  return (await response.json()) as State;
}

async function post(path: string, body: object): Promise<ActAnswer> {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const answer = (await response.json()) as { ok?: boolean; error?: string };
    return answer.ok ? { ok: true } : { ok: false, error: answer.error ?? `HTTP ${response.status}` };
  } catch {
    return { ok: false, error: 'the sandbox does not answer' };
  }
}
