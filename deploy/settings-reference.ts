import type { z } from 'zod'
import type { Settings } from '../contract/settings.ts'
import { variables as fleet } from '../fleet-api/config.ts'
import { variables as portal } from '../portal/config.ts'
import { SETTINGS_WORDS } from './settings-words.ts'

/** Names of settings, of both programs, that nobody has found words for in deploy/settings-words.ts. */
export function settingsWithoutWords(): string[] {
  return Object.keys({ ...fleet, ...portal }).filter((name) => !Object.hasOwn(SETTINGS_WORDS, name))
}

/** docs/settings.md, from the schemas that the programs read their environment with. */
export function settingsReference(): string {
  return `# Settings

Made by \`npm run settings\` from what the programs read their environment with: do not edit. A wrong value stops the start with one line
that names it. An empty value counts as none. What is in the fleet's database (policy, thresholds, retention, channels, feeds) is set in
the dashboard.

*Una variable con un valor equivocado detiene el arranque con una línea que la nombra; una vacía cuenta como si faltara.*

## Fleet · Flota

For \`abordo fleet\` and the commands that work on its database; \`/etc/abordo/fleet.env\` with deploy/units/abordo-fleet.service.

${tableOf(fleet)}
## Gateway · Equipo a bordo

For \`abordo portal\`; \`/etc/abordo/gateway.env\` with the package, where \`abordo setup\` writes it. A \`PORTAL_…\` that is not here
stops the start as well.

${tableOf(portal)}`
}

function tableOf(settings: Settings): string {
  const rows = Object.entries(settings).map(([name, [schema, takes]]) => {
    const words = SETTINGS_WORDS[name]
    return `| \`${name}\` | ${defaultOf(schema)} | ${words?.en ?? ''} | ${words?.es ?? ''} | ${takes.replaceAll('|', '\\|')} |\n`
  })
  return `| name | default | what for | para qué | takes |\n|---|---|---|---|---|\n${rows.join('')}`
}

/** What is taken where nothing is set; – : nothing. */
function defaultOf(schema: z.ZodType): string {
  const { data } = schema.safeParse(undefined)
  return data === undefined || (Array.isArray(data) && data.length === 0) ? '–' : `\`${String(data)}\``
}
