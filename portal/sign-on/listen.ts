import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'

/** Milliseconds: who needs longer for a request of 4 kB does not mean to send one. */
const REQUEST_MS = 5000

export interface SignOnListener {
  port: number
  close: () => Promise<void>
}

/** Serves the sign-on API on one address; port 0: any that is free. Rejects where the address cannot be had. */
export async function listenSignOn(
  fetch: Parameters<typeof getRequestListener>[0],
  { host, port }: { host: string; port: number },
): Promise<SignOnListener> {
  const limits = { headersTimeout: REQUEST_MS, requestTimeout: REQUEST_MS, maxHeaderSize: 8192 }
  const server = createServer(limits, getRequestListener(fetch))
  server.maxConnections = 64
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
