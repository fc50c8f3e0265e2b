import { spawn } from 'node:child_process'

/** Runs nft with these arguments, `input` on its standard input, never through a shell. Rejects with nft's own words. */
export type RunNft = (args: string[], input: string) => Promise<string>

/** The nft of this machine. A call that takes over `timeoutMs` is ended and fails. */
export function nftCommand(timeoutMs = 10_000): RunNft {
  return (args, input) =>
    new Promise((resolve, reject) => {
      const nft = spawn('nft', args, { stdio: ['pipe', 'pipe', 'pipe'], timeout: timeoutMs })
      let out = ''
      let err = ''
      nft.stdout.setEncoding('utf8').on('data', (text) => {
        out += text
      })
      nft.stderr.setEncoding('utf8').on('data', (text) => {
        err += text
      })
      // nft may end before it has read everything; its exit code says what matters.
      nft.stdin.on('error', () => undefined)
      nft.on('error', (error) => reject(new Error(`nft could not be started: ${error.message}`, { cause: error })))
      nft.on('close', (code, signal) => {
        if (code === 0) resolve(out)
        else reject(new NftError(firstLine(err) || `nft ended by ${signal ?? `code ${code}`}`, err))
      })
      nft.stdin.end(input)
    })
}

/** nft refused. `stderr` holds all that it said. */
export class NftError extends Error {
  constructor(
    message: string,
    readonly stderr: string,
  ) {
    super(message)
    this.name = 'NftError'
  }
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? ''
}
