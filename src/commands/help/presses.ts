import type { Topic } from './commands.ts';

/** What there is to press, and to type elsewhere than after `/change`, by what it is about. */
export const PRESSES: Readonly<Record<Topic, readonly string[]>> = {
  filing: [
    '*Edit*, *Reschedule* and *Withdraw* stand on the headline until the work begins; an edit that matters asks for the votes anew.',
    '*Make a change from this*, in the menu of a message, fills the form with a change request that somebody wrote; *Record a change made* keeps what was done by hand.',
  ],
  reading: [
    'What you write in the thread of a notice, while the work goes on and until the change is closed, is read by whoever carries it out.',
    'The Home tab of the bot shows what waits for you, what is yours, what is running and what comes.',
  ],
  voting: [
    '*Approve* or *Reject*, *GO* or *NO-GO* stand in your direct message, on the headline and in Home; a no asks for its reason.',
    '*Ask* puts a question into the thread first. *Delegate* hands this one vote to somebody else.',
    '*OK* or *Concern* answers one point of a review; *OK* or *Correction* one of the pre-check.',
    'A reply such as "looks good" is no vote.',
  ],
  leading: [
    '*Override* lets a change pass a shut gate, with a reason; somebody who neither filed it nor carries it out presses it, and owes it a look afterwards.',
    '*Allow in freeze* or *Refuse exception* answers for a window in a hard freeze.',
    '*Paid* says that what is owed was done.',
  ],
  day: [
    '*Start* opens with the window and asks for the id of the change; backup, plan, apply, verification and watch then report in the thread.',
    '*Stop*, on the report of a step, sends it one SIGINT; *Kill* ends what outlives that for a minute.',
    '*Solved*, *More time*, *Roll back* and *Incident* decide while the work goes on; *Keep working* answers the last safe moment.',
    'A reply in the thread is kept in the log of the work, as is what *Log* asks for.',
    '*Say what happened* settles a step of which nobody can prove how it ended; *Look again* looks first.',
    '*New attempt* tries again what did not succeed; *Done* ticks an item of the checklist or a step of a playbook.',
    '*Tell people* sends a word to the people affected; *All well* or *An issue* answers a check-in, *Close* ends it; *Reopen* goes back to work that was not well after all.',
    '*PIR* writes the review once the work has ended; *Action done* says that an action of it was done.',
  ],
  operating: [
    '`npm run gonogo -- doctor` says what is not well; the operator channel is told what the bot could not do.',
    '`npm run gonogo -- backup FILE` writes the whole record; `npm run gonogo -- restore FILE` fills an empty one, on hold.',
    '`npm run gonogo -- verify-audit` proves that no fact was altered; `npm run gonogo -- export` writes them out.',
  ],
  writing: [
    '`npm run gonogo -- check-config` reads the policy and what lies beside it, and names the line of what is wrong.',
    'An edit counts once it is saved; of a broken one nothing does, and the last good one stays in force.',
    '`examples/gonogo.yaml` shows all that can stand there; `docs/reference/policy.md` and `docs/reference/pattern.md` say what each key means.',
  ],
};
