import { createTransport } from 'nodemailer'
import type { Attempt } from '../rules/delivery-attempts.ts'
import { scrub } from '../rules/scrub.ts'
import type { Message, MessageIds } from './message.ts'

/** Of a message to a channel, or of one with an id of its own kind. */
export type MailIds = Omit<MessageIds, 'deliveryId'> & { deliveryId: number | string }

export interface Mailer {
  send(to: string, message: Message, ids: MailIds, signal: AbortSignal): Promise<Attempt>
}

export interface MailerSettings {
  /** smtp://user:password@host:port or smtps://… */
  url: string
  /** `address`, or `Name <address>`. */
  from: string
}

/** For each step; the whole is bounded by the signal that `send` gets. */
const STEP_MS = 15_000
const LONGEST_FAILURE = 200

/** What wrote it, if nobody has said: an address at the host that people open, or else at the mail server's. */
export function senderOf(smtpUrl: string, publicUrl: string | null): string {
  const host = hostOf(publicUrl) ?? hostOf(smtpUrl) ?? 'localhost'
  return `Abordo <abordo@${host}>`
}

/** Null: what it names is no domain that mail could come from. */
function hostOf(url: string | null): string | null {
  const host = url === null ? '' : new URL(url).hostname
  return /^([a-z0-9-]+\.)+[a-z][a-z0-9-]*$/i.test(host) ? host : null
}

/** Sends e-mail over SMTP, each message over a connection of its own: there are few, and a server may be away for hours between them. */
export function createMailer({ url, from }: MailerSettings): Mailer {
  const domain = /@([^>\s]+)/.exec(from)?.[1] ?? 'localhost'
  const transport = createTransport({
    url,
    connectionTimeout: STEP_MS,
    greetingTimeout: STEP_MS,
    dnsTimeout: STEP_MS,
    socketTimeout: STEP_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    async send(to, { subject, text, html }, { deliveryId, madeAt, alertId }, signal) {
      try {
        await transport.sendMail({
          from,
          to: { name: '', address: to },
          subject,
          text,
          html,
          // The same at each attempt: a mail program shows what came twice once.
          messageId: `<abordo.${deliveryId}.${madeAt}@${domain}>`,
          ...(alertId !== null && { references: `<abordo.alert.${alertId}@${domain}>` }),
          headers: { 'Auto-Submitted': 'auto-generated', 'Abordo-Delivery': String(deliveryId) },
          signal,
        })
        return { went: 'sent' }
      } catch (error) {
        return asAttempt(error)
      }
    },
  }
}

function asAttempt(error: unknown): Exclude<Attempt, { went: 'sent' }> {
  const { code, responseCode, response } = error as { code?: unknown; responseCode?: unknown; response?: unknown }
  if (typeof responseCode === 'number' && code !== 'EAUTH') {
    const failure = `the mail server answered: ${oneLine(String(response ?? responseCode))}`
    return { went: responseCode >= 500 ? 'refused' : 'failed', failure }
  }
  if (code === 'EAUTH')
    return { went: 'failed', failure: 'the mail server does not take the user name and password of SMTP_URL' }
  if (code === 'ETIMEDOUT' || code === 'EABORT' || (error as Error).name === 'TimeoutError')
    return { went: 'failed', failure: 'the mail server took too long' }
  const why = typeof code === 'string' ? ` (${code})` : ''
  return { went: 'failed', failure: `the mail server could not be reached${why}` }
}

/** A foreign text, without addresses. */
function oneLine(text: string): string {
  return scrub(text.replace(/\s+/g, ' ').trim()).slice(0, LONGEST_FAILURE)
}
