import type { State } from './state.ts';

/** Turns `@name` and `#channel`, typed by hand, into Slack's mentions; names nobody here has stay as typed. */
export function linkMentions(text: string, { people, channels }: Pick<State, 'people' | 'channels'>): string {
  const known = [
    ...people.flatMap(({ id, name, realName }) => [name, realName].map((said) => [`@${said}`, `<@${id}>`] as const)),
    ...channels.map(({ id, name }) => [`#${name}`, `<#${id}>`] as const),
  ].toSorted(([a], [b]) => b.length - a.length);
  return text.replace(/(?<![\p{L}\p{N}<])[@#]\S[^\n]*/gu, (rest) => {
    const found = known.find(([said]) => startsWithName(rest, said));
    return found ? found[1] + linkMentions(rest.slice(found[0].length), { people, channels }) : linkRest(rest);
  });

  function linkRest(rest: string): string {
    return rest.charAt(0) + linkMentions(rest.slice(1), { people, channels });
  }
}

function startsWithName(text: string, name: string): boolean {
  const same = text.slice(0, name.length).toLowerCase() === name.toLowerCase();
  return same && !/^[\p{L}\p{N}_-]/u.test(text.slice(name.length));
}
