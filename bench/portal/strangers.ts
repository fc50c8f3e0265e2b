import type { Gateway } from './gateway.ts'
import type { Measured } from './rows.ts'

/** A gateway whose kernel does not forward, and a portal that starts on it. */
export async function startRow(gateway: Gateway): Promise<Measured> {
  const leaked = await gateway.strangerDuring(() => gateway.ride.startPortal())
  return { abordo: `${leaked} packets`, holds: leaked === 0, figures: { leaked } }
}

export async function killRow(gateway: Gateway): Promise<Measured> {
  let kept = 0
  const leaked = await gateway.strangerDuring(async () => {
    await gateway.portal.stop('SIGKILL')
    await gateway.ride.startPortal()
    kept = (await gateway.crowd.online()).length
  })
  return ofRiders(gateway.crowd.size, kept, leaked)
}

/** Leaves the portal running again. */
export async function sigtermRow(gateway: Gateway): Promise<Measured> {
  let kept = 0
  const leaked = await gateway.strangerDuring(async () => {
    await gateway.portal.stop('SIGTERM')
    kept = (await gateway.crowd.online()).length
  })
  await gateway.ride.startPortal()
  return ofRiders(gateway.crowd.size, kept, leaked)
}

function ofRiders(size: number, kept: number, leaked: number): Measured {
  return {
    abordo: `${kept} of ${size} riders kept, ${leaked} packets of a stranger let through`,
    holds: kept === size && leaked === 0,
    figures: { riders: size, kept, leaked },
  }
}
