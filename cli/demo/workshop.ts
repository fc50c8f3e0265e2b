import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { z } from 'zod'
import { workshopPage } from './workshop-page.ts'

/** A message that the fleet sent to the demo's workshop. */
export interface Told {
  at: number
  subject: string
  text: string
}

export interface Workshop {
  url: string
  close: () => Promise<void>
}

const MOST_OCTETS = 100_000
const MOST_KEPT = 50
const messageSchema = z.looseObject({ subject: z.string().max(500), text: z.string().max(20_000) })

/**
 * The box in the workshop that alerts are sent to: a real webhook, which keeps the last messages in memory and shows them. What is not
 * signed with `secret` is refused. Null: the port is taken.
 */
export function openWorkshop(port: number, secret: string): Promise<Workshop | null> {
  const told: Told[] = []

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'GET') {
      const page = workshopPage(told)
      const headers = { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': PAGE_POLICY }
      response.writeHead(200, headers).end(page)
      return
    }
    const body = await read(request)
    if (body === null || !isSigned(request, body, secret)) {
      response.writeHead(403).end()
      return
    }
    const message = messageSchema.safeParse(jsonOf(body))
    if (message.success) told.unshift({ at: Date.now(), subject: message.data.subject, text: message.data.text })
    told.length = Math.min(told.length, MOST_KEPT)
    response.writeHead(message.success ? 204 : 400).end()
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  return new Promise((resolve) => {
    server.once('error', () => resolve(null))
    server.listen(port, '127.0.0.1', () =>
      resolve({ url: `http://localhost:${(server.address() as AddressInfo).port}/`, close: () => close(server) }),
    )
  })
}

const PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'"

async function read(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = []
  let octets = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    octets += part.length
    if (octets > MOST_OCTETS) return null
    parts.push(part)
  }
  return Buffer.concat(parts).toString()
}

function isSigned({ headers }: IncomingMessage, body: string, secret: string): boolean {
  const wanted = `v1=${createHmac('sha256', secret).update(`${headers['abordo-timestamp']}.${body}`).digest('hex')}`
  const said = String(headers['abordo-signature'] ?? '')
  return said.length === wanted.length && timingSafeEqual(Buffer.from(said), Buffer.from(wanted))
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
