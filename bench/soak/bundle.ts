import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** Bundles the soak's own programs into a folder; they use what `npm run build` has put beside the program. */
export function bundleParts(folder: string): { fleet: string; gateways: string } {
  const assets = join(root, 'dist')
  const source = (name: string) => fileURLToPath(new URL(`${name}-part.ts`, import.meta.url))
  buildSync({
    absWorkingDir: root,
    entryPoints: { 'soak-fleet': source('fleet'), 'soak-gateways': source('gateways') },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    format: 'esm',
    logLevel: 'warning',
    banner: {
      js: [
        "import { createRequire as soakCreateRequire } from 'node:module'",
        'const require = soakCreateRequire(import.meta.url)',
        `const __filename = ${JSON.stringify(join(assets, 'abordo.js'))}`,
        `const __dirname = ${JSON.stringify(assets)}`,
        `globalThis.abordoAssets = ${JSON.stringify(assets)}`,
        `globalThis.abordoBuiltAtMs = ${Date.now()}`,
        `globalThis.abordoNativeSqlite = ${JSON.stringify(join(assets, 'better_sqlite3.node'))}`,
      ].join('\n'),
    },
  })
  return { fleet: join(folder, 'soak-fleet.mjs'), gateways: join(folder, 'soak-gateways.mjs') }
}
