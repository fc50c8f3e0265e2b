import type { ReportInput } from '../../contract/report.ts'
import type { Fix } from '../../contract/trace.ts'
import { aReport, BOOT, type TestFleet } from '../fakes/fleet.ts'
import { corner } from '../fakes/network.ts'
import { aHealth, aModem, anUplink } from '../fakes/telemetry.ts'

const MINUTE = 60_000
const AGAIN = '22222222-2222-4222-8222-222222222222'

/**
 * Six hours of a bus up to now, with a modem and a trace: for 20 minutes it had no signal, then its power was cut for 10. Returns what sends
 * one more minute, the one that begins now, with so many riders.
 */
export async function sixHoursOf(fleet: TestFleet, credential: string): Promise<(riders: number) => Promise<void>> {
  const start = Math.floor(Date.now() / MINUTE) * MINUTE - 360 * MINUTE
  const minute = (i: number, bootId: string, seq: number, more: Partial<ReportInput> = {}) =>
    aReport(seq, new Date(start + i * MINUTE).toISOString(), {
      protocol: '1.3',
      bootId,
      health: aHealth(),
      uplink: anUplink({
        octets: { received: 2_000_000, sent: 300_000 },
        modems: [aModem('wwan0', { received: 1_900_000, sent: 280_000 })],
      }),
      riders: { connected: 8 + Math.round(6 * Math.sin(i / 30)), peak: 16 },
      octets: { input: 200_000, output: 1_800_000 },
      trace: Array.from({ length: 3 }, (_, n): Fix => {
        const way = i + n / 3
        const [lat, lon] = corner(30 * Math.sin(way / 20), 12 * Math.cos(way / 13))
        return [seq * MINUTE + n * 20_000, lat, lon, i > 320 && i < 326 ? null : 80]
      }),
      ...more,
    })
  const noSignal = { ...anUplink({ upMs: 0, link: false, fleetMs: null, dnsMs: null }) }
  const reports = Array.from({ length: 360 }, (_, i) => {
    if (i < 200) return minute(i, BOOT, i)
    if (i < 220) return minute(i, BOOT, i, { uplink: noSignal })
    if (i < 230) return null
    return minute(i, AGAIN, i - 230)
  }).filter((report) => report !== null)
  await fleet.send(credential, reports.slice(0, 200))
  await fleet.send(credential, reports.slice(200))
  return async (riders) => {
    fleet.setNow(new Date(start + 361 * MINUTE).toISOString())
    await fleet.send(credential, [minute(360, AGAIN, 130, { riders: { connected: riders, peak: riders } })])
  }
}
