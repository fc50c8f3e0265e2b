import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import {
  billAnswerSchema,
  billSchema,
  billsAnswerSchema,
  billsQuerySchema,
  newBillSchema,
  simsAnswerSchema,
  simsChangeSchema,
  simsListSchema,
} from '../../contract/bills.ts'
import { describeBill, importBill, removeBill, setSims } from '../billing/bills.ts'
import { compareBill, utcMonth } from '../billing/compare.ts'
import { type BillRow, listBills, measuredLines } from '../queries/bills.ts'
import { listSims } from '../queries/sims.ts'
import type { FleetDeps } from './context.ts'
import { answers, changeableBy, describedApp, EVERYONE, jsonBody, readableBy } from './openapi.ts'

/** Bills that are compared at once: each costs the database a moment. */
const PAGE = 12

const params = z.object({ id: z.coerce.number().int().min(1) })

/** What carriers bill for the gateways' SIMs, beside what was measured over them. Of SIMs alone: of riders there is nothing in it. */
export function billRoutes(deps: FleetDeps) {
  const { db } = deps
  const compared = async (row: BillRow) => compareBill(row, await measuredLines(db, row.billId, utcMonth(row.month)))
  return describedApp()
    .openapi(
      createRoute({
        method: 'get',
        path: '/api/bills',
        request: { query: billsQuerySchema },
        responses: answers(billsAnswerSchema, 'Carriers’ bills beside what was measured, the newest months first'),
        ...readableBy(deps, ...EVERYONE),
      }),
      async (c) => {
        const [month = '', billId] = c.req.valid('query').before?.split('.') ?? []
        const before = billId === undefined ? null : { month, billId: Number(billId) }
        const rows = await listBills(db, { before, rows: PAGE + 1 })
        const page = rows.slice(0, PAGE)
        const last = page.at(-1)
        const bills = []
        for (const row of page) bills.push(await compared(row))
        return c.json({ bills, next: last && rows.length > PAGE ? `${last.month}.${last.billId}` : null }, 200)
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/api/bills',
        request: { body: jsonBody(newBillSchema) },
        responses: answers(
          billSchema,
          'The bill. Where a line of the file is wrong nothing is saved, and all that are wrong are named',
        ),
        ...changeableBy(deps, 'admin', 'operator'),
      }),
      async (c) => c.json(await compared(await importBill(db, c.req.valid('json'), c.var.by)), 200),
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/api/bills/{id}',
        request: { params },
        responses: answers(billAnswerSchema, 'A bill beside what was measured, SIM by SIM; months of UTC'),
        ...readableBy(deps, ...EVERYONE),
      }),
      async (c) => c.json(await describeBill(db, c.req.valid('param').id), 200),
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/api/bills/{id}',
        request: { params },
        responses: answers(z.object({ id: z.int() }), 'The bill is gone, with its lines'),
        ...changeableBy(deps, 'admin', 'operator'),
      }),
      async (c) => {
        const { id } = c.req.valid('param')
        await removeBill(db, id, c.var.by)
        return c.json({ id }, 200)
      },
    )
    .openapi(
      createRoute({
        method: 'get',
        path: '/api/sims',
        responses: answers(simsListSchema, 'Which SIM is in which gateway, as somebody has said'),
        ...readableBy(deps, ...EVERYONE),
      }),
      async (c) => c.json({ sims: await listSims(db) }, 200),
    )
    .openapi(
      createRoute({
        method: 'put',
        path: '/api/sims',
        request: { body: jsonBody(simsChangeSchema) },
        responses: answers(simsAnswerSchema, 'How many SIMs there are now; those before are forgotten'),
        ...changeableBy(deps, 'admin', 'operator'),
      }),
      async (c) => c.json({ sims: await setSims(db, c.req.valid('json').csv, c.var.by) }, 200),
    )
}
export type BillApi = ReturnType<typeof billRoutes>
