import type { DeliveryBody } from '../../contract/channels.ts'

// The rule: of what happens, a channel gets at most three single messages within ten minutes. The rest goes into one digest, which
// gathers for five minutes. While a digest gathers, or the channel cannot be reached, everything goes into the digest.

export const MOST_SINGLES = 3
export const SINGLES_MS = 10 * 60_000
export const GATHER_MS = 5 * 60_000

/** A message that is still to be sent. */
export interface WaitingDelivery {
  deliveryId: number
  body: DeliveryBody
  /** 0: it can still be changed. */
  attempts: number
  /** ms since 1970. */
  dueAt: number
  /** The last attempt failed. */
  failed: boolean
}

/** What a channel has been told of an alert. */
export interface ToldOf {
  opened: boolean
  closed: boolean
}

export interface ChannelPast {
  waiting: readonly WaitingDelivery[]
  told: ReadonlyMap<number, ToldOf>
  /** Single messages that were made for it within the last SINGLES_MS. */
  singles: number
}

/** Ids of alerts. */
export interface AlertNews {
  opened: readonly number[]
  closed: readonly number[]
}

export interface PlannedDelivery {
  body: DeliveryBody
  dueAt: number
}

export interface TellPlan {
  made: PlannedDelivery[]
  /** Waiting ones that say something else from now on; `otherwise`: what is made where one has been taken up to be sent meanwhile. */
  changed: { deliveryId: number; body: DeliveryBody; otherwise: PlannedDelivery }[]
}

/**
 * What a channel is to be told. Each opening is in exactly one message; each closing of an alert whose opening it was told of, or still
 * will be, is too: where the opening still waits, untried, one message tells both. `now`: ms since 1970.
 */
export function tellPlan(
  { waiting, told, singles }: ChannelPast,
  { opened, closed }: AlertNews,
  now: number,
): TellPlan {
  const byAlert = new Map<number, WaitingDelivery[]>()
  for (const one of waiting) for (const id of one.body.alerts) byAlert.set(id, [...(byAlert.get(id) ?? []), one])
  const waitingFor = (id: number) => byAlert.get(id) ?? []
  const news: { what: 'opened' | 'closed'; id: number }[] = []
  const changed: TellPlan['changed'] = []
  for (const id of new Set(opened)) {
    if (!told.has(id) && waitingFor(id).length === 0) news.push({ what: 'opened', id })
  }
  for (const id of new Set(closed)) {
    const before = waitingFor(id)
    if (told.get(id)?.closed || before.some(({ body }) => body.what === 'closed')) continue
    const untried = before.find(({ attempts }) => attempts === 0)
    const body: DeliveryBody = { what: 'closed', alerts: [id] }
    // A digest tells each alert as it stands when the digest is sent.
    if (untried?.body.what === 'digest') continue
    if (untried) changed.push({ deliveryId: untried.deliveryId, body, otherwise: { body, dueAt: now } })
    else if (before.length > 0 || told.get(id)?.opened) news.push({ what: 'closed', id })
  }
  const gathering = waiting.find(({ body, attempts }) => body.what === 'digest' && attempts === 0)
  const failed = waiting.filter((one) => one.failed)
  const room = gathering || failed.length > 0 ? 0 : Math.max(0, MOST_SINGLES - singles)
  const made: PlannedDelivery[] = news
    .slice(0, room)
    .map(({ what, id }) => ({ body: { what, alerts: [id] }, dueAt: now }))
  const rest = news.slice(room).map(({ id }) => id)
  if (rest.length > 0) {
    // A channel that could not be reached is asked again when its time has come, not for every alert.
    const dueAt = Math.max(now + GATHER_MS, ...failed.map((one) => one.dueAt))
    const digest: PlannedDelivery = { body: { what: 'digest', alerts: rest }, dueAt }
    if (gathering) {
      const body: DeliveryBody = { what: 'digest', alerts: [...gathering.body.alerts, ...rest] }
      changed.push({ deliveryId: gathering.deliveryId, body, otherwise: digest })
    } else made.push(digest)
  }
  return { made, changed }
}
