const ADDRESS = 'http://127.0.0.1:4180/';
const ZONE = /^timezone: .*$/m;

/** The policy of the demo for a service on this port and people in this zone, made of the text of `gonogo.yaml` beside this file. */
export function demoPolicy(template: string, { port, timezone }: { port: number; timezone: string }): string {
  if (!template.includes(ADDRESS) || !ZONE.test(template)) {
    throw new Error('making the demo policy: the template names another address or no zone');
  }
  return template.replaceAll(ADDRESS, `http://127.0.0.1:${port}/`).replace(ZONE, () => `timezone: ${timezone}`);
}
