import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

export interface WebhookCallSeen {
  path: string
  headers: IncomingHttpHeaders
  body: string
}

/** A real HTTP server, which keeps what it is sent and answers as it is told: by a status, or in its own way. */
export async function webhookServer(first: number | ((response: ServerResponse) => void) = 200) {
  const calls: WebhookCallSeen[] = []
  const way = { answer: first }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      calls.push({ path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString() })
      if (typeof way.answer === 'number') response.writeHead(way.answer).end('whatever')
      else way.answer(response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { calls, way, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/alerts?key=secret-path` }
}
