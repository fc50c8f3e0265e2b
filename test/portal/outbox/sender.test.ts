import { gunzipSync } from 'node:zlib'
import { isNotNull } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { outbox } from '../../../db/gateway/schema.ts'
import { reportsOf } from '../../../fleet-api/queries/audit.ts'
import { type SenderDeps, sendReports } from '../../../portal/outbox/sender.ts'
import { outboxState } from '../../../portal/queries/outbox.ts'
import { testFleet } from '../../fakes/fleet.ts'
import { ANA, type TestGateway, testGateway } from '../../fakes/gateway.ts'

const YEAR_S = 365 * 86_400

/** A gateway and the real fleet's app, with a road between them that can be made to fail. */
async function road() {
  const fleet = await testFleet()
  const credential = await fleet.enrol('bus-1', 'T1')
  const gateway = await testGateway()
  const sent: unknown[][] = []
  let answers: (answer: () => Promise<Response>) => Promise<Response> = (answer) => answer()
  const far: typeof fetch = (url, init) => {
    sent.push(JSON.parse(gunzipSync(init?.body as Buffer).toString()))
    return answers(async () => fleet.app.request(String(url), init))
  }
  const depsOf = (from: TestGateway): SenderDeps => ({
    ...from.ledger.senderDeps,
    fleetUrl: 'http://fleet.example',
    credential: () => credential,
    fetch: far,
  })
  return {
    fleet,
    gateway,
    sent,
    depsOf,
    send: (from: TestGateway = gateway) => sendReports(depsOf(from)),
    held: () => reportsOf(fleet.db, 'bus-1'),
    /** What happens to requests from now on. */
    onTheWay(does: typeof answers) {
      answers = does
    },
    async minutes(count: number, from: TestGateway = gateway) {
      for (let minute = 0; minute < count; minute += 1) {
        from.clock.pass(60)
        await from.accounting.close()
      }
    },
  }
}

const rejectedReports = ({ db }: TestGateway) => db.select().from(outbox).where(isNotNull(outbox.rejectedReason)).all()
const iso = (ms: number | undefined) => ms !== undefined && new Date(ms).toISOString()
const refused = () =>
  Promise.reject(
    Object.assign(new Error('connect'), { cause: Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }) }),
  )

