import { startChild } from './child.ts'
import type { BootOrder, FromFleet, FromGateways, MinuteOrder, Switch, ToFleet, ToGateways } from './messages.ts'

/** The running process of the fleet. */
export async function startFleetPart(program: string, databaseUrl: string, without: Switch | null) {
  const child = startChild<ToFleet, FromFleet>(program, ['fleet', databaseUrl, ...(without ? [without] : [])])
  const answers = new Map<number, () => void>()
  let order = 0
  const port = await new Promise<number>((resolve, reject) => {
    child.gone.then(() => reject(new Error(`the fleet's process ended with ${child.code()} before it listened`)))
    child.hears((message) => {
      if (message.kind === 'listening') resolve(message.port)
      else answers.get(message.order)?.()
    })
  })
  return {
    port,
    kill: child.kill,
    gone: child.gone,
    /** Resolves when it knows the time, or has gone. */
    setTime(nowMs: number): Promise<void> {
      order += 1
      const known = new Promise<void>((resolve) => answers.set(order, resolve))
      child.send({ kind: 'time', order, nowMs })
      return Promise.race([known, child.gone])
    },
  }
}
export type FleetPart = Awaited<ReturnType<typeof startFleetPart>>

/** The running process of the gateways. `hears` gets what it says unasked, and answers its calls to the kernel. */
export async function startGatewaysPart(
  program: string,
  without: Switch | null,
  hears: (message: FromGateways) => Promise<unknown> | undefined,
) {
  const child = startChild<ToGateways, FromGateways>(program, ['gateways', ...(without ? [without] : [])])
  const answers = new Map<number, (waiting: number) => void>()
  let order = 0
  let isGone = false
  void child.gone.then(() => {
    isGone = true
  })
  await new Promise<void>((resolve, reject) => {
    child.gone.then(() => reject(new Error(`the gateways' process ended with ${child.code()} before it was ready`)))
    child.hears((message) => {
      if (message.kind === 'ready') resolve()
      else if (message.kind === 'done') answers.get(message.order)?.(message.waiting)
      else if (message.kind !== 'kernel') void hears(message)
      else {
        const { call } = message
        // A call that comes from who has been killed meanwhile has been made all the same: the kernel does as it is told.
        void hears(message)?.then((value) => child.send({ kind: 'kernel-answer', call, value: value ?? null }))
      }
    })
  })

  /** Reports that wait on all gateways once it is done; null: the process has gone before. */
  async function ask(
    message:
      | { kind: 'boot'; nowMs: number; boot: BootOrder }
      | { kind: 'minute'; nowMs: number; gateways: MinuteOrder[] },
  ) {
    order += 1
    const done = new Promise<number>((resolve) => answers.set(order, resolve))
    child.send({ ...message, order })
    const waiting = await Promise.race([done, child.gone.then(() => null)])
    if (waiting === null && child.code() !== null) throw new Error(`the gateways' process ended with ${child.code()}`)
    return waiting
  }

  return {
    kill: child.kill,
    gone: child.gone,
    isGone: () => isGone,
    boot: (nowMs: number, boot: BootOrder) => ask({ kind: 'boot', nowMs, boot }),
    minute: (nowMs: number, gateways: MinuteOrder[]) => ask({ kind: 'minute', nowMs, gateways }),
  }
}
export type GatewaysPart = Awaited<ReturnType<typeof startGatewaysPart>>
