import { hc } from 'hono/client'
import type { z } from 'zod'
import { newReportReaderSchema, type ReportReadersAnswer, type ShareLink } from '../../../../contract/share-links.ts'
import type { ReportReaderApi } from '../../../../fleet-api/routes/report-readers.ts'
import type { ShareLinkApi } from '../../../../fleet-api/routes/share-links.ts'
import type { Dashboard } from '../../../models/dashboard.ts'
import { createLoaded } from '../../../models/loaded.ts'
import { good } from '../fleet.ts'
import { checkBy, createForm } from '../form/form.ts'

export interface ReaderDraft {
  address: string
  language: 'es' | 'en'
}

/** Links to reports. What is done throws ApiError. */
export function createShareLinks({ call, origin }: Pick<Dashboard, 'call' | 'origin'>) {
  const links = hc<ShareLinkApi>(origin, { fetch: call }).api['share-links']
  const loaded = createLoaded<{ links: ShareLink[] }>()
  const load = () => loaded.run(() => good(links.$get()))
  return {
    loaded,
    load,
    revoke: async (id: number) => {
      await good(links[':id'].$delete({ param: { id: String(id) } }))
      await load()
    },
  }
}
export type ShareLinksModel = ReturnType<typeof createShareLinks>

/** Whom each month's report is sent to. What is done throws ApiError. */
export function createReaders({ call, origin }: Pick<Dashboard, 'call' | 'origin'>) {
  const readers = hc<ReportReaderApi>(origin, { fetch: call }).api['report-readers']
  const loaded = createLoaded<ReportReadersAnswer>()
  const load = () => loaded.run(() => good(readers.$get()))
  const start: ReaderDraft = { address: '', language: 'es' }
  return {
    loaded,
    load,
    form: createForm<ReaderDraft, z.infer<typeof newReportReaderSchema>>({
      start,
      check: ({ address, language }) => checkBy(newReportReaderSchema, { address: address.trim(), language }),
      save: async (json) => {
        await good(readers.$post({ json }))
        await load()
        return start
      },
    }),
    remove: async (id: number) => {
      await good(readers[':id'].$delete({ param: { id: String(id) } }))
      await load()
    },
  }
}
