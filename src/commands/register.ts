import type { App, BlockAction, ButtonAction } from '@slack/bolt';
import { CONTROL_NAMES, readControl, type ControlName } from '../slack/controls.ts';
import { answering } from './answering.ts';
import { onChangeCommand } from './change-command.ts';
import type { CommandDeps } from './deps.ts';
import { PAID_MODAL, REQUEST_MODAL } from './debts/debt-modals.ts';
import { onDebtPressed, onPaidGiven, onRequestGiven } from './debts/debts.ts';
import { onEmergencyFiled, onEmergencyPressed, onEmergencyRunbook } from './emergency/emergency.ts';
import { EMERGENCY_MODAL, RUNBOOK } from './emergency/emergency-modal.ts';
import { DELEGATE_MODAL } from './delegate/delegate-modal.ts';
import { onDelegateChosen, onDelegatePressed } from './delegate/delegate.ts';
import { START_AFRESH } from './file-change/draft-words.ts';
import { openDrafts, type Drafts } from './file-change/drafts.ts';
import { FORM, FORM_CHOICES, FORM_TEXTS } from './file-change/form.ts';
import { onFormAfresh, onFormChoice, onFormClosed, onFormTyped } from './file-change/adapt.ts';
import { onFormSubmitted } from './file-change/file-change.ts';
import { SHOW_DETAILS } from './file-change/form-details.ts';
import { onMakeChange } from './file-change/from-message.ts';
import { onLikePressed } from './file-change/like.ts';
import { onEditPressed, openEmptyForm } from './file-change/open-form.ts';
import { onFreezeGiven, onLiftGiven, onLiftPressed } from './freeze/freeze.ts';
import { FREEZE_MODAL, LIFT_MODAL } from './freeze/freeze-modals.ts';
import { LIFT } from './freeze/lift-button.ts';
import { isHome, onPressedInHome, registerHome, thenHome, type ModalArgs } from './home/home.ts';
import { fromHome } from './open-view.ts';
import { onPirClosed, onPirTyped } from './pir/pir-drafts.ts';
import { ANOTHER_ACTION, PIR_AFRESH, PIR_INPUTS, PIR_MODAL } from './pir/pir-modal.ts';
import { onAnotherAction, onBegunAfresh, onPirGiven, onPirPressed } from './pir/pir.ts';
import { onPressed, type PressArgs } from './press.ts';
import { onRecordChange, onRecordGiven } from './record/record.ts';
import { RECORD_MODAL } from './record/record-modal.ts';
import { openRedraw, type Redraw } from './redraw-view.ts';
import { REASON_MODAL } from './reason/reason-modal.ts';
import { onReasonGiven, onReasonNeeded } from './reason/reason.ts';
import { onRehearsePressed } from './rehearse/rehearse.ts';
import { onReply } from './reply/reply.ts';
import { onPreviewPressed } from './show/preview.ts';
import { onDetailsPressed } from './show/show.ts';
import { onTimelinePressed } from './show/timeline.ts';
import { onTurned } from './turned.ts';
import { TURN } from './turn-page.ts';
import { START_MODAL } from './start/start-modal.ts';
import { onStartConfirmed, onStartPressed } from './start/start.ts';

