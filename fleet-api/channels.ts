import { randomBytes } from 'node:crypto'
import type { ChannelChange, NewChannel } from '../contract/channels.ts'
import { AbordoError } from '../contract/problem.ts'
import type { FleetDatabase, FleetReads } from '../db/fleet/open.ts'
import type { By } from './audit.ts'
import { recorded } from './queries/audit-log.ts'
import {
  type ChannelRow,
  deleteChannel,
  findChannel,
  insertChannel,
  listChannels,
  updateChannel,
} from './queries/channels.ts'
import { deleteDeliveriesOf, giveUpWaiting, insertDelivery, waitingOf } from './queries/deliveries.ts'
import { changedFields } from './rules/changed-fields.ts'

const MOST_CHANNELS = 100

/**
 * Adds somebody who is told of alerts. A webhook's secret is made here, and is answered this once: whoever gets its messages checks
 * their signatures with it. Throws AbordoError (bad-request).
 */
export async function addChannel(db: FleetDatabase, added: NewChannel, by: By): Promise<ChannelRow> {
  const { kind, name, address, language, kinds } = added
  if (kind === 'webhook' && hasCredentials(address))
    throw new AbordoError('bad-request', 'address: leave user name and password out of the address')
  return recorded(db, by, async (tx) => {
    if ((await listChannels(tx)).length >= MOST_CHANNELS)
      throw new AbordoError('bad-request', `There are ${MOST_CHANNELS} channels already: remove one first.`)
    const secret = kind === 'webhook' ? `abordo_webhook_${randomBytes(32).toString('base64url')}` : null
    const row = await insertChannel(tx, { kind, name, address, language, kinds, secret, addedAt: by.now })
    if (row === null) throw new AbordoError('internal')
    // People's addresses stand in no log, and a webhook's may hold a secret.
    const details = { kind, name, language, kinds, ...(kind === 'webhook' && { host: new URL(address).host }) }
    return { result: row, deed: { action: 'channel add', target: targetOf(row.channelId), details } }
  })
}

/** Throws AbordoError (not-found). */
export async function changeChannel(
  db: FleetDatabase,
  channelId: number,
  change: ChannelChange,
  by: By,
): Promise<void> {
  await recorded(db, by, async (tx) => {
    const before = await theChannel(tx, channelId)
    const was = { name: before.name, language: before.language, kinds: before.kinds, paused: before.pausedAt !== null }
    const { name = was.name, language = was.language, kinds = was.kinds, paused = was.paused } = change
    const pausedAt = paused ? (before.pausedAt ?? by.now) : null
    await updateChannel(tx, channelId, { name, language, kinds, pausedAt })
    // Nobody wants to hear next week of what waits today.
    if (paused) await giveUpWaiting(tx, channelId, by.now)
    const details = changedFields(was, { name, language, kinds, paused })
    return { result: undefined, deed: { action: 'channel change', target: targetOf(channelId), details } }
  })
}

/** Sends a message that says that it is a test; `canEmail`: this fleet has a mail server. Throws AbordoError (not-found, bad-request). */
export async function testChannel(db: FleetDatabase, channelId: number, canEmail: boolean, by: By): Promise<void> {
  await recorded(db, by, async (tx) => {
    const { kind, pausedAt } = await theChannel(tx, channelId)
    if (pausedAt !== null) throw new AbordoError('bad-request', 'This channel is paused: switch it on first.')
    if (kind === 'email' && !canEmail)
      throw new AbordoError('bad-request', 'This fleet cannot send e-mail yet: set SMTP_URL, then start it again.')
    const waiting = await waitingOf(tx, channelId)
    if (!waiting.some(({ body, attempts }) => body.what === 'test' && attempts === 0)) {
      const body = { what: 'test' as const, alerts: [] }
      await insertDelivery(tx, { channelId, body, madeAt: by.now, dueAt: by.now })
    }
    return { result: undefined, deed: { action: 'channel test', target: targetOf(channelId) } }
  })
}

/** Who it was is told nothing more, of what waits neither. Throws AbordoError (not-found). */
export async function removeChannel(db: FleetDatabase, channelId: number, by: By): Promise<void> {
  await recorded(db, by, async (tx) => {
    const { kind, name } = await theChannel(tx, channelId)
    await deleteDeliveriesOf(tx, channelId)
    await deleteChannel(tx, channelId)
    const details = { kind, name }
    return { result: undefined, deed: { action: 'channel remove', target: targetOf(channelId), details } }
  })
}

/** Throws AbordoError (not-found). */
export async function theChannel(db: FleetReads, channelId: number): Promise<ChannelRow> {
  const row = await findChannel(db, channelId)
  if (row === null) throw new AbordoError('not-found', 'There is no channel of this number.')
  return row
}

function targetOf(channelId: number) {
  return { kind: 'channel' as const, id: String(channelId) }
}

function hasCredentials(address: string): boolean {
  const { username, password } = new URL(address)
  return username !== '' || password !== ''
}
