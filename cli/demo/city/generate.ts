import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { buildFeed } from './feed.ts'

/** Writes the demo city's GTFS feed: `npx tsx cli/demo/city/generate.ts`. */
const folder = fileURLToPath(new URL('./feed/', import.meta.url))
mkdirSync(folder, { recursive: true })
let bytes = 0
for (const [name, content] of buildFeed()) {
  writeFileSync(`${folder}${name}`, content)
  bytes += Buffer.byteLength(content)
}
console.log(`${folder}: ${Math.round(bytes / 1000)} kB`)
