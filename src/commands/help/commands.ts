/** What a line of help is about. */
export type Topic = 'filing' | 'reading' | 'voting' | 'leading' | 'day' | 'operating' | 'writing';

interface CommandHelp {
  readonly topic: Topic;
  readonly help: string;
}

/** What may follow `/change`, each word with its line of help, in the order in which they are told. The compiler asks who hears it. */
export const COMMANDS = {
  '': {
    topic: 'filing',
    help: '`/change` files a change: who is affected, when, how it is tested and undone. A form that was closed comes back as it was typed.',
  },
  new: {
    topic: 'filing',
    help: '`/change new PATTERN` begins with what a pattern knows, such as `routine-maintenance`; a word such as `network` finds those it fits.',
  },
  like: { topic: 'filing', help: '`/change like CHG-7` begins with what another change was.' },
  emergency: {
    topic: 'filing',
    help: '`/change emergency TEXT` starts an emergency at once; what is missing of the request is asked for afterwards. With the `CHG-7` of an open incident in the text it is for that incident, and passes it.',
  },
  rehearse: {
    topic: 'filing',
    help: '`/change rehearse CHG-7` lives a copy of it at once and says what it found; with `rollback` or `silence` on a bad night.',
  },
  pir: {
    topic: 'day',
    help: '`/change pir CHG-7` writes the review of a change that has ended; its form begins with what the record knows.',
  },
  list: {
    topic: 'reading',
    help: '`/change list` shows what is open; add `mine`, `week`, `service:NAME`, or words to look for in every request.',
  },
  show: {
    topic: 'reading',
    help: '`/change show CHG-7` tells all about one change; with `markdown` as a document in the usual template.',
  },
  log: {
    topic: 'reading',
    help: '`/change log` lists every change, newest first; `service:NAME`, `status:failed`, `by:me`, `since:2026-01-31` or words narrow it; `/change log csv` for a spreadsheet.',
  },
  calendar: {
    topic: 'reading',
    help: '`/change calendar` shows the next four weeks: changes, freezes, what is better avoided, and a picture.',
  },
  stats: {
    topic: 'reading',
    help: '`/change stats` shows how changes went in the last 90 days, with a picture; add `30d`, `365d` or `service:NAME`.',
  },
  freeze: {
    topic: 'leading',
    help: '`/change freeze` declares a time in which nothing, or better nothing, is carried out; `/change freeze list` shows them and lifts one.',
  },
  help: {
    topic: 'reading',
    help: '`/change help` shows what is for you; `/change help approver` what is for somebody else.',
  },
} as const satisfies Readonly<Record<string, CommandHelp>>;

export type CommandWord = keyof typeof COMMANDS;
