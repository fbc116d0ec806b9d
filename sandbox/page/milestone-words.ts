const WORDS: Readonly<Record<string, string>> = {
  prepare: 'preparation is due',
  preCheck: 'the pre-check is asked',
  goNogo: 'GO or NO-GO is asked',
  goDeadline: 'the GO is due',
  announce: 'people are told',
  remind: 'the reminder goes out',
  backup: 'the backup starts',
  opens: 'the window opens',
  lastSafe: 'the last safe rollback',
  decide: 'the decision point',
  unanswered: 'nobody has decided',
  closes: 'the window closes',
  watchOver: 'the short watch ends',
  checkIn: 'whether all is well is asked',
  longLook: 'the checks of the watch run again',
  mayClose: 'it may be closed',
  incidentUpdate: 'a word on the incident is due',
  backupExpires: 'the backup may go',
};

/** What the clock brings next, as people say it: `CHG-1 remind` is "CHG-001: the reminder goes out". What is not known stays as it is. */
export function milestoneWords(label: string): string {
  const [, number, name] = /^CHG-(\d+) (\w+)$/.exec(label) ?? [];
  const words = name !== undefined && Object.hasOwn(WORDS, name) ? WORDS[name] : undefined;
  return number === undefined || words === undefined ? label : `CHG-${number.padStart(3, '0')}: ${words}`;
}
