import { readFileSync } from 'node:fs'

/** As deploy/build.ts writes it beside the program, from package.json; a checkout has none of its own. */
export const VERSION = versionBeside() ?? '0.1.0'
/** This program's version, as reports carry it. */
export const SOFTWARE = `abordo ${VERSION}`

function versionBeside(): string | null {
  try {
    return readFileSync(`${globalThis.abordoAssets}/VERSION`, 'utf8').trim()
  } catch {
    return null
  }
}

/** When this program was built, ms since 1970; in a checkout, when this line was written. No true clock of it is earlier. */
export const BUILT_AT_MS = globalThis.abordoBuiltAtMs ?? Date.UTC(2026, 10, 24)

declare global {
  /** Set by the bundle's first lines (deploy/build.ts). */
  var abordoBuiltAtMs: number | undefined
}
