import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { readText } from '../read-text.ts'

/** What a sensor can mean; 0 is what one says that is switched off or broken. */
const PLAUSIBLE = { leastC: -80, mostC: 250 }

/** The hottest of the sensors that make sense, in °C, from what each prints: thousandths of a degree. */
export function hottest(printed: string[]): number | null {
  const plausible = printed
    .filter((text) => /^-?\d{1,7}$/.test(text))
    .map((text) => Number(text) / 1000)
    .filter((celsius) => celsius !== 0 && celsius >= PLAUSIBLE.leastC && celsius <= PLAUSIBLE.mostC)
  return plausible.length === 0 ? null : Math.max(...plausible)
}

/** Reads the kernel's thermal zones. A zone that cannot be read (many cannot while their device sleeps) is passed over. */
export function readTemperature(sysFolder: string): number | null {
  const folder = join(sysFolder, 'class/thermal')
  return hottest(zonesIn(folder).map((zone) => readText(join(folder, zone, 'temp'))?.trim() ?? ''))
}

function zonesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.startsWith('thermal_zone'))
  } catch {
    return []
  }
}
