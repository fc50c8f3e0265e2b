import { ALERT_KINDS } from '../../contract/alerts.ts'
import type { FleetTransaction } from '../../db/fleet/open.ts'
import { type ChannelRow, openChannels } from '../queries/channels.ts'
import { changeUntried, insertDelivery, madeSince, waitingDeliveries } from '../queries/deliveries.ts'
import { type AlertAndNames, alertsAndNames, awokenAlerts, toldOf } from '../queries/told-alerts.ts'
import { type AlertNews, SINGLES_MS, type ToldOf, tellPlan } from '../rules/tell-plan.ts'

/** A snooze that ended longer ago was dealt with, or the fleet was off for longer than that. */
const AWOKEN_MS = 3_600_000

/**
 * Writes the messages by which channels are told of alerts, in the transaction that opens and closes them: a channel is told of the
 * kinds that it wants; of nothing that is snoozed, or that another alert stands for; and of a closing only where it was told of the
 * opening. An alert whose snooze ends by itself while it is open is told then. Telling the same again changes nothing, so this may be
 * called in every pass, also with nothing. `now`: ms since 1970.
 */
export async function tellOf(tx: FleetTransaction, news: AlertNews, now: number): Promise<void> {
  const awoken = await awokenAlerts(tx, now - AWOKEN_MS, now)
  const ids = [...news.opened, ...awoken, ...news.closed]
  if (ids.length === 0) return
  const channels = await openChannels(tx)
  if (channels.length === 0) return
  const found = gravestFirst((await alertsAndNames(tx, ids)).filter((one) => !isSnoozed(one, now)))
  const told = await toldOf(tx, ids)
  const waiting = await waitingDeliveries(tx)
  const isOpening = new Set([...news.opened, ...awoken])
  const isClosing = new Set(news.closed)
  for (const channel of channels) {
    const wanted = found.filter(({ alert }) => wants(channel, alert.kind))
    const idsOf = (some: AlertAndNames[]) => some.map(({ alert }) => alert.alertId)
    // Who was told of the opening is told of the end too, even if another alert stands for it by now.
    const forChannel = {
      opened: idsOf(wanted.filter(({ alert }) => isOpening.has(alert.alertId) && alert.partOf === null)),
      closed: idsOf(wanted.filter(({ alert }) => isClosing.has(alert.alertId))),
    }
    if (forChannel.opened.length + forChannel.closed.length === 0) continue
    const { channelId } = channel
    const made = await madeSince(tx, channelId, now - SINGLES_MS)
    const past = {
      waiting: waiting
        .filter((one) => one.channelId === channelId)
        .map((one) => ({ ...one, dueAt: one.dueAt ?? now, failed: one.failure !== null })),
      told: toldBefore(told.filter((one) => one.channelId === channelId)),
      singles: made.filter(({ what }) => what === 'opened' || what === 'closed').length,
    }
    const plan = tellPlan(past, forChannel, now)
    for (const { deliveryId, body, otherwise } of plan.changed) {
      if (!(await changeUntried(tx, deliveryId, body))) plan.made.push(otherwise)
    }
    for (const { body, dueAt } of plan.made) await insertDelivery(tx, { channelId, body, madeAt: now, dueAt })
  }
}

/** Of many that open at once a few are told by themselves, the others in a digest minutes later: a bus without WiFi is not to wait for a hot one, nor a whole network for one bus. */
function gravestFirst(found: AlertAndNames[]): AlertAndNames[] {
  const gravity = ({ alert }: AlertAndNames) => (alert.scope === 'gateway' ? ALERT_KINDS.indexOf(alert.kind) : -1)
  return [...found].sort((a, b) => gravity(a) - gravity(b) || a.alert.alertId - b.alert.alertId)
}

function wants({ kinds }: ChannelRow, kind: AlertAndNames['alert']['kind']): boolean {
  return kinds === null || kinds.includes(kind)
}

function isSnoozed({ alert, gatewaySnoozedUntil }: AlertAndNames, now: number): boolean {
  return (alert.snoozedUntil ?? 0) > now || (gatewaySnoozedUntil ?? 0) > now
}

function toldBefore(rows: { alertId: number; closed: boolean }[]): Map<number, ToldOf> {
  const told = new Map<number, ToldOf>()
  for (const { alertId, closed } of rows) {
    const known = told.get(alertId)
    told.set(alertId, { opened: true, closed: closed || (known?.closed ?? false) })
  }
  return told
}
