import { readFileSync } from 'node:fs'
import { type Command, InvalidArgumentError } from 'commander'

interface MakeOptions {
  key: string
  out: string
  notes: string
  amd64?: string
  arm64?: string
  sequence?: number
}

/** What `abordo release` does where versions are made: on nobody's gateway and not on the fleet. */
export function addMakeCommands(release: Command): Command {
  release
    .command('key')
    .description('Make the key pair that releases are signed with. The private key stays with whoever makes releases.')
    .argument('<file>', 'where the private key goes; the public one goes beside it, as FILE.pub')
    .action(async (file: string) => {
      const { makeReleaseKey } = await import('../release/key.ts')
      const { publicFile } = makeReleaseKey(file)
      process.stdout.write(`${file} is the private key: keep it off the fleet and off the gateways, and keep a copy.\n`)
      process.stdout.write(`${publicFile} is the public one: it goes into the gateways' package.\n`)
    })
  release
    .command('make')
    .description('Pack and sign a version for gateways. "abordo release add DIR" on the fleet takes it from there.')
    .requiredOption('--key <file>', 'the private key of "abordo release key"')
    .requiredOption('--out <dir>', 'a folder for the release, that is not there yet')
    .option('--amd64 <folder>', 'the program for amd64')
    .option('--arm64 <folder>', 'the program for arm64')
    .option('--notes <text>', 'what is new, for whoever offers the version; one line each', '')
    .option('--sequence <number>', 'above that of every release before; otherwise the time, in seconds', wholeNumber)
    .action(async ({ key, out, notes, sequence, amd64, arm64 }: MakeOptions) => {
      const { makeRelease } = await import('../release/make.ts')
      const folders = { ...(amd64 && { amd64 }), ...(arm64 && { arm64 }) }
      const privateKey = readFileSync(key, 'utf8')
      const now = Date.now()
      const made = makeRelease({ folders, out, notes, privateKey, now, sequence: sequence ?? Math.floor(now / 1000) })
      const architectures = made.files.map(({ architecture }) => architecture).join(', ')
      process.stdout.write(
        `Version ${made.version} (${architectures}), number ${made.sequence}, is signed in ${out}.\n`,
      )
    })
  return release
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError('write a whole number from 1')
  return Number(text)
}
