import { describe, expect, it } from 'vitest'
import { ingest } from '../../fleet-api/ingest.ts'
import { findGateway } from '../../fleet-api/queries/gateways.ts'
import { totals } from '../../fleet-api/queries/reports.ts'
import { takeReport } from '../../fleet-api/rules/intake.ts'
import { rowsOf } from '../../fleet-api/rules/minutes.ts'
import { aReport, testFleet } from '../fakes/fleet.ts'

const NOW = Date.parse('2026-11-24T14:30:00Z')

/** A fleet of three gateways, and what the n-th has to store of one minute. */
async function three() {
  const fleet = await testFleet()
  for (const id of ['bus-1', 'bus-2', 'bus-3']) await fleet.enrol(id, 'T1')
  const minute = async (id: string, seq: number) => {
    const taken = takeReport(aReport(seq, `2026-11-24T14:0${seq}:00Z`), NOW)
    const gateway = (await findGateway(fleet.db, id)) ?? expect.fail('no such gateway')
    return rowsOf(gateway, 'report' in taken ? taken.report : expect.fail(taken.reason), NOW)
  }
  return { ...fleet, minute }
}

describe('requests that come at the same time', () => {
  it('are each answered with their own outcomes, in order', async () => {
    const { db, minute } = await three()
    await ingest(db, [await minute('bus-1', 0)])
    const outcomes = await Promise.all([
      ingest(db, [await minute('bus-1', 0), await minute('bus-1', 1)]),
      ingest(db, [await minute('bus-2', 0)]),
      ingest(db, []),
    ])
    expect(outcomes).toEqual([['duplicate', 'stored'], ['stored'], []])
    expect(await totals(db)).toMatchObject({ reports: 3 })
  })

  it('store a report once that both bring', async () => {
    const { db, minute } = await three()
    const both = [await minute('bus-1', 0), await minute('bus-1', 0)]
    const outcomes = await Promise.all(both.map((report) => ingest(db, [report])))
    expect(outcomes).toEqual([['stored'], ['duplicate']])
  })

  it('cost one another nothing where one of them cannot be stored', async () => {
    const { db, minute } = await three()
    const broken = await minute('bus-2', 0)
    for (const row of broken.rows) Object.assign(row, { software: null })
    const [first, second, third] = await Promise.allSettled([
      ingest(db, [await minute('bus-1', 0)]),
      ingest(db, [broken]),
      ingest(db, [await minute('bus-3', 0)]),
    ])
    expect([first?.status, second?.status, third?.status]).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(await totals(db)).toMatchObject({ reports: 2 })
  })

  it('are stored with one wait for the disk', async () => {
    const { db, minute } = await three()
    const ids = ['bus-1', 'bus-2', 'bus-3']
    const reports = await Promise.all(ids.map((id) => minute(id, 0)))
    const began: string[] = []
    const { transaction } = db
    db.transaction = ((...args: Parameters<typeof transaction>) => {
      began.push('begin')
      return transaction.apply(db, args)
    }) as typeof transaction
    await Promise.all(reports.map((report) => ingest(db, [report])))
    expect(began).toEqual(['begin'])
  })
})
