import { createTransport } from 'nodemailer';
import { isMailbox } from '../change/mailbox.ts';
import { NotTaken } from './not-taken.ts';
import { readSmtpFailure } from './smtp-failure.ts';

/** One mail to one mailbox. */
export interface Letter {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** With angle brackets, as is `thread`: what all mails of one matter refer to. */
  readonly messageId: string;
  readonly thread: string;
  /** Epoch ms. */
  readonly writtenAt: number;
  /** Whether the same may have arrived before. */
  readonly isPossibleCopy: boolean;
  /** A calendar for the reader's own; of many entries it can only be published (RFC 5546 §3.2). */
  readonly invitation?: { readonly method: 'REQUEST' | 'CANCEL' | 'PUBLISH'; readonly text: string };
}

export interface MailServer {
  /** Hands over one mail, on a connection of its own. Throws `NotTaken` when it was not, or perhaps not, taken. */
  send(letter: Letter): Promise<void>;
  /** Connects and says who it is; throws what that threw. */
  tryOut(): Promise<void>;
}

const CONNECT_MS = 8_000;
/** Of silence, once connected. */
const QUIET_MS = 15_000;
/** In total. */
const SEND_MS = 30_000;

/** How long a server may be silent, and take in total, in real ms. */
interface MailPatience {
  readonly quietMs?: number;
  readonly sendMs?: number;
}

/** The mail server at an address `smtp://` or `smtps://`. With a password in it nothing is said before the line is encrypted. */
export function openMailServer(
  address: string,
  { quietMs = QUIET_MS, sendMs = SEND_MS }: MailPatience = {},
): MailServer {
  const url = new URL(address);
  const transport = () =>
    createTransport({
      url: address,
      connectionTimeout: CONNECT_MS,
      greetingTimeout: CONNECT_MS,
      dnsTimeout: CONNECT_MS,
      socketTimeout: quietMs,
      requireTLS: url.password !== '' && !isLoopback(url.hostname),
    });
  return {
    async send(letter) {
      const { from, to } = letter;
      if (!isMailbox(from) || !isMailbox(to)) throw new NotTaken({ kind: 'refused', code: 'not_a_mailbox' });
      let isHanded = false;
      const post = transport();
      post.use('stream', (mail, done) => {
        // It flows from the moment on in which the server asks for it.
        mail.message.processFunc((stream) => stream.once('resume', () => (isHanded = true)));
        done();
      });
      try {
        await post.sendMail({ ...mailOf(letter), signal: AbortSignal.timeout(sendMs) });
      } catch (error) {
        throw new NotTaken(readSmtpFailure(error, isHanded), error);
      } finally {
        post.close();
      }
    },
    async tryOut() {
      await transport().verify();
    },
  };
}

function mailOf({ from, to, invitation, ...letter }: Letter) {
  return {
    from: { name: '', address: from },
    to: { name: '', address: to },
    envelope: { from, to: [to] },
    subject: letter.subject,
    text: letter.text,
    html: letter.html,
    date: new Date(letter.writtenAt),
    messageId: letter.messageId,
    references: letter.thread,
    inReplyTo: letter.thread,
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      ...(letter.isPossibleCopy ? { 'X-Gonogo-Possible-Copy': 'yes' } : {}),
    },
    ...(invitation && {
      icalEvent: { method: invitation.method, filename: 'invitation.ics', content: invitation.text },
    }),
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

function isLoopback(host: string): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(host);
}
