import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Argument, type Command } from 'commander'
import { RINGS, type Ring } from '../../contract/release.ts'
import type { ReleaseFolder } from '../../fleet-api/release-add.ts'
import { explain } from '../explain.ts'
import { onFleet, table } from './on-fleet.ts'

const releases = () => import('../../fleet-api/releases.ts')

/** What `abordo release` does on the fleet. */
export function addFleetCommands(release: Command): Command {
  addAdd(release)
  addList(release)
  addRing(release)
  addRemove(release)
  addCanary(release)
  return release
}

function addAdd(release: Command): void {
  release
    .command('add')
    .description('On the fleet: take in a release that "abordo release make" has made. Nobody is offered it yet.')
    .argument('<folder>', 'with manifest.json, signature and the files')
    .addHelpText(
      'after',
      '\nSet FLEET_RELEASE_KEY to the file of the public key, and only what is signed with it is taken.',
    )
    .action((folder: string) =>
      onFleet(async ({ db, by }) => {
        const { readFleetConfig } = await import('../../fleet-api/config.ts')
        const { addRelease } = await import('../../fleet-api/release-add.ts')
        const { releaseKey = null } = readFleetConfig(process.env)
        const publicKey =
          releaseKey === null
            ? null
            : await readOr(releaseKey, 'FLEET_RELEASE_KEY: %: give the public key of "abordo release key"')
        const { version, files } = await addRelease(db, await readFolder(folder), { publicKey, by })
        const architectures = files.map(({ architecture }) => architecture).join(', ')
        process.stdout.write(`Version ${version} (${architectures}) is here, for nobody yet.\n`)
        if (publicKey === null)
          process.stderr.write(
            'Its signature was not checked: FLEET_RELEASE_KEY is not set. Gateways check it themselves.\n',
          )
        process.stderr.write(`Try it on a few gateways first: abordo release ring ${version} canary\n`)
      }),
    )
}

const NO_RELEASE = '%: give the folder that "abordo release make" has made'

/** `wrong`: what to do about a file that cannot be read; what is wrong with it goes where % stands. */
async function readOr(path: string, wrong: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    throw new Error(wrong.replace('%', () => explain(error).line))
  }
}

async function readFolder(folder: string): Promise<ReleaseFolder> {
  return {
    manifest: await readOr(join(folder, 'manifest.json'), NO_RELEASE),
    signature: (await readOr(join(folder, 'signature'), NO_RELEASE)).trim(),
    open: ({ version, architecture }) =>
      createReadStream(join(folder, `abordo-gateway_${version}_${architecture}.tar.gz`)),
  }
}

function addList(release: Command): void {
  release
    .command('list')
    .description('On the fleet: list the versions, who is offered them, and how they fare.')
    .action(() =>
      onFleet(async ({ db }) => {
        const { releasesState } = await import('../../fleet-api/release-state.ts')
        const { releases: all, canaries } = await releasesState(db)
        const rows = all.map(({ version, sequence, files, ring, braked, counts }) => [
          version,
          String(sequence),
          files.map(({ architecture }) => architecture).join(' '),
          braked ? `${ring}, stopped` : ring,
          ...[counts.proved, counts.taken, counts.waiting, counts.rolledBack, counts.refused].map(String),
        ])
        const headings = ['VERSION', 'SEQUENCE', 'FOR', 'RING', 'PROVED', 'TAKEN', 'WAITING', 'ROLLED BACK', 'REFUSED']
        process.stdout.write(table(headings, rows))
        const first = canaries.map(({ gatewayId }) => gatewayId).join(' ')
        process.stdout.write(`\nCanaries: ${first || 'none yet: "abordo release canary add GATEWAY"'}\n`)
        for (const { version, ring, braked } of all)
          if (braked)
            process.stdout.write(
              `${version} is stopped: gateways have rolled it back. Withdraw it: abordo release ring ${version} none. Let it go on: abordo release ring ${version} ${ring}\n`,
            )
      }),
    )
}

const OFFERED: Record<Ring, string> = {
  none: 'nobody any more',
  canary: 'the canary gateways',
  tenth: 'the canary gateways and a tenth of the others',
  all: 'all gateways',
}

function addRing(release: Command): void {
  release
    .command('ring')
    .description('On the fleet: say who is offered a version. The same ring again lets one go on that was stopped.')
    .argument('<version>', 'such as 1.4.0')
    .addArgument(new Argument('<ring>', 'who is offered it').choices(RINGS))
    .action((version: string, ring: Ring) =>
      onFleet(async ({ db, by }) => {
        await (await releases()).setRing(db, version, ring, by)
        process.stdout.write(`Version ${version} is offered to ${OFFERED[ring]}.\n`)
      }),
    )
}

function addRemove(release: Command): void {
  release
    .command('remove')
    .description('On the fleet: forget a version and its files. Gateways that run it go on with it.')
    .argument('<version>', 'such as 1.4.0')
    .action((version: string) =>
      onFleet(async ({ db, by }) => {
        await (await releases()).removeRelease(db, version, by)
        process.stdout.write(`Version ${version} is no longer here.\n`)
      }),
    )
}

function addCanary(release: Command): void {
  const canary = release.command('canary').description('On the fleet: gateways that get each version first.')
  canary
    .command('add')
    .description('Have a gateway get each version first.')
    .argument('<gateway>', "the gateway's id")
    .action((gatewayId: string) =>
      onFleet(async ({ db, by }) => {
        await (await releases()).addCanary(db, gatewayId, by)
        process.stdout.write(`${gatewayId} gets each version first.\n`)
      }),
    )
  canary
    .command('remove')
    .description('Have a gateway get versions with the others.')
    .argument('<gateway>', "the gateway's id")
    .action((gatewayId: string) =>
      onFleet(async ({ db, by }) => {
        await (await releases()).removeCanary(db, gatewayId, by)
        process.stdout.write(`${gatewayId} gets versions with the others.\n`)
      }),
    )
}
