import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { capacityReference } from './capacity-reference.ts'
import { settingsReference } from './settings-reference.ts'

// `npm run settings`, `npm run capacity`: writes the page of docs/ that is made and not written. A test says when it is out of date.
const PAGES: Record<string, () => string> = { settings: settingsReference, capacity: capacityReference }
const [name = ''] = process.argv.slice(2)
const page = PAGES[name]
if (!page) throw new Error(`name one of ${Object.keys(PAGES).join(', ')}`)
writeFileSync(fileURLToPath(new URL(`../docs/${name}.md`, import.meta.url)), page())
