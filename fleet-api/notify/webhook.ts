import { createHmac } from 'node:crypto'
import type { DeliveryBody } from '../../contract/channels.ts'
import { type Attempt, retryAfterMs } from '../rules/delivery-attempts.ts'

export interface WebhookCall {
  url: string
  secret: string
  deliveryId: number
  event: DeliveryBody['what']
  /** JSON. */
  body: string
  /** ms since 1970. */
  now: number
  /** Gives up. */
  signal: AbortSignal
}

/** Waiting for it does no good, and neither does asking again in another way. */
const COME_AGAIN = new Set([408, 425, 429])

/** `Abordo-Signature` of a body: who knows the secret can tell that it came from this fleet, and when. `timestamp`: s since 1970. */
export function signatureOf(secret: string, timestamp: string, body: string): string {
  return `v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`
}

/**
 * Posts a message to a webhook. Addresses in the operator's own network are allowed: that is where many have the box that alerts them.
 * What is sent is the alert and its signature alone, and what is answered is read no further than its status; redirects are not
 * followed, so nobody is led elsewhere.
 */
export async function callWebhook({
  url,
  secret,
  deliveryId,
  event,
  body,
  now,
  signal,
}: WebhookCall): Promise<Attempt> {
  const timestamp = String(Math.floor(now / 1000))
  try {
    const answer = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      credentials: 'omit',
      headers: {
        'Content-Type': 'application/json',
        // The next call may be hours away: a connection that was kept would be gone just when it is used again.
        Connection: 'close',
        'User-Agent': 'abordo',
        'Abordo-Event': event,
        'Abordo-Delivery': String(deliveryId),
        'Abordo-Timestamp': timestamp,
        'Abordo-Signature': signatureOf(secret, timestamp, body),
      },
      body,
      signal,
    })
    await answer.body?.cancel().catch(() => undefined)
    if (answer.ok) return { went: 'sent' }
    const failure = `the webhook answered ${answer.status}${answer.status >= 300 && answer.status < 400 ? ', and redirects are not followed' : ''}`
    if (answer.status < 500 && !COME_AGAIN.has(answer.status)) return { went: 'refused', failure }
    return { went: 'failed', failure, retryAfterMs: retryAfterMs(answer.headers.get('retry-after'), now) }
  } catch (error) {
    return { went: 'failed', failure: plain(error) }
  }
}

function plain(error: unknown): string {
  const { name, cause } = error as Error
  if (name === 'TimeoutError' || name === 'AbortError') return 'the webhook took too long to answer'
  const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : ''
  return `the webhook could not be reached${code}`
}
