import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import type { Role } from '../../contract/api.ts'
import {
  type Channel,
  channelChangeSchema,
  channelSchema,
  channelsAnswerSchema,
  newChannelAnswerSchema,
  newChannelSchema,
} from '../../contract/channels.ts'
import { addChannel, changeChannel, removeChannel, testChannel, theChannel } from '../channels.ts'
import { type ChannelRow, listChannels } from '../queries/channels.ts'
import { faringOf } from '../queries/deliveries.ts'
import type { FleetDeps } from './context.ts'
import { answers, changeableBy, describedApp, jsonBody, readableBy } from './openapi.ts'

const params = z.object({ id: z.coerce.number().int().min(1) })

/** Who is told of alerts, by e-mail or a webhook. */
export function channelRoutes(deps: FleetDeps) {
  return describedApp()
    .openapi(
      createRoute({
        method: 'get',
        path: '/api/channels',
        responses: answers(
          channelsAnswerSchema,
          'Who is told of alerts, and how it goes. An operator sees of a webhook’s address only where it leads',
        ),
        ...readableBy(deps, 'admin', 'operator'),
      }),
      async (c) => {
        const rows = await listChannels(deps.db)
        const channels = await Promise.all(rows.map((row) => described(row, c.var.me.role)))
        return c.json({ channels, email: deps.sendsEmail }, 200)
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/api/channels',
        request: { body: jsonBody(newChannelSchema) },
        responses: answers(newChannelAnswerSchema, 'A new channel. A webhook’s secret is shown once'),
        ...changeableBy(deps, 'admin'),
      }),
      async (c) => {
        const row = await addChannel(deps.db, c.req.valid('json'), c.var.by)
        c.header('Cache-Control', 'no-store')
        return c.json({ ...(await described(row, 'admin')), secret: row.secret }, 200)
      },
    )
    .openapi(
      createRoute({
        method: 'patch',
        path: '/api/channels/{id}',
        request: { params, body: jsonBody(channelChangeSchema) },
        responses: answers(channelSchema, 'The channel as it is now. What waits for one that is paused is not sent'),
        ...changeableBy(deps, 'admin'),
      }),
      async (c) => {
        const { id } = c.req.valid('param')
        await changeChannel(deps.db, id, c.req.valid('json'), c.var.by)
        return c.json(await described(await theChannel(deps.db, id), c.var.me.role), 200)
      },
    )
    .openapi(
      createRoute({
        method: 'post',
        path: '/api/channels/{id}/test',
        request: { params },
        responses: answers(channelSchema, 'A test message is on its way: `lastSentAt` or `failure` tell how it went'),
        ...changeableBy(deps, 'admin', 'operator'),
      }),
      async (c) => {
        const { id } = c.req.valid('param')
        await testChannel(deps.db, id, deps.sendsEmail, c.var.by)
        return c.json(await described(await theChannel(deps.db, id), c.var.me.role), 200)
      },
    )
    .openapi(
      createRoute({
        method: 'delete',
        path: '/api/channels/{id}',
        request: { params },
        responses: answers(z.object({ id: z.int() }), 'Nobody is told anything over it any more'),
        ...changeableBy(deps, 'admin'),
      }),
      async (c) => {
        const { id } = c.req.valid('param')
        await removeChannel(deps.db, id, c.var.by)
        return c.json({ id }, 200)
      },
    )

  async function described(row: ChannelRow, role: Role): Promise<Channel> {
    const { channelId, kind, name, address, language, kinds, addedAt, pausedAt } = row
    const { lastSentAt, failure, waiting } = await faringOf(deps.db, channelId)
    return {
      id: channelId,
      kind,
      name,
      // The path of a webhook is often all that guards it.
      address: kind === 'webhook' && role !== 'admin' ? `${new URL(address).origin}/…` : address,
      language,
      kinds,
      addedAt: new Date(addedAt).toISOString(),
      paused: pausedAt !== null,
      lastSentAt: lastSentAt === null ? null : new Date(lastSentAt).toISOString(),
      failure,
      waiting,
    }
  }
}
export type ChannelApi = ReturnType<typeof channelRoutes>