describe('sending reports', () => {
  it('asks for the time first where nobody has told it, and sends every minute of this boot with its true time', async () => {
    const { gateway, fleet, minutes, send, sent, held } = await road()
    gateway.clock.jump(-20 * YEAR_S)
    await gateway.accept(ANA)
    await minutes(2)
    fleet.setNow('2026-11-24T14:02:00Z')
    expect(await send()).toMatchObject({ state: 'sent' })
    expect(sent).toEqual([[]])
    expect(await send()).toMatchObject({ state: 'sent' })
    const rows = await held()
    expect(rows.map((row) => iso(row.startedAt))).toEqual(['2026-11-24T14:00:00.000Z', '2026-11-24T14:01:00.000Z'])
    expect(rows.map((row) => [row.clockSource, row.clockUncertaintyMs])).toEqual([
      ['fleet', 16],
      ['fleet', 10],
    ])
    expect(outboxState(gateway.db)).toMatchObject({ waiting: 0, rejected: 0 })
  })

  it('places a boot that never knew the time between the boots before and after, and marks it', async () => {
    const { gateway, fleet, minutes, send, held } = await road()
    fleet.setNow('2026-11-24T14:01:00Z')
    await minutes(1)
    await send()
    await send()
    // Ten minutes without power, a boot of four minutes with its clock on 1 January 1970, ten minutes without power again.
    gateway.clock.reboot('boot-b', 600)
    gateway.clock.jump(-Date.parse('2026-11-24T14:00:00Z') / 1000)
    const second = await testGateway(gateway)
    await minutes(4, second)
    gateway.clock.reboot('boot-c', 600)
    const third = await testGateway(second)
    fleet.setNow('2026-11-24T14:25:10Z')
    await send(third)
    await send(third)
    const estimated = (await held()).filter(({ clockSource }) => clockSource === 'none')
    // Power came back at 14:11 and went at 14:15:05; ten minutes of nothing lie on either side.
    expect(estimated.map((row) => iso(row.startedAt)?.toString().slice(11, 19))).toEqual([
      '14:11:05',
      '14:12:05',
      '14:13:05',
      '14:14:05',
    ])
    expect(estimated.map((row) => row.clockUncertaintyMs)).toEqual([600_000, 600_000, 600_000, 600_000])
  })

  it('sends again what got no answer, and the fleet holds it once', async () => {
    const { gateway, minutes, send, held, onTheWay } = await road()
    await minutes(1)
    await send()
    onTheWay(async (answer) => {
      await answer()
      throw new Error('socket hang up')
    })
    expect(await send()).toMatchObject({ state: 'failed' })
    expect(gateway.db.select().from(outbox).all()).toMatchObject([{ inDoubt: true }])
    onTheWay((answer) => answer())
    expect(await send()).toMatchObject({ state: 'sent' })
    expect(await held()).toHaveLength(1)
    expect(outboxState(gateway.db).waiting).toBe(0)
  })

  it('does not read an answer without an end, and keeps the report', async () => {
    const { gateway, minutes, send, onTheWay } = await road()
    await minutes(1)
    await send()
    let sent = 0
    const endless = new ReadableStream({
      pull: (stream) => {
        sent += 65_536
        stream.enqueue(Buffer.alloc(65_536, ' '))
      },
    })
    onTheWay(async () => new Response(endless))
    expect(await send()).toMatchObject({
      reason: 'no answer from the fleet (the answer is longer than 4000000 octets)',
    })
    expect(sent).toBeLessThan(4_300_000)
    expect(outboxState(gateway.db).waiting).toBe(1)
  })

  it('does not take a report for sent that never left', async () => {
    const { gateway, minutes, send, onTheWay } = await road()
    await minutes(1)
    await send()
    onTheWay(refused)
    expect(await send()).toEqual({ state: 'failed', reason: 'no answer from the fleet (refused)', retryAfterMs: null })
    expect(gateway.db.select().from(outbox).all()).toMatchObject([{ inDoubt: false }])
  })

  it('repairs a clock that ran ahead by the fleet’s answer, and sends the same reports again', async () => {
    const { gateway, fleet, minutes, send, held } = await road()
    const { clock } = gateway
    gateway.ledger.time.note({
      source: 'ntp',
      wallMs: clock.now() + YEAR_S * 1000,
      uptimeMs: clock.uptime(),
      uncertaintyMs: 10,
    })
    await minutes(1)
    fleet.setNow('2026-11-24T14:01:00Z')
    expect(await send()).toMatchObject({ state: 'failed', reason: 'the fleet answered for none of the reports' })
    expect(outboxState(gateway.db)).toMatchObject({ waiting: 1, rejected: 0 })
    expect(await send()).toMatchObject({ state: 'sent' })
    expect((await held()).map((row) => iso(row.startedAt))).toEqual(['2026-11-24T14:00:00.000Z'])
  })

  it('sets a rejected report aside with the reason, and the others arrive', async () => {
    const { gateway, minutes, send, held } = await road()
    await minutes(3)
    await send()
    const [, second] = gateway.db.select().from(outbox).all()
    gateway.db.$client
      .prepare('update outbox set body = ? where outbox_id = ?')
      .run(second?.body.replace('"started":0', '"started":-1') ?? '', second?.outboxId)
    expect(await send()).toMatchObject({ state: 'sent' })
    expect((await held()).map(({ seq }) => seq)).toEqual([0, 2])
    expect(rejectedReports(gateway)).toMatchObject([
      { seq: 1, rejectedReason: 'sessions.started: Too small: expected number to be >=0' },
    ])
    expect(await send()).toEqual({ state: 'empty' })
  })

  it('sets a report aside that the disk has damaged, and the others arrive', async () => {
    const { gateway, minutes, send, held } = await road()
    await minutes(3)
    await send()
    gateway.db.$client.prepare('update outbox set body = \'{"seq":1,\' where seq = 1').run()
    expect(await send()).toMatchObject({ state: 'sent' })
    expect((await held()).map(({ seq }) => seq)).toEqual([0, 2])
    expect(rejectedReports(gateway)).toMatchObject([{ rejectedReason: 'damaged on the disk of the gateway' }])
  })

  it('sends the newest first', async () => {
    const { gateway, minutes, send, sent, depsOf } = await road()
    await minutes(5)
    await send()
    await sendReports(depsOf(gateway), 2)
    expect(sent[1]).toMatchObject([{ seq: 4 }, { seq: 3 }])
  })

  it('sends what a program before protocol 1.2 left in the outbox as it lies there', async () => {
    const { gateway, send, held } = await road()
    const body = {
      protocol: '1.1',
      bootId: '33333333-3333-4333-8333-333333333333',
      seq: 7,
      startedUptimeMs: 0,
      endedUptimeMs: 60_000,
      startedAt: '2026-11-24T13:00:00.000Z',
      endedAt: '2026-11-24T13:01:00.000Z',
      clock: { source: 'system', uncertaintyMs: null },
      riders: { connected: 1, peak: 1 },
      sessions: { started: 0, ended: {} },
      octets: { input: 1, output: 2 },
      software: 'abordo 0.1.0',
      policyVersion: 1,
      problems: [],
    }
    gateway.db
      .insert(outbox)
      .values({ bootId: body.bootId, seq: 7, body: JSON.stringify(body) })
      .run()
    expect(await send()).toMatchObject({ state: 'sent' })
    expect((await held()).map((row) => [row.seq, iso(row.startedAt)])).toEqual([[7, '2026-11-24T13:00:00.000Z']])
  })
})
