import { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { commandsFor } from '../../cli/loaders.ts'

/** Commands of these names that note when they are loaded. */
function loadersOf(...names: string[]) {
  const loaded: string[] = []
  const load = async (name: string) => {
    loaded.push(name)
    return new Command(name)
  }
  return { loaded, loaders: Object.fromEntries(names.map((name) => [name, () => load(name)])) }
}

describe('the commands that a command line needs', () => {
  it('are the one that it names, and no other is loaded', async () => {
    const { loaded, loaders } = loadersOf('fleet', 'portal')
    expect((await commandsFor('portal', loaders)).map((command) => command.name())).toEqual(['portal'])
    expect(loaded).toEqual(['portal'])
  })

  it('are a hidden one where it is named', async () => {
    const [{ loaders }, hidden] = [loadersOf('fleet'), loadersOf('prove-part')]
    const names = async (word: string) =>
      (await commandsFor(word, loaders, hidden.loaders)).map((command) => command.name())
    expect([await names('prove-part'), await names('--help')]).toEqual([['prove-part'], ['fleet']])
  })

  it.each([undefined, '--help', 'help', 'flet', 'constructor'])('are all, in their order, for %s', async (word) => {
    const { loaders } = loadersOf('fleet', 'portal', 'check')
    const names = (await commandsFor(word, loaders)).map((command) => command.name())
    expect(names).toEqual(['fleet', 'portal', 'check'])
  })
})
