import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A fleet on a socket of this machine that answers as it is told to, and keeps what it was asked. */
export async function answeringFleet() {
  const asked: IncomingMessage[] = []
  let answer: RequestListener = (_, response) => void response.end()
  const server = createServer((request, response) => {
    asked.push(request)
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const fleetUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    address: { fleetUrl, credential: 'secret' },
    asked,
    says(status: number, body: string): void {
      answer = (_, response) => void response.writeHead(status).end(body)
    },
    does(listener: RequestListener): void {
      answer = listener
    },
    close(): void {
      server.closeAllConnections()
      server.close()
    },
  }
}
export type AnsweringFleet = Awaited<ReturnType<typeof answeringFleet>>
