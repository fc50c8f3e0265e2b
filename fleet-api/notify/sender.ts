import type { FleetDatabase } from '../../db/fleet/open.ts'
import type { Log } from '../log.ts'
import { type ChannelRow, findChannel } from '../queries/channels.ts'
import {
  channelsDue,
  type DeliveryRow,
  noteFailed,
  noteSent,
  putOff,
  takeUp,
  waitingOf,
  writeTold,
} from '../queries/deliveries.ts'
import { cityTimezone } from '../queries/feeds.ts'
import { alertsAndNames } from '../queries/told-alerts.ts'
import { type Attempt, nextAttemptAt } from '../rules/delivery-attempts.ts'
import type { Mailer } from './email.ts'
import { type Notice, noticeOf } from './texts/notice.ts'
import { callWebhook } from './webhook.ts'
import { webhookBodyOf } from './webhook-body.ts'

/** How long an attempt may take, ms. */
export interface SendTimes {
  email: number
  webhook: number
}
export const SEND_TIMES: SendTimes = { email: 60_000, webhook: 10_000 }
/** Longer than any attempt: where the process that makes it is killed, another one tries again after so long. */
const IN_HAND_MS = 2 * 60_000

export interface SenderDeps {
  db: FleetDatabase
  /** ms since 1970. */
  now: () => number
  /** Null: SMTP_URL is not set. */
  mailer: Mailer | null
  /** The address that people open; null: messages have no links. */
  publicUrl: string | null
  log: Log
  /** Is told that somebody was told of something. */
  changed: () => void
  times?: SendTimes
}

export interface Sender {
  /** Sends what is due; resolves when all that this call began is over. A channel that takes long keeps no other one waiting. */
  sendDue(): Promise<void>
  /** Gives up what is under way: it is tried again later. */
  stop(): Promise<void>
}

/**
 * Sends the messages that wait, each at least once: an attempt is written down before it is made, so that of several processes one makes
 * it, and one whose end nobody got to know is made again, under the same id.
 */
export function createSender(deps: SenderDeps): Sender {
  const busy = new Map<number, Promise<void>>()
  const ending = new AbortController()

  async function sendDue(): Promise<void> {
    const due = await channelsDue(deps.db, deps.now())
    const begun = due
      .filter((channelId) => !busy.has(channelId))
      .map((channelId) => {
        const lane = sendTo(deps, channelId, ending.signal)
          .catch((error) => deps.log('messages could not be sent', error))
          .finally(() => busy.delete(channelId))
        busy.set(channelId, lane)
        return lane
      })
    await Promise.all(begun)
  }

  return {
    sendDue,
    async stop() {
      ending.abort()
      await Promise.all(busy.values())
    },
  }
}

/** Sends what is due to one channel, one after another, until something fails or nothing is left. */
async function sendTo(deps: SenderDeps, channelId: number, ending: AbortSignal): Promise<void> {
  while (!ending.aborted) {
    const channel = await findChannel(deps.db, channelId)
    const waiting = await waitingOf(deps.db, channelId)
    const next = nextOf(waiting, deps.now())
    if (channel === null || channel.pausedAt !== null || next === null) return
    const taken = await takeUp(deps.db, next, deps.now() + IN_HAND_MS)
    // Another process is at work on this channel.
    if (taken === null) return
    const notice = await noticeFor(deps, channel, taken)
    const attempt = isEmpty(notice) ? NOTHING_TO_TELL : await attemptAt(deps, channel, notice, ending)
    // What was broken off is tried again when it is no longer in hand.
    if (ending.aborted && attempt.went !== 'sent') return
    if (!(await keep(deps, { channel, taken, notice, attempt, waiting }))) return
  }
}

/**
 * Which of them comes next: of those that are due the one that was tried least, so that one that fails for its own sake keeps no
 * other back; but none before an older one of the same alert. Null: none.
 */
function nextOf(waiting: readonly DeliveryRow[], now: number): DeliveryRow | null {
  const told = new Set<number>()
  const first: DeliveryRow[] = []
  // The oldest come first.
  for (const one of waiting) {
    const { alerts } = one.body
    if (one.dueAt !== null && one.dueAt <= now && !alerts.some((id) => told.has(id))) first.push(one)
    for (const id of alerts) told.add(id)
  }
  return first.sort((a, b) => a.attempts - b.attempts || a.deliveryId - b.deliveryId)[0] ?? null
}

async function noticeFor({ db, now, publicUrl }: SenderDeps, channel: ChannelRow, taken: DeliveryRow): Promise<Notice> {
  const { what, alerts } = taken.body
  return noticeOf({
    deliveryId: taken.deliveryId,
    madeAt: taken.madeAt,
    what,
    alerts: await alertsAndNames(db, alerts),
    language: channel.language,
    channel: channel.name,
    timezone: await cityTimezone(db),
    publicUrl,
    now: now(),
  })
}

async function attemptAt(
  { mailer, times = SEND_TIMES, now }: SenderDeps,
  channel: ChannelRow,
  notice: Notice,
  ending: AbortSignal,
): Promise<Attempt> {
  const within = (ms: number) => AbortSignal.any([ending, AbortSignal.timeout(ms)])
  if (channel.kind === 'email') {
    if (mailer === null) return { went: 'failed', failure: 'SMTP_URL is not set, so the fleet cannot send e-mail' }
    return mailer.send(channel.address, notice.message, notice.ids, within(times.email))
  }
  return callWebhook({
    url: channel.address,
    secret: channel.secret ?? '',
    deliveryId: notice.ids.deliveryId,
    event: notice.what,
    body: JSON.stringify(webhookBodyOf(notice)),
    now: now(),
    signal: within(times.webhook),
  })
}

/** Its alerts were deleted meanwhile. */
function isEmpty({ what, alerts }: Notice): boolean {
  return what !== 'test' && alerts.length === 0
}
const NOTHING_TO_TELL: Attempt = { went: 'refused', failure: 'its alerts are not kept any more' }

interface Kept {
  channel: ChannelRow
  taken: DeliveryRow
  notice: Notice
  attempt: Attempt
  waiting: readonly DeliveryRow[]
}

/** Writes down how an attempt went. False: the channel could not be reached, so nothing else goes there now. */
async function keep(deps: SenderDeps, { channel, taken, notice, attempt, waiting }: Kept): Promise<boolean> {
  const { channelId, name, kind } = channel
  const now = deps.now()
  if (attempt.went === 'sent') {
    const alertIds = notice.alerts.map(({ id }) => id)
    const closed = new Set(
      notice.alerts.filter((one) => one.closedAt !== null && notice.what !== 'opened').map(({ id }) => id),
    )
    const details = { channelId, channel: name, kind }
    await deps.db.transaction(async (tx) => {
      if (await noteSent(tx, taken.deliveryId, now)) await writeTold(tx, { alertIds, at: now, details, closed })
    })
    deps.changed()
    return true
  }
  const mostAttempts = Math.max(taken.attempts, ...waiting.map(({ attempts }) => attempts))
  const tried = { attempts: taken.attempts, mostAttempts, madeAt: taken.madeAt }
  const dueAt = nextAttemptAt(attempt, tried, now)
  const { failure } = attempt
  if (dueAt === null) deps.log(`a message to a channel (${kind}, ${channelId}) was given up: ${failure}`)
  await deps.db.transaction(async (tx) => {
    await noteFailed(tx, taken, { failure, dueAt, now })
    if (attempt.went === 'failed' && dueAt !== null) await putOff(tx, channelId, now, dueAt)
  })
  return attempt.went !== 'failed'
}