/** Everything people can say to the bot, in one table. */
export function register(app: App, deps: CommandDeps): void {
  const drafts = openDrafts(deps);
  const redraw = openRedraw(deps);
  const chosen = onFormChoice(deps, drafts, redraw);
  const buttons = buttonListeners(deps);
  const atHome = buttonListeners({ ...deps, openedFrom: 'home' });
  app.command('/change', answering(deps, onChangeCommand(deps)));
  app.shortcut('file_change', async ({ ack, shortcut }) => {
    await ack();
    await openEmptyForm(deps, undefined, { trigger: shortcut.trigger_id, user: shortcut.user.id });
  });
  app.shortcut('make_change', onMakeChange(deps));
  app.shortcut('record_change', onRecordChange(deps));
  for (const name of CONTROL_NAMES) {
    const inMessage = answering(deps, buttons[name]);
    const inHome = onPressedInHome(deps, answering(deps, atHome[name]));
    app.action<BlockAction<ButtonAction>>(new RegExp(`^${name}(?::.*)?$`), (args) =>
      isHome(args.body) ? inHome(args) : inMessage(args),
    );
  }
  app.action<BlockAction<ButtonAction>>(new RegExp(`^${LIFT}:\\d+$`), answering(deps, onLiftPressed(deps)));
  app.action<BlockAction<ButtonAction>>(new RegExp(`^${TURN}:\\w+$`), answering(deps, onTurned(deps)));
  app.action<BlockAction>({ block_id: FORM_CHOICES }, chosen);
  app.action<BlockAction>({ block_id: FORM_TEXTS }, onFormTyped(drafts));
  app.action<BlockAction>({ block_id: RUNBOOK }, onEmergencyRunbook(deps));
  app.action<BlockAction>(SHOW_DETAILS, chosen);
  app.action<BlockAction>(ANOTHER_ACTION, onAnotherAction(deps, drafts, redraw));
  app.action<BlockAction>({ block_id: PIR_INPUTS }, onPirTyped(drafts));
  app.action<BlockAction>(PIR_AFRESH, onBegunAfresh(deps, drafts, redraw));
  app.action<BlockAction>(START_AFRESH, onFormAfresh(deps, drafts, redraw));
  for (const id of [FORM, fromHome(FORM)]) app.view({ callback_id: id, type: 'view_closed' }, onFormClosed(drafts));
  for (const id of [PIR_MODAL, fromHome(PIR_MODAL)])
    app.view({ callback_id: id, type: 'view_closed' }, onPirClosed(drafts));
  for (const [id, listener] of Object.entries(modalListeners(deps, drafts, redraw))) {
    app.view(id, listener);
    app.view(fromHome(id), thenHome(deps, listener));
  }
  app.event('message', onReply(deps));
  registerHome(app, deps);
}

function buttonListeners(deps: CommandDeps): Readonly<{ [C in ControlName]: (args: PressArgs) => Promise<void> }> {
  const pressed = onPressed(deps);
  const worded = onReasonNeeded(deps);
  const owed = onDebtPressed(deps);
  const edited = onEditPressed(deps);
  return {
    ask: worded,
    delegate: onDelegatePressed(deps),
    vote: (args) => (takesWords(args.action) ? worded(args) : pressed(args)),
    review: (args) => (takesWords(args.action) ? worded(args) : pressed(args)),
    corrected: worded,
    start: onStartPressed(deps),
    override: worded,
    edit: edited,
    reschedule: edited,
    submit: pressed,
    withdraw: worded,
    details: onDetailsPressed(deps),
    previewNotices: onPreviewPressed(deps),
    timeline: onTimelinePressed(deps),
    like: onLikePressed(deps),
    rehearse: onRehearsePressed(deps),
    solved: pressed,
    keepWorking: pressed,
    moreTime: worded,
    tell: worded,
    rollBack: worded,
    incident: worded,
    incidentUpdate: worded,
    resolved: worded,
    emergency: onEmergencyPressed(deps),
    log: worded,
    lookAgain: pressed,
    tryAgain: pressed,
    settle: worded,
    stop: worded,
    kill: worded,
    tick: pressed,
    tickItem: (args) => (takesWords(args.action) ? worded(args) : pressed(args)),
    anyItem: worded,
    paid: owed,
    pir: onPirPressed(deps),
    fullRequest: owed,
    allWell: pressed,
    issue: (args) => (takesWords(args.action) ? worded(args) : pressed(args)),
    reopen: worded,
    close: pressed,
  };
}

function modalListeners(
  deps: CommandDeps,
  drafts: Drafts,
  redraw: Redraw,
): Readonly<Record<string, (args: ModalArgs) => Promise<void>>> {
  return {
    [FORM]: onFormSubmitted(deps, drafts, redraw),
    [EMERGENCY_MODAL]: onEmergencyFiled(deps),
    [PAID_MODAL]: onPaidGiven(deps),
    [PIR_MODAL]: onPirGiven(deps, drafts, redraw),
    [REQUEST_MODAL]: onRequestGiven(deps),
    [FREEZE_MODAL]: onFreezeGiven(deps),
    [LIFT_MODAL]: onLiftGiven(deps),
    [REASON_MODAL]: onReasonGiven(deps),
    [DELEGATE_MODAL]: onDelegateChosen(deps),
    [START_MODAL]: onStartConfirmed(deps),
    [RECORD_MODAL]: onRecordGiven(deps),
  };
}

/** A no says why, a concern what is wrong, a tick what shows it where that is asked, an issue what was seen where no reply has said it. */
function takesWords(action: ButtonAction): boolean {
  const control = readControl(action.value);
  switch (control?.do) {
    case 'vote':
      return control.answer === 'no';
    case 'review':
      return control.answer !== 'ok';
    case 'tickItem':
      return control.asks === true;
    case 'issue':
      return control.reply === undefined;
    default:
      return false;
  }
}
