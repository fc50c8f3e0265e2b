import { eq, max } from 'drizzle-orm'
import { openEnduringDatabase } from '../../../db/gateway/enduring.ts'
import { outbox } from '../../../db/gateway/schema.ts'

// A program that is there to be killed: it puts one report after another, each with the oldest of fifty taken away, and says each
// that it has put, and where. node --import tsx putter.ts PATH MEMORY_FOLDER
const [path = '', memoryFolder = ''] = process.argv.slice(2)
const { db, settle, state } = openEnduringDatabase({ path, memoryFolder, log: () => undefined, now: Date.now })
const last =
  db
    .select({ seq: max(outbox.seq) })
    .from(outbox)
    .get()?.seq ?? -1
for (let seq = last + 1; ; seq += 1) {
  db.transaction((tx) => {
    tx.insert(outbox)
      .values({ bootId: 'boot', seq, body: JSON.stringify({ filler: 'x'.repeat(2000) }) })
      .run()
    tx.delete(outbox)
      .where(eq(outbox.seq, seq - 50))
      .run()
  })
  await new Promise((told) => process.stdout.write(`${seq} ${state().storage}\n`, told))
  if (seq % 10 === 0) settle()
}
