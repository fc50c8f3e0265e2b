import { eq, sql } from 'drizzle-orm'
import type { FleetDatabase, FleetReads, FleetTransaction } from '../../db/fleet/open.ts'
import { acmeAccount, certificate } from '../../db/fleet/schema.ts'

export type CertificateRow = typeof certificate.$inferSelect

/** The certificate of a host name; null: none was ever ordered. */
export async function certificateOf(db: FleetReads, hostName: string): Promise<CertificateRow | null> {
  const [row] = await db.select().from(certificate).where(eq(certificate.hostName, hostName))
  return row ?? null
}

/** Keeps what is new of a certificate, and the rest as it is. */
export async function keepCertificate(
  tx: FleetTransaction,
  { hostName, ...set }: Partial<CertificateRow> & { hostName: string },
): Promise<void> {
  await tx
    .insert(certificate)
    .values({ hostName, ...set })
    .onConflictDoUpdate({ target: certificate.hostName, set })
}

/** The key of this fleet's account with an ACME server, PEM; made at first use. */
export async function acmeAccountKey(
  db: FleetDatabase,
  directory: string,
  make: () => string,
  now: number,
): Promise<string> {
  const of = eq(acmeAccount.directory, directory)
  return db.transaction(async (tx) => {
    const [known] = await tx.select({ privateKey: acmeAccount.privateKey }).from(acmeAccount).where(of)
    if (known) return known.privateKey
    const privateKey = make()
    await tx.insert(acmeAccount).values({ directory, privateKey, madeAt: now })
    return privateKey
  })
}

export async function keepAccountUrl(tx: FleetTransaction, directory: string, url: string): Promise<void> {
  await tx.update(acmeAccount).set({ url }).where(eq(acmeAccount.directory, directory))
}

/** When the certificate ends that gateways are given, ms since 1970; null: there is none. */
export async function certificateEnd(db: FleetReads, hostName: string): Promise<number | null> {
  const [row] = await db
    .select({ notAfter: certificate.notAfter })
    .from(certificate)
    .where(sql`${certificate.hostName} = ${hostName} and ${certificate.chain} is not null`)
  return row?.notAfter ?? null
}
