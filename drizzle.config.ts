import { defineConfig } from 'drizzle-kit'

// Migrations of both databases: DB=gateway npx drizzle-kit generate, DB=fleet npx drizzle-kit generate.
const which = process.env.DB === 'gateway' ? 'gateway' : 'fleet'

export default defineConfig({ dialect: 'sqlite', schema: `./db/${which}/schema.ts`, out: `./db/${which}/migrations` })
