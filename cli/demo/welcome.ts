import type { Bus } from './city/fleet.ts'

export const SIGN_IN = { email: 'demo@abordo.example', password: 'abordo-demo-2026' }

/** What the demo says once it runs. `workshopUrl`: where alerts can be read; null: nowhere. */
export function welcome(
  buses: readonly Bus[],
  city: { port: number; days: number; workshopUrl: string | null },
): string {
  const { port, days, workshopUrl } = city
  const silent = buses.find(({ fault }) => fault === 'no-data')
  const tries = [
    'Open the dashboard: riders connected by route, now and over the last hours.',
    silent && `Why has ${silent.id} no WiFi, since when, and who is told? Three clicks at most.`,
    'Open the bus portal and tap "Aceptar y conectarme": within a minute you are one rider more on bus-1001.',
    'Look at the map: buses drive their routes, and the fleet found out by their traces which those are.',
  ].filter((one) => one !== undefined)
  return `
Abordo is running, with a city of simulated riders.

  Dashboard   http://localhost:${port}
              sign in as ${SIGN_IN.email} with ${SIGN_IN.password}
  Bus portal  http://localhost:${port + 1}   (the first bus, bus-1001)
${workshopUrl ? `  Workshop    ${workshopUrl}   (what the fleet tells "Taller norte")\n` : ''}
Try this
${tries.map((one, i) => `  ${i + 1}. ${one}`).join('\n')}

The ${days} days before are being written; the charts fill as they come. Ctrl-C stops everything; the data stays in ./data.
`
}
