import type { Firewall } from './firewall.ts'
import { NftError, type RunNft } from './nft.ts'
import { parseTable } from './parse.ts'
import { forgetCommands, grantCommands, installCommands, type RulesetConfig, revokeCommands, TABLE } from './ruleset.ts'

interface Waiting {
  commands: string
  resolve: () => void
  reject: (reason: unknown) => void
}

/** Few enough for the nft that stays (held-nft.ts): a longer line takes it longer than two short ones. */
const CHANGES_PER_CALL = 24

/**
 * The kernel's firewall through nft. Changes that arrive while a call is running wait and go into the next call together, so a
 * bus boarding at once costs a handful of processes. Where such a call fails, each change is tried alone: one bad one harms no other.
 */
export function nftablesFirewall(config: RulesetConfig, run: RunNft): Firewall {
  const waiting: Waiting[] = []
  let running = false

  const apply = (commands: string) => run(['-f', '-'], commands).then(() => undefined)

  async function drain(): Promise<void> {
    running = true
    while (waiting.length > 0) {
      const batch = waiting.splice(0, CHANGES_PER_CALL)
      try {
        await apply(batch.map((change) => change.commands).join(''))
        for (const change of batch) change.resolve()
      } catch (error) {
        if (batch.length === 1) batch[0]?.reject(error)
        else for (const change of batch) await apply(change.commands).then(change.resolve, change.reject)
      }
    }
    running = false
  }

  function change(commands: string): Promise<void> {
    if (commands === '') return Promise.resolve()
    return new Promise((resolve, reject) => {
      waiting.push({ commands, resolve, reject })
      if (!running) void drain()
    })
  }

  return {
    install: (rules) => change(installCommands(config, rules)),
    grant: (grant) => change(grantCommands([grant])),
    revoke: (clients) => change(revokeCommands(clients)),
    forget: (ips) => change(forgetCommands(ips)),
    async read() {
      try {
        return parseTable(await run(['-j', 'list', 'table', 'inet', TABLE], ''))
      } catch (error) {
        if (error instanceof NftError && /No such file or directory/.test(error.stderr)) return null
        throw error
      }
    },
  }
}
