import { cpSync, existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { nativeSqlite } from '../bundle-program.ts'
import { type Architecture, OF, thisArchitecture } from './architecture.ts'
import { cached } from './cache.ts'
import { command, Lacking } from './command.ts'
import { nodeRuntime } from './node-runtime.ts'

/** better-sqlite3's native part for an architecture: this machine's own, or compiled for the other one, once for each version. */
export async function nativeSqliteFor(architecture: Architecture): Promise<string> {
  if (architecture === thisArchitecture()) return nativeSqlite()
  const source = dirname(createRequire(import.meta.url).resolve('better-sqlite3/package.json'))
  const { version } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')) as { version: string }
  const { gnu, node, debianCompiler } = OF[architecture]
  const lacking = `better-sqlite3 cannot be compiled for ${architecture}: install ${debianCompiler} and make, or pass --architecture ${thisArchitecture()}`
  const folder = await cached(
    `better-sqlite3-${version}-node-${process.version.slice(1)}-${architecture}`,
    async (to) => {
      await command(`${gnu}-g++`, ['--version'], { lacking })
      await command('make', ['--version'], { lacking })
      for (const part of ['binding.gyp', 'deps', 'src', 'lib', 'package.json']) {
        cpSync(join(source, part), join(to, part), { recursive: true })
      }
      const headers = await nodeRuntime(architecture)
      const args = [nodeGyp(), 'rebuild', '--release', `--nodedir=${headers}`, `--arch=${node}`]
      const tools = { CC: `${gnu}-gcc`, CXX: `${gnu}-g++`, AR: `${gnu}-ar`, LINK: `${gnu}-g++` }
      await command(process.execPath, args, { cwd: to, env: tools })
      await command(`${gnu}-strip`, ['--strip-unneeded', join(to, BUILT)])
    },
  )
  return join(folder, BUILT)
}

const BUILT = 'build/Release/better_sqlite3.node'

/** npm carries it along. */
function nodeGyp(): string {
  const npm = dirname(dirname(process.env.npm_execpath ?? '/usr/lib/node_modules/npm/bin/npm-cli.js'))
  const path = join(npm, 'node_modules/node-gyp/bin/node-gyp.js')
  if (!existsSync(path)) throw new Lacking('node-gyp is not there: run this by "npm run package", with npm 10 or newer')
  return path
}
