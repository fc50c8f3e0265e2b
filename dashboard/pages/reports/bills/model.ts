import { hc } from 'hono/client'
import type { z } from 'zod'
import { type Bill, type BillAnswer, newBillSchema, simsChangeSchema } from '../../../../contract/bills.ts'
import type { BillApi } from '../../../../fleet-api/routes/bills.ts'
import type { Dashboard } from '../../../models/dashboard.ts'
import { createLoaded } from '../../../models/loaded.ts'
import { good } from '../../settings/fleet.ts'
import { checkBy, createForm } from '../../settings/form/form.ts'

export interface BillDraft {
  carrier: string
  month: string
  csv: string
}
export interface SimsDraft {
  csv: string
}

/** Carriers' bills, and which SIM is in which gateway. What is done throws ApiError. */
export function createBills({ call, origin }: Pick<Dashboard, 'call' | 'origin'>, month: string) {
  const { bills, sims } = hc<BillApi>(origin, { fetch: call }).api
  const loaded = createLoaded<{ bills: Bill[]; next: string | null }>()
  const places = createLoaded<{ sims: { sim: string; gatewayId: string; port: string }[] }>()
  const load = () => loaded.run(() => good(bills.$get({ query: {} })))
  const more = () => {
    const shown = loaded.data.peek()
    if (shown?.next == null) return
    const { bills: before, next } = shown
    void loaded.run(async () => {
      const page = await good(bills.$get({ query: { before: next } }))
      return { ...page, bills: [...before, ...page.bills] }
    })
  }
  const loadSims = () => places.run(() => good(sims.$get()))
  const start: BillDraft = { carrier: '', month, csv: '' }
  return {
    loaded,
    places,
    load: () => Promise.all([load(), loadSims()]),
    more,
    form: createForm<BillDraft, z.infer<typeof newBillSchema>>({
      start,
      check: (draft) => checkBy(newBillSchema, draft),
      save: async (json) => {
        await good(bills.$post({ json }))
        await load()
        return start
      },
    }),
    simsForm: (csv: string) =>
      createForm<SimsDraft, z.infer<typeof simsChangeSchema>>({
        start: { csv },
        check: (draft) => checkBy(simsChangeSchema, draft),
        save: async (json) => {
          await good(sims.$put({ json }))
          await Promise.all([loadSims(), load()])
          return json
        },
      }),
  }
}
export type BillsModel = ReturnType<typeof createBills>

/** One bill, SIM by SIM. */
export function createBill({ call, origin }: Pick<Dashboard, 'call' | 'origin'>, id: number) {
  const bill = hc<BillApi>(origin, { fetch: call }).api.bills[':id']
  const loaded = createLoaded<BillAnswer>()
  const param = { id: String(id) }
  return {
    loaded,
    load: () => loaded.run(() => good(bill.$get({ param }))),
    remove: () => good(bill.$delete({ param })),
  }
}

/** SIMs as the file in which they are brought. */
export function simsCsv(sims: readonly { sim: string; gatewayId: string; port: string }[]): string {
  const cell = (text: string) => (/[",;\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  return [
    'sim,gateway_id,port',
    ...sims.map(({ sim, gatewayId, port }) => [sim, gatewayId, port].map(cell).join(',')),
  ].join('\n')
}
