import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { newReportReaderSchema, reportReaderSchema, reportReadersAnswerSchema } from '../../contract/share-links.ts'
import { listReportReaders, type ReportReaderRow } from '../queries/report-readers.ts'
import { addReportReader, removeReportReader } from '../report-readers.ts'
import type { FleetDeps } from './context.ts'
import { answers, changeableBy, describedApp, jsonBody, readableBy } from './openapi.ts'

const params = z.object({ id: z.coerce.number().int().min(1) })

/** Whom each month's report is sent to, in the body of an e-mail. */
export function reportReaderRoutes(deps: FleetDeps) {
  return describedApp()
    .openapi(
      createRoute({
        method: 'get',
        path: '/api/report-readers',
        responses: answers(reportReadersAnswerSchema, 'Whom each month’s report is sent to, and how it goes'),
        ...readableBy(deps, 'admin'),
      }),
      async (c) => c.json({ readers: (await listReportReaders(deps.db)).map(described), email: deps.sendsEmail }, 200),
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/api/report-readers',
        request: { body: jsonBody(newReportReaderSchema) },
        responses: answers(reportReaderSchema, 'The reader, who gets the next report that becomes final'),
        ...changeableBy(deps, 'admin'),
      }),
      async (c) => c.json(described(await addReportReader(deps.db, c.req.valid('json'), c.var.by)), 200),
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/api/report-readers/{id}',
        request: { params },
        responses: answers(z.object({ id: z.int() }), 'Nothing is sent to this reader any more'),
        ...changeableBy(deps, 'admin'),
      }),
      async (c) => {
        const { id } = c.req.valid('param')
        await removeReportReader(deps.db, id, c.var.by)
        return c.json({ id }, 200)
      },
    )
}
export type ReportReaderApi = ReturnType<typeof reportReaderRoutes>

function described({ readerId, address, language, lastMonth, failure }: ReportReaderRow) {
  return { id: readerId, address, language, lastMonth, failure }
}
