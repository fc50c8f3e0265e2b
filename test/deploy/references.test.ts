import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { capacityReference } from '../../deploy/capacity-reference.ts'
import { settingsReference, settingsWithoutWords } from '../../deploy/settings-reference.ts'

const page = (name: string) => readFileSync(fileURLToPath(new URL(`../../docs/${name}.md`, import.meta.url)), 'utf8')

it('every setting has words in both languages (deploy/settings-words.ts)', () => {
  expect(settingsWithoutWords()).toEqual([])
})

it('docs/settings.md is what "npm run settings" writes', () => {
  expect(page('settings')).toBe(settingsReference())
  expect(page('settings')).toContain(
    '| `FLEET_PORT` | `8080` | Port to listen on. | Puerto en el que escucha. | a port number',
  )
})

it('docs/capacity.md is what "npm run capacity" writes of bench/results.json', () => {
  expect(page('capacity')).toBe(capacityReference())
})
