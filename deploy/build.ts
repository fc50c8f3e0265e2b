import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build as bundle } from 'esbuild'
import { build as buildDashboard } from 'vite'
import { bundleProgram, nativeSqlite, withoutLocales } from './bundle-program.ts'
import { precompress } from './precompress.ts'

// `npm run build`: dist/ holds one bundled program with everything that it needs beside it; it runs without node_modules.
const root = fileURLToPath(new URL('..', import.meta.url))
const dist = `${root}dist`

rmSync(dist, { recursive: true, force: true })
await Promise.all([
  buildDashboard({ configFile: `${root}vite.config.ts`, logLevel: 'warn' }),
  bundleProgram('cli/abordo.ts', dist, Date.now()),
])
precompress(`${dist}/dashboard`)
await bundleRiderPages()
cpSync(`${root}db/fleet/migrations`, `${dist}/db/fleet/migrations`, { recursive: true })
cpSync(`${root}db/fleet/postgres-migrations`, `${dist}/db/fleet/postgres-migrations`, { recursive: true })
cpSync(`${root}db/gateway/migrations`, `${dist}/db/gateway/migrations`, { recursive: true })
cpSync(`${root}cli/demo/city/feed`, `${dist}/demo-feed`, { recursive: true })
cpSync(nativeSqlite(), `${dist}/better_sqlite3.node`)
writeFileSync(`${dist}/VERSION`, `${JSON.parse(readFileSync(`${root}package.json`, 'utf8')).version}\n`)

/** The riders' pages as the portal makes them, for the dashboard to show while a policy is written. */
async function bundleRiderPages(): Promise<void> {
  await bundle({
    absWorkingDir: root,
    entryPoints: { 'rider-pages': 'deploy/rider-pages.ts' },
    outdir: `${dist}/dashboard`,
    bundle: true,
    minify: true,
    plugins: [withoutLocales],
    platform: 'browser',
    target: 'es2022',
    format: 'esm',
    logLevel: 'warning',
  })
}
