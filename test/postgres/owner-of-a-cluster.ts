import { startPostgres } from './cluster.ts'

// A test run that never stops its PostgreSQL: postgres.test.ts ends it and looks at what is left.
const cluster = await startPostgres({ fsync: true })
process.stdout.write(cluster.folder)
setInterval(() => undefined, 1_000)
