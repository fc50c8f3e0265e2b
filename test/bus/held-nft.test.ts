import { type ChildProcess, spawn } from 'node:child_process'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { after } from '../../portal/clock.ts'
import { heldNft } from '../../portal/firewall/held-nft.ts'
import { NftError, type RunNft } from '../../portal/firewall/nft.ts'
import { describeWith } from '../describe-with.ts'
import { run } from './command.ts'

const NS = 'abordo-heldnft'
const once: RunNft = (args, input) => run('ip', ['netns', 'exec', NS, 'nft', ...args], { input })
const started: ChildProcess[] = []
function start() {
  const child = spawn('ip', ['netns', 'exec', NS, 'nft', '-i'], { stdio: ['pipe', 'ignore', 'pipe'] })
  started.push(child)
  return child
}
const elements = async () =>
  [...(await once(['list', 'set', 'inet', 't', 's'], '')).matchAll(/10\.0\.0\.\d+/g)].map(String)

describeWith(['bus'], 'the nft that stays', () => {
  const calls: string[] = []
  const held = heldNft({
    once: (args, input) => {
      calls.push(input)
      return once(args, input)
    },
    after,
    start,
  })
  const change = (input: string) => held(['-f', '-'], input)

  beforeAll(async () => {
    await run('ip', ['netns', 'add', NS])
    await once(['-f', '-'], 'add table inet t\nadd set inet t s { type ipv4_addr; }\n')
  })
  afterAll(async () => {
    for (const child of started) child.kill('SIGKILL')
    await run('ip', ['netns', 'del', NS])
  })

  it('makes changes one after another, in one process', async () => {
    await Promise.all([1, 2, 3].map((last) => change(`add element inet t s { 10.0.0.${last} }\n`)))
    expect((await elements()).sort()).toEqual(['10.0.0.1', '10.0.0.2', '10.0.0.3'])
    expect([started.length, calls.length]).toEqual([1, 0])
  })

  it('makes all of a change or nothing, and says why not', async () => {
    const bad = change(
      'add element inet t s { 10.0.0.4 }\nadd element inet t nowhere { 10.0.0.5 }\nadd element inet t s { 10.0.0.6 }\n',
    )
    await expect(bad).rejects.toThrow(NftError)
    expect(await elements()).toHaveLength(3)
    await change('add element inet t s { 10.0.0.7 }\n')
    expect(await elements()).toContain('10.0.0.7')
  })

  it('sees what others have changed meanwhile', async () => {
    await once(['-f', '-'], 'delete element inet t s { 10.0.0.7 }\nadd element inet t s { 10.0.0.8 }\n')
    await change('delete element inet t s { 10.0.0.8 }\nadd element inet t s { 10.0.0.9 }\n')
    expect((await elements()).sort()).toEqual(['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.9'])
  })

  it('is replaced when it has been killed, and no change is lost by it', async () => {
    started[0]?.kill('SIGKILL')
    await change('add element inet t s { 10.0.0.10 }\n')
    await change('add element inet t s { 10.0.0.11 }\n')
    expect(await elements()).toContain('10.0.0.10')
    expect(await elements()).toContain('10.0.0.11')
  })
})
