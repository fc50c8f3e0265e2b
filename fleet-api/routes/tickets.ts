import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import {
  ticketAnsweredSchema,
  ticketAnswerSchema,
  ticketSchema,
  ticketsAnswerSchema,
  ticketsQuerySchema,
} from '../../contract/tickets.ts'
import { answerTicket, reopenTicket, ticketsPage } from '../tickets.ts'
import type { FleetDeps } from './context.ts'
import { answers, changeableBy, describedApp, EVERYONE, jsonBody, readableBy } from './openapi.ts'

const params = z.object({ id: z.string().max(200) })

/** Riders' fault reports, and what operators answer. */
export function ticketRoutes(deps: FleetDeps) {
  return describedApp()
    .openapi(
      createRoute({
        method: 'get',
        path: '/api/tickets',
        request: { query: ticketsQuerySchema },
        responses: answers(ticketsAnswerSchema, 'What riders reported as broken, the newest first'),
        ...readableBy(deps, ...EVERYONE),
      }),
      async (c) => c.json(await ticketsPage(deps.db, c.req.valid('query')), 200),
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/api/tickets/{id}/answer',
        request: { params, body: jsonBody(ticketAnswerSchema) },
        responses: answers(
          ticketAnsweredSchema,
          'The report, answered; where it is fixed, the riders of its gateway are told so for a week',
        ),
        ...changeableBy(deps, 'admin', 'operator'),
      }),
      async (c) => c.json(await answerTicket(deps.db, c.req.valid('param').id, c.req.valid('json'), c.var.by), 200),
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/api/tickets/{id}/reopen',
        request: { params },
        responses: answers(ticketSchema, 'The report, open again'),
        ...changeableBy(deps, 'admin', 'operator'),
      }),
      async (c) => c.json(await reopenTicket(deps.db, c.req.valid('param').id, c.var.by), 200),
    )
}
export type TicketApi = ReturnType<typeof ticketRoutes>
