import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { openInbox, type Inbox } from '../../sandbox/inbox/inbox.ts';
import { readMail } from '../../sandbox/inbox/read-mail.ts';
import type { Sandbox } from '../../sandbox/server.ts';
import { cardMessage } from '../../src/notifications/outside/card.ts';
import { openMailServer } from '../../src/outside/mail-server.ts';
import { postToWebhook } from '../../src/outside/webhook.ts';
import { aSandbox } from './a-sandbox.ts';

const LETTER = {
  from: 'gonogo@sandbox.example',
  to: 'users@sandbox.example',
  subject: '[CHG-001] Geplante Wartung: Büro, und was sonst noch in einer sehr langen Zeile stehen mag, bis sie bricht',
  text: 'Grüße.\n=20 ist kein Zeichen.\n',
  html: '<p>Grüße</p><script>top.stolen = 1</script>',
  messageId: '<1@sandbox.example>',
  thread: '<0@sandbox.example>',
  writtenAt: 0,
  isPossibleCopy: false,
  invitation: { method: 'REQUEST', text: 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n' },
} as const;

async function aSandboxWithInbox(): Promise<{ sandbox: Sandbox; inbox: Inbox }> {
  const inbox = await openInbox(() => Promise.resolve(7));
  onTestFinished(() => inbox.close());
  return { inbox, sandbox: await aSandbox({ inbox }) };
}

test('a mail is in the inbox of everybody, whole, and is shown where nothing in it runs', async () => {
  const { sandbox, inbox } = await aSandboxWithInbox();
  await openMailServer(inbox.smtpUrl).send(LETTER);
  const { inbox: letters = [] } = await sandbox.state('U0BOB');
  expect(letters).toMatchObject([
    {
      kind: 'mail',
      at: 7,
      to: LETTER.to,
      from: LETTER.from,
      subject: LETTER.subject,
      calendar: LETTER.invitation.text,
    },
  ]);
  const [letter] = letters;
  expect(letter?.kind === 'mail' && letter.text.trim().replaceAll('\r\n', '\n')).toBe(LETTER.text.trim());
  const shown = await fetch(`${sandbox.url}inbox/${letter?.id}`);
  expect(await shown.text()).toContain('Grüße');
  expect(shown.headers.get('content-security-policy')).toMatch(/^sandbox; default-src 'none'/);
});

test('of a sender that dies in the middle of a mail nothing is kept, and the next one is served', async () => {
  const { sandbox, inbox } = await aSandboxWithInbox();
  const socket = connect(Number(new URL(inbox.smtpUrl).port), '127.0.0.1').setEncoding('utf8');
  const lines = ['HELO a', 'MAIL FROM:<a@example.net>', 'RCPT TO:<b@example.net>', 'DATA'];
  for (const line of [...lines, 'Subject: half']) {
    await once(socket, 'data');
    socket.write(`${line}\r\n`);
  }
  socket.destroy();
  await once(socket, 'close');
  await openMailServer(inbox.smtpUrl).send(LETTER);
  expect((await sandbox.state('U0BOB')).inbox).toMatchObject([{ subject: LETTER.subject }]);
});

test('a card is taken at its own address alone', async () => {
  const { sandbox, inbox } = await aSandboxWithInbox();
  const card = cardMessage({
    about: 'CHG-001 · Title',
    heading: 'Planned maintenance: *Orders*',
    sentences: ['We will work on it.'],
    language: 'en',
    zone: 'Times are those of UTC.',
    isPossibleCopy: false,
  });
  await postToWebhook(`${sandbox.url}teams/${inbox.webhook}`, card, ['127.0.0.1/32']);
  await expect(postToWebhook(`${sandbox.url}teams/other`, card, ['127.0.0.1/32'])).rejects.toThrow('http_400');
  await expect(postToWebhook(`${sandbox.url}teams/${inbox.webhook}`, '{}', ['127.0.0.1/32'])).rejects.toThrow(
    'http_400',
  );
  await expect
    .poll(async () => (await sandbox.state('U0ADA')).inbox)
    .toMatchObject([
      {
        kind: 'card',
        paragraphs: [
          'Planned maintenance: *Orders*',
          'We will work on it.',
          'CHG-001 · Title',
          'Times are those of UTC.',
        ],
      },
    ]);
});

test('what is no mail is read as an empty one', () => {
  expect(readMail('')).toMatchObject({ text: '', html: '', calendar: undefined });
});
