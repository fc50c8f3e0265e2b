import type { createPortalApp } from './app.ts'

/** V8 compiles what has been used: the riders of the first stop are not the ones to use it first. */
export async function warmUp(app: ReturnType<typeof createPortalApp>, origin: string): Promise<void> {
  const nobody = { incoming: { socket: {} } }
  for (let times = 0; times < 150; times += 1) {
    await (await app.request(`${origin}/`, {}, nobody)).text()
    await (await app.request(`${origin}/captive-portal/api`, {}, nobody)).text()
  }
}
