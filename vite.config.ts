import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import { pagePreloads } from './deploy/page-preloads.ts'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  root: at('dashboard'),
  base: '/',
  plugins: [pagePreloads()],
  build: {
    outDir: at('dist/dashboard'),
    emptyOutDir: true,
    target: 'es2022',
    // The fleet's policy is `default-src 'self'`, which refuses data: addresses, so nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // What every page needs comes in one file: on a slow line each file more is a round trip more.
        codeSplitting: {
          groups: [
            {
              name: 'core',
              test: /node_modules\/(@preact|preact|hono)\/|dashboard\/(alerts|conditions|i18n|models|components)\/|dashboard\/[a-z-]+\.ts$/,
            },
          ],
        },
      },
    },
  },
  server: { proxy: { '/api': 'http://localhost:8080' } },
})
